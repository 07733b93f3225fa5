import type { ChildProcess, SpawnOptions } from 'node:child_process';
import { ByteSink, isClosedOutput, type Sink } from './byte-sink.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** `spawn` of node:child_process. */
export type Spawn = (command: string, args: readonly string[], options: SpawnOptions) => ChildProcess;

export interface Pager {
  readonly sink: Sink;
  /** Ends the text and waits until the reader has quit the pager. */
  close(): Promise<void>;
}

/**
 * Starts `$PAGER` on the terminal of this process. Null when there is none, when it is `cat`, or when it cannot be
 * started: print directly then. A reader who quits early shows as `ClosedOutput`; call `close` then as well.
 */
export async function openPager(env: Environment, spawn: Spawn): Promise<Pager | null> {
  const [command = '', ...args] = (env['PAGER'] ?? '').split(' ').filter((word) => word !== '');
  if (command === '' || command === 'cat') return null;
  const child = spawn(command, args, {
    stdio: ['pipe', 'inherit', 'inherit'],
    // F: quit when all fits on one screen, R: let colours through, X: leave the text on the screen.
    env: { ...env, LESS: env['LESS'] ?? 'FRX', LV: env['LV'] ?? '-c' },
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const isRunning = await new Promise<boolean>((resolve) => {
    child.once('spawn', () => resolve(true));
    child.once('error', () => resolve(false));
  });
  const { stdin } = child;
  if (!isRunning || stdin === null) return null;
  const sink = new ByteSink(stdin, 'to the pager');
  return {
    sink,
    async close() {
      try {
        await sink.flush();
      } catch (error) {
        if (!isClosedOutput(error)) throw error;
      }
      stdin.end();
      await ended;
    },
  };
}
