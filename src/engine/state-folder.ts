import { existsSync, realpathSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { type Environment, environmentText } from '../config/environment.ts';
import { SwjobError } from '../errors.ts';

/**
 * Where swjob keeps logs and notes of the jobs that it ran in a store, outside the store:
 * `$XDG_STATE_HOME/swjob/logs/<hash of the store's path>`, by default below `~/.local/state`.
 */
export function stateFolder(environment: Environment, root: string): string {
  const { createHash } = process.getBuiltinModule('node:crypto');
  const hash = createHash('sha256').update(realPath(root)).digest('hex').slice(0, 16);
  return join(stateHome(environment), 'swjob', 'logs', hash);
}

/** The same if it exists, else null: checking that is cheaper than computing the name. */
export function existingStateFolder(environment: Environment, root: string): string | null {
  try {
    if (!existsSync(join(stateHome(environment), 'swjob', 'logs'))) return null;
  } catch {
    // Without a home folder, nothing was kept.
    return null;
  }
  return stateFolder(environment, root);
}

function stateHome(environment: Environment): string {
  const named = environmentText(environment, 'XDG_STATE_HOME');
  // The XDG convention is to ignore a relative path.
  if (named !== null && isAbsolute(named)) return named;
  if (environment.home !== undefined) return join(environment.home, '.local', 'state');
  throw new SwjobError('operation-failed', 'cannot find the folder for logs: the home folder is unknown', {
    hint: 'Set $HOME or $XDG_STATE_HOME.',
  });
}

/** Resolves links, so that each store has one folder. */
function realPath(root: string): string {
  try {
    return realpathSync(root);
  } catch {
    return root;
  }
}
