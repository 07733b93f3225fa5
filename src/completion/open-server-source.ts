import { join } from 'node:path';
import type { Context } from '../cli/context.ts';
import type { ServerTarget } from '../uri/target.ts';
import { AnswerCache } from './answer-cache.ts';
import type { LiveSource } from './live-source.ts';
import { RememberingSource } from './remembering-source.ts';
import { ServerSource } from './server-source.ts';

export interface OpenOptions {
  readonly target: ServerTarget;
  readonly context: Context;
  readonly summaryTable: string;
  readonly limitMs: number;
  readonly askLater: (() => void) | undefined;
}

/** What a Server has, with a memory of some seconds. */
export function openServerSource({ target, context, summaryTable, limitMs, askLater }: OpenOptions): {
  readonly source: LiveSource;
  readonly close: () => Promise<void>;
} {
  const { env, home, now } = context;
  const server = new ServerSource({ target, summaryTable, env, timeoutMs: limitMs, now });
  const close = () => server.close();
  const caches = env['XDG_CACHE_HOME'] || (home === undefined ? undefined : join(home, '.cache'));
  const cache = new AnswerCache(caches && join(caches, 'swjob'), now);
  const identity = [target.origin, target.alias ?? '', target.userName ?? '', summaryTable];
  return { source: new RememberingSource({ source: server, cache, identity, limitMs, askLater }), close };
}
