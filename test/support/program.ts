import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';

/** How a program ended, and what it printed. */
export interface Ended {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ProgramOptions {
  /** The whole environment: nothing of the test's own is added. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly stdin?: string;
  readonly cwd?: string;
}

/** Runs a program to its end, whatever its status, which is -1 if a signal ended it. */
export async function runProgram(
  file: string,
  args: readonly string[],
  { env = {}, stdin = '', cwd }: ProgramOptions = {},
): Promise<Ended> {
  const child = spawn(file, args, { env, ...(cwd !== undefined && { cwd }) });
  child.stdin.on('error', () => undefined);
  child.stdin.end(stdin);
  const closed = new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status) => resolve(status ?? -1));
  });
  const [status, stdout, stderr] = await Promise.all([closed, text(child.stdout), text(child.stderr)]);
  return { status, stdout, stderr };
}
