import type { ChildProcess, SpawnOptions } from 'node:child_process';
import type { Readable } from 'node:stream';
import type { Session } from '../session.ts';
import type { SessionOptions } from '../session-options.ts';

/** A stream that a command writes to. */
export interface Output extends NodeJS.WritableStream {
  readonly isTTY?: boolean;
  /** Width of a terminal in cells. */
  readonly columns?: number;
  /** Height of a terminal in lines. */
  readonly rows?: number;
}

/** Everything a command knows about its process: tests replace it, and nothing else reads `process`. */
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
   * Runs `cleanup` and waits for it when a signal ends the process; each further signal runs it again. Returns a function
   * that unregisters it.
   */
  onInterrupt(cleanup: () => void | Promise<void>): () => void;
  /** Secrets such as tokens, collected during the run, that must not be printed. */
  readonly secrets?: Set<string>;
  /** Opens a session in place of the real one. */
  openSession?(options: SessionOptions): Session;
}
