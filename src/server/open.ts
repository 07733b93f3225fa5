import { setTimeout as delay } from 'node:timers/promises';
import type { SessionOptions } from '../session-options.ts';
import type { ServerTarget } from '../uri/target.ts';
import { HttpClient } from './http.ts';
import { createServerInstance, type ServerInstance } from './instance.ts';

/** Longer than a healthy server takes for any answer. */
const USUAL_TIMEOUT_MS = 60_000;

/** Opens a session's HTTP client for a server. */
function openHttp(
  { address, token }: Pick<ServerTarget, 'address' | 'token'>,
  { env, http, secrets }: SessionOptions,
): HttpClient {
  if (token !== null) secrets?.add(token).add(token.replace(/^Bearer\s+/i, ''));
  return new HttpClient({
    address,
    token,
    requestTimeoutMs: http?.requestTimeoutMs ?? USUAL_TIMEOUT_MS,
    insecure: http?.insecure ?? false,
    maxRetries: http?.maxRetries,
    calls: http?.calls,
    fetch: http?.fetch,
    dispatcher: http?.dispatcher,
    env,
    log: http?.log,
    warn: http?.warn,
    sleep: async (milliseconds, signal) => {
      // An abort only cuts the pause short: the caller checks the signal itself.
      await delay(milliseconds, undefined, { signal }).catch(() => undefined);
    },
    random: Math.random,
    now: Date.now,
  });
}

/** Opens a client for one piece of work, and closes it at the end. */
export async function withHttp<T>(
  target: Pick<ServerTarget, 'address' | 'token'>,
  options: SessionOptions,
  use: (http: HttpClient) => Promise<T>,
): Promise<T> {
  const http = openHttp(target, options);
  try {
    return await use(http);
  } finally {
    await http.close();
  }
}

export function openServer(target: ServerTarget, summaryTable: string, options: SessionOptions): ServerInstance {
  return createServerInstance({ http: openHttp(target, options), alias: target.alias, summaryTable });
}
