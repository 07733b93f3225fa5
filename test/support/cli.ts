import { join } from 'node:path';
import { PassThrough, Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { Context } from '../../src/cli/context.ts';
import { main } from '../../src/cli/main.ts';
import { Session } from '../../src/session.ts';
import { type Ended, runProgram } from './program.ts';

export type { Ended } from './program.ts';

export interface SwjobOptions {
  /** The complete environment: nothing of the test's own is added. `storeEnv` makes one for a store. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly stdin?: string;
  /** Makes all three streams a terminal of this size; otherwise they are pipes. */
  readonly tty?: { readonly columns: number; readonly rows?: number };
  /** The initial time of the clock, which sleeping advances. */
  readonly now?: string | number;
  /** Runs instead of each sleep, after the clock has advanced; receives the milliseconds since the beginning. */
  readonly onSleep?: (elapsed: number) => void | Promise<void>;
  readonly spawn?: Context['spawn'];
  readonly openSession?: Context['openSession'];
}

/** Shortly after the engine wrote the store `real`. */
const NOW = '2026-11-23T12:00:00Z';

const LONGEST_WAIT_MS = 24 * 60 * 60 * 1000;

/** The environment for reading the Standalone store under `root`, without a config file. */
export function storeEnv(root: string): Record<string, string> {
  return { SW_LOCAL_STORAGE: root, SW_CLI_CONFIG: join(root, 'no-config.yaml') };
}

/** Runs a command line in this process. */
export async function swjob(args: readonly string[], options: SwjobOptions = {}): Promise<Ended> {
  const stdout = new Collected(options.tty);
  const stderr = new Collected(options.tty);
  const started = new Date(options.now ?? NOW).getTime();
  let now = started;
  const context: Context = {
    stdin: inputOf(options),
    stdout,
    stderr,
    env: options.env ?? {},
    home: undefined,
    pid: process.pid,
    now: () => now,
    sleep: async (milliseconds) => {
      now += milliseconds;
      if (now - started > LONGEST_WAIT_MS) throw new Error('the command waits without end');
      await options.onSleep?.(now - started);
    },
    spawn: options.spawn ?? refuseSpawn,
    onInterrupt: () => () => undefined,
    openSession: options.openSession ?? ((settings) => new Session(settings)),
  };
  const status = await main(args, context);
  return { status, stdout: stdout.text(), stderr: stderr.text() };
}

/** `bin/swjob.js`, which `npm test` has built. */
export const PROGRAM = fileURLToPath(new URL('../../bin/swjob.js', import.meta.url));

/** Runs the built program in a process of its own. */
export async function swjobProcess(
  args: readonly string[],
  { env = {}, stdin = '', nodeArgs = [] }: Pick<SwjobOptions, 'env' | 'stdin'> & { nodeArgs?: readonly string[] } = {},
): Promise<Ended> {
  return runProgram(process.execPath, [...nodeArgs, PROGRAM, ...args], { env, stdin });
}

/** A writable stream that keeps what it is given. */
class Collected extends Writable {
  readonly isTTY: boolean;
  readonly columns?: number;
  readonly rows?: number;
  readonly #chunks: Buffer[] = [];

  constructor(tty: SwjobOptions['tty']) {
    super();
    this.isTTY = tty !== undefined;
    if (tty === undefined) return;
    this.columns = tty.columns;
    this.rows = tty.rows ?? 50;
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    // Copied, as the writer may then reuse the chunk's memory.
    this.#chunks.push(Buffer.from(chunk));
    done();
  }

  text(): string {
    return Buffer.concat(this.#chunks).toString('utf8');
  }
}

/** Input on a terminal stays open afterwards; a pipe ends. */
function inputOf({ stdin = '', tty }: SwjobOptions): Context['stdin'] {
  if (tty === undefined) return Readable.from(stdin === '' ? [] : [Buffer.from(stdin)]);
  const terminal = Object.assign(new PassThrough(), { isTTY: true });
  terminal.write(stdin);
  return terminal;
}

const refuseSpawn: Context['spawn'] = (command) => {
  throw new Error(`the test did not expect that ${command} is started`);
};
