import { isAbsolute, join } from 'node:path';
import type { ServerTarget } from '../uri/target.ts';
import { AnswerCache } from './answer-cache.ts';
import type { CompletionContext } from './context.ts';
import type { LiveSource } from './live-source.ts';
import { RememberingSource } from './remembering-source.ts';
import type { ServerSource } from './server-source.ts';

/** The limit itself is kept elsewhere: requests are to fail only well behind it. */
const GRACE_MS = 1000;

export interface OpenOptions {
  readonly target: ServerTarget;
  readonly context: CompletionContext;
  readonly summaryTable: string;
  readonly limitMs: number;
  readonly askLater: (() => void) | undefined;
}

/** What a Server has, with a memory of some seconds. */
export function openServerSource({ target, context, summaryTable, limitMs, askLater }: OpenOptions): {
  readonly source: LiveSource;
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

/** `$XDG_CACHE_HOME/swjob`, else below `~/.cache`; the convention wants a relative one to be ignored. */
function cacheFolder({ env, home }: CompletionContext): string | undefined {
  const named = env['XDG_CACHE_HOME'];
  if (named !== undefined && isAbsolute(named)) return join(named, 'swjob');
  return home === undefined ? undefined : join(home, '.cache', 'swjob');
}
