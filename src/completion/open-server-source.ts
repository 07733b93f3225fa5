import { isAbsolute, join } from 'node:path';
import type { ServerTarget } from '../uri/target.ts';
import { AnswerCache } from './answer-cache.ts';
import type { CompletionSource } from './completion-source.ts';
import type { CompletionContext } from './context.ts';
import { RememberingSource } from './remembering-source.ts';
import type { ServerSource } from './server-source.ts';

/** The caller enforces the limit: requests time out only well after it. */
const GRACE_MS = 1000;

export interface OpenOptions {
  readonly target: ServerTarget;
  readonly context: CompletionContext;
  readonly summaryTable: string;
  readonly limitMs: number;
  readonly askLater: (() => void) | undefined;
}

/** Opens the source of a Server's names, with a cache of some seconds. */
export function openServerSource({ target, context, summaryTable, limitMs, askLater }: OpenOptions): {
  readonly source: CompletionSource;
  readonly close: () => Promise<void>;
} {
  const { env, now } = context;
  let server: ServerSource | undefined;
  const open = async () => {
    const { ServerSource } = await import('./server-source.ts');
    server ??= new ServerSource({ target, summaryTable, env, timeoutMs: limitMs + GRACE_MS, now });
    return server;
  };
  const close = async () => server?.close();
  const cache = new AnswerCache(cacheFolder(context), now);
  const identity = [target.address, target.alias ?? '', target.userName ?? '', summaryTable];
  return { source: new RememberingSource({ open, cache, identity, limitMs, askLater }), close };
}

/** `$XDG_CACHE_HOME/swjob`, else `~/.cache/swjob`; the XDG convention is to ignore a relative path. */
function cacheFolder({ env, home }: CompletionContext): string | undefined {
  const named = env['XDG_CACHE_HOME'];
  if (named !== undefined && isAbsolute(named)) return join(named, 'swjob');
  return home === undefined ? undefined : join(home, '.cache', 'swjob');
}
