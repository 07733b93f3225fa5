import { SwjobError } from '../errors.ts';
import type { HttpClient } from './http.ts';

export interface SocketOptions {
  /** Asked when nothing came for `intervalMs`: true ends the lines. */
  readonly ended: () => Promise<boolean>;
  readonly intervalMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** A socket cannot be paused; a reader that stays this far behind is given up instead of filling the memory. */
const MAX_WAITING_LINES = 100_000;

/**
 * The lines that a WebSocket of the server's sends, a text frame each, until it is closed. One that never opened yields
 * nothing: the server closes at once for a task that does not run.
 */
export async function* socketLines(http: HttpClient, path: string, options: SocketOptions): AsyncGenerator<string> {
  const { ended, intervalMs, signal } = options;
  const waiting: string[] = [];
  let state: 'connecting' | 'open' | 'closed' = 'connecting';
  let broken = false;
  let wake = (): void => {};
  const socket = await http.socket(path);
  socket.addEventListener('open', () => {
    state = 'open';
  });
  socket.addEventListener('message', ({ data }) => {
    if (typeof data === 'string') waiting.push(...data.replace(/\r?\n$/, '').split(/\r?\n/));
    if (waiting.length > MAX_WAITING_LINES) {
      broken = true;
      socket.close();
    }
    wake();
  });
  socket.addEventListener('close', ({ code }) => {
    // 1006: the connection was lost without a farewell.
    broken ||= state === 'open' && code === 1006;
    state = 'closed';
    wake();
  });
  socket.addEventListener('error', () => wake());
  const abort = (): void => wake();
  signal?.addEventListener('abort', abort);
  const isClosed = (): boolean => state === 'closed';
  try {
    while (!signal?.aborted) {
      const lines = waiting.splice(0);
      yield* lines;
      if (lines.length > 0) continue;
      if (isClosed()) break;
      const stirred = new AbortController();
      const woken = new Promise<void>((resolve) => {
        wake = () => {
          stirred.abort();
          resolve();
        };
      });
      if (waiting.length > 0 || isClosed()) continue;
      await Promise.race([woken, http.sleep(intervalMs, stirred.signal)]);
      if (!stirred.signal.aborted && (await ended())) break;
    }
  } finally {
    signal?.removeEventListener('abort', abort);
    socket.close();
  }
  if (signal?.aborted) throw new SwjobError('interrupted', `WEBSOCKET ${path}: interrupted`);
  if (broken) throw new SwjobError('network', `WEBSOCKET ${path}: the log broke off`, { hint: 'Ask for it again.' });
}
