import type { Config } from '../../config/config.ts';
import { type PlainData, rowFromPlain } from '../../datastore/typed-value.ts';
import { projectNames } from '../../standalone/job-folders.ts';
import { formatProjectUri } from '../../uri/format.ts';
import { resolveInstance } from '../../uri/resolve.ts';
import type { InstanceTarget } from '../../uri/target.ts';
import { checkFields } from '../fields.ts';
import { loadConfig } from '../jobs.ts';
import { printRows } from '../present.ts';
import type { Command, Run } from '../run.ts';

/** The keys of a project, in the order in which they are printed. They are a promise to scripts. */
const PROJECT_FIELDS = ['uri', 'instance', 'id', 'name', 'owner', 'current'] as const;

type ProjectRecord = Readonly<Record<(typeof PROJECT_FIELDS)[number], PlainData>>;

/** Prints the projects of an instance, without one of the current instance. */
export const projectList: Command = async ([name = ''], _options, run) => {
  checkFields(run, PROJECT_FIELDS);
  const config = await loadConfig(run);
  const records = await projectsOf(run, resolveInstance(name, { config }), config);
  await printRows(run, {
    batches: async function* () {
      yield records.map((record) => rowFromPlain(record));
    },
    columns: async () => PROJECT_FIELDS,
    shown: ['current', 'id', 'name', 'owner'],
    looks: [
      { name: 'current', header: '', importance: 80, minWidth: 1, format: ({ value }) => (value === true ? '*' : '') },
      { name: 'id', importance: 100, fixed: true },
      { name: 'name', importance: 90 },
      { name: 'owner', importance: 50 },
    ],
    idColumn: 'id',
  });
  if (records.length === 0) run.note('There are no projects.');
  return undefined;
};

async function projectsOf(run: Run, target: InstanceTarget, config: Config): Promise<readonly ProjectRecord[]> {
  if (target.kind === 'standalone') {
    const current = config.instances.get(target.alias)?.currentProject;
    return projectNames(target.root).map((name) => ({
      uri: formatProjectUri(target, name),
      instance: target.alias,
      id: name,
      name,
      owner: null,
      current: name === current,
    }));
  }
  const { openHttp } = await import('../../server/open.ts');
  const { listProjects } = await import('../../server/account.ts');
  const http = openHttp(target, run.session.options);
  try {
    return (await listProjects(http)).map(({ id, name, owner }) => ({
      uri: formatProjectUri(target, id),
      instance: target.alias ?? target.origin,
      id,
      name,
      owner: owner?.name ?? null,
      current: [id, name, `${owner?.name}:${name}`].includes(target.currentProject ?? ''),
    }));
  } finally {
    await http.close();
  }
}
