import { rowFromPlain } from '../../datastore/typed-value.ts';
import { loadConfig } from '../jobs.ts';
import { printSentence } from '../print-document.ts';
import type { Command } from '../run.ts';
import { aliasOf } from './instance-alias.ts';

/** Makes an instance the current one. */
export const instanceSelect: Command = async ([name = ''], _options, run) => {
  const config = await loadConfig(run);
  const alias = await aliasOf(name, config);
  const { updateConfig } = await import('../../config/rewrite.ts');
  const { selectInstance } = await import('../../config/changes.ts');
  updateConfig(config, (document) => selectInstance(document, alias));
  const project = config.instances.get(alias)?.currentProject ?? null;
  await printSentence(run, `current instance: ${alias}`, { record: rowFromPlain({ alias, project }), id: alias });
  if (project === null) run.note(`It has no current project yet: swjob project select ${alias}/project/PROJECT`);
};
