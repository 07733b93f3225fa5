import { SwjobError } from '../errors.ts';
import type { HttpClient } from './http.ts';

export interface SocketOptions {
  /** Called when nothing has arrived for `intervalMs`; true ends the iteration. */
  readonly ended: () => Promise<boolean>;
  readonly intervalMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** A socket cannot be paused: if the reader falls this far behind, the socket is closed instead of filling the memory. */
const MAX_WAITING_CHARACTERS = 64 * 1024 * 1024;
/** How long to wait for the server or a proxy to answer the closing handshake. */
const FAREWELL_MS = 1000;

/**
 * The lines that a WebSocket of the server sends, one or more per text frame, until it is closed. Yields nothing if it never
 * opens: the server closes it at once for a task that is not running.
 */
export async function* socketLines(http: HttpClient, path: string, options: SocketOptions): AsyncGenerator<string> {
  const { ended, intervalMs, signal } = options;
  let waiting: string[] = [];
  let characters = 0;
  let state: 'connecting' | 'open' | 'closed' = 'connecting';
  let broken = false;
  let wake = (): void => {};
  const { socket, abandon } = await http.socket(path);
  socket.addEventListener('open', () => {
    state = 'open';
  });
  socket.addEventListener('message', ({ data }) => {
    if (typeof data === 'string') {
      waiting.push(data);
      characters += data.length;
    }
    if (characters > MAX_WAITING_CHARACTERS) {
      broken = true;
      waiting = [];
      abandon();
    }
    wake();
  });
  socket.addEventListener('close', ({ code }) => {
    // 1006: the connection was lost without a closing handshake.
    broken ||= state === 'open' && code === 1006;
    state = 'closed';
    wake();
  });
  socket.addEventListener('error', () => wake());
  const abort = (): void => wake();
  signal?.addEventListener('abort', abort);
  const isClosed = (): boolean => state === 'closed' || broken;
  try {
    while (!signal?.aborted) {
      const frames = waiting;
      [waiting, characters] = [[], 0];
      for (const frame of frames) yield* linesOf(frame);
      if (frames.length > 0) continue;
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
      if (!stirred.signal.aborted && (await ended())) {
        // What came while asking.
        for (const frame of waiting) yield* linesOf(frame);
        break;
      }
    }
  } finally {
    signal?.removeEventListener('abort', abort);
    socket.close();
    if (!isClosed()) setTimeout(abandon, FAREWELL_MS).unref();
  }
  if (signal?.aborted) throw new SwjobError('interrupted', `WEBSOCKET ${path}: interrupted`);
  if (broken) {
    throw new SwjobError('network', `WEBSOCKET ${path}: the connection to the log broke`, {
      hint: 'Run the command again.',
    });
  }
}

function linesOf(frame: string): readonly string[] {
  const lines = frame.split('\n').map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line));
  if (lines.length > 1 && lines.at(-1) === '') lines.pop();
  return lines;
}
