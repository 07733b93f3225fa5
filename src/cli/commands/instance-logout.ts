import { rowFromPlain } from '../../datastore/typed-value.ts';
import { usageError } from '../../errors.ts';
import { loadConfig } from '../jobs.ts';
import { printSentence } from '../print-document.ts';
import type { Command } from '../run.ts';
import { aliasOf } from './instance-alias.ts';

/** Removes an instance and its token from the config; if it was the current one, `local` becomes current. */
export const instanceLogout: Command = async ([name = ''], _options, run) => {
  const config = await loadConfig(run);
  const alias = await aliasOf(name, config);
  if (config.instances.get(alias)?.kind === 'standalone') {
    const which = name === '' ? 'the current instance is Standalone' : `${alias} is Standalone`;
    throw usageError(`${which}: there is no login to remove`, 'swjob instance list shows the instances.');
  }
  const { updateConfig } = await import('../../config/rewrite.ts');
  const { removeInstance } = await import('../../config/changes.ts');
  updateConfig(config, (document) => removeInstance(document, alias));
  await printSentence(run, `logged out of ${alias}`, { record: rowFromPlain({ alias }), id: alias });
  if (config.currentInstance === alias) run.note('The current instance is now local.');
};
