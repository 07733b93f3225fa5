import type { ChildProcess, SpawnOptions } from 'node:child_process';
import type { Readable } from 'node:stream';
import type { Session } from '../session.ts';
import type { SessionOptions } from '../session-options.ts';

/** A stream that a command writes to. */
export interface Output extends NodeJS.WritableStream {
  readonly isTTY?: boolean;
  /** In cells, of a terminal. */
  readonly columns?: number;
  /** In lines, of a terminal. */
  readonly rows?: number;
}

/** All that a command knows of the process around it: tests replace it, and nothing else reads `process`. */
export interface Context {
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string | undefined;
  readonly pid: number;
  /** Milliseconds since 1970. */
  now(): number;
  sleep(milliseconds: number): Promise<void>;
  spawn(command: string, args: readonly string[], options: SpawnOptions): ChildProcess;
  /**
   * Has `cleanup` run, and waited for, when a signal ends the process; every further signal runs it again. Returns how to
   * take it back.
   */
  onInterrupt(cleanup: () => void | Promise<void>): () => void;
  /** What the run comes to know and must not print, such as tokens. */
  readonly secrets?: Set<string>;
  /** In the place of the session of real instances. */
  openSession?(options: SessionOptions): Session;
}
