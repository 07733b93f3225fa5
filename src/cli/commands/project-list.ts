import type { Config } from '../../config/config.ts';
import { type PlainData, rowFromPlain } from '../../datastore/typed-value.ts';
import { usageError } from '../../errors.ts';
import { projectNames } from '../../standalone/job-folders.ts';
import { parseCount } from '../../text/number.ts';
import { formatProjectUri } from '../../uri/format.ts';
import { resolveInstance } from '../../uri/resolve.ts';
import type { InstanceTarget } from '../../uri/target.ts';
import { checkFields } from '../fields.ts';
import { loadConfig } from '../jobs.ts';
import { printRows } from '../present.ts';
import type { Command, Run } from '../run.ts';

/** The keys of a project, in the order in which they are printed. They are a promise to scripts. */
const PROJECT_FIELDS = ['uri', 'instance', 'id', 'name', 'owner', 'current'] as const;

export interface ProjectListOptions {
  readonly page?: string;
  readonly size?: string;
  readonly instance?: string;
}

type ProjectRecord = Readonly<Record<(typeof PROJECT_FIELDS)[number], PlainData>>;

/** Prints the projects of an instance, without one of the current instance. */
export const projectList: Command<ProjectListOptions> = async ([name], options, run) => {
  const named = name ?? options.instance ?? '';
  const size = options.size === undefined ? undefined : parseCount(options.size, '--size');
  if (options.page !== undefined && size === undefined) throw usageError('--page needs --size');
  const page = options.page === undefined ? 1 : parseCount(options.page, '--page');
  checkFields(run, PROJECT_FIELDS);
  const config = await loadConfig(run);
  const all = await projectsOf(run, resolveInstance(named, { config }), config);
  const records = size === undefined ? all : all.slice((page - 1) * size, page * size);
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
  if (all.length === 0) run.note('There are no projects.');
  else if (records.length < all.length) run.note(`${records.length} of ${all.length} projects`);
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
      instance: target.alias ?? target.address,
      id,
      name,
      owner: owner?.name ?? null,
      current: [id, name, `${owner?.name}:${name}`].includes(target.currentProject ?? ''),
    }));
  } finally {
    await http.close();
  }
}
