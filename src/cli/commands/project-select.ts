import { selectInstance, selectProject } from '../../config/changes.ts';
import { updateConfig } from '../../config/rewrite.ts';
import { rowFromPlain } from '../../datastore/typed-value.ts';
import { notFound } from '../../errors.ts';
import { projectNames } from '../../standalone/job-folders.ts';
import { meantAndKnown } from '../../text/suggest.ts';
import { resolveProject } from '../../uri/resolve.ts';
import type { InstanceTarget, ProjectTarget } from '../../uri/target.ts';
import { loadConfig } from '../jobs.ts';
import { printSentence } from '../print-document.ts';
import type { Command, Run } from '../run.ts';

/** Makes an existing project the current one of its instance, and that instance the current one, as swcli does. */
export const projectSelect: Command = async ([uri = ''], _options, run) => {
  const config = await loadConfig(run);
  const target = resolveProject(uri, { config });
  const alias = aliasIn(target.instance);
  const { id, name } = await existing(run, target);
  updateConfig(config, (document) => {
    selectProject(document, alias, id);
    selectInstance(document, alias);
  });
  const shown = id === name ? name : `${name} (${id})`;
  await printSentence(run, `current project: ${shown} of ${alias}`, {
    record: rowFromPlain({ instance: alias, id, name }),
    id,
  });
  if (config.currentInstance !== alias) run.note(`The current instance is now ${alias}.`);
};

function aliasIn(instance: InstanceTarget): string {
  if (instance.alias !== null) return instance.alias;
  throw notFound(
    'the config has no instance with that address',
    'Log in with swjob instance login: swjob has only $SW_TOKEN for it.',
  );
}

/** The project on its instance; a Server's id stays the same when the project is renamed. */
async function existing(run: Run, target: ProjectTarget): Promise<{ readonly id: string; readonly name: string }> {
  const { instance, project } = target;
  if (instance.kind === 'standalone') {
    const names = projectNames(instance.root);
    // The client creates `self` when it first writes.
    if (project === 'self' || names.includes(project)) return { id: project, name: project };
    throw notFound(
      `the store has no project ${JSON.stringify(project)}`,
      names.length > 0 ? meantAndKnown(project, 'Its projects', names) : 'It has no projects yet.',
    );
  }
  const { withHttp } = await import('../../server/open.ts');
  const { getProject } = await import('../../server/endpoints.ts');
  const { isMissing } = await import('../../server/errors.ts');
  return withHttp(instance, run.session.options, (http) =>
    getProject(http, project).catch(async (error) => {
      if (!isMissing(error)) throw error;
      const { unknownProject } = await import('../../server/unknown.ts');
      throw await unknownProject(http, instance.alias ?? instance.address, project, error);
    }),
  );
}
