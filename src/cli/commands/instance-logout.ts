import { rowFromPlain } from '../../datastore/typed-value.ts';
import { usageError } from '../../errors.ts';
import { loadConfig } from '../jobs.ts';
import { printDocument } from '../present.ts';
import type { Command } from '../run.ts';
import { aliasOf } from './instance-alias.ts';

/** Takes an instance and its token out of the config; `local` becomes the current one in its place. */
export const instanceLogout: Command = async ([name = ''], _options, run) => {
  const config = await loadConfig(run);
  const alias = await aliasOf(name, config);
  if (config.instances.get(alias)?.kind === 'standalone') {
    const which = name === '' ? 'the current instance is Standalone' : `${alias} is Standalone`;
    throw usageError(`${which}: nobody is logged in there`, 'swjob instance list shows the instances.');
  }
  const { updateConfig } = await import('../../config/rewrite.ts');
  const { removeInstance } = await import('../../config/changes.ts');
  updateConfig(config, (document) => removeInstance(document, alias));
  const words = `logged out of ${alias}`;
  await printDocument(run, {
    record: rowFromPlain({ alias }),
    id: alias,
    lines: async () => [words],
    piped: async () => [words],
  });
  if (config.currentInstance === alias) run.note('The current instance is local now.');
  return undefined;
};
