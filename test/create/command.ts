import { PassThrough } from 'node:stream';
import type { Context } from '../../src/cli/context.ts';
import type { RawGlobalOptions } from '../../src/cli/global-options.ts';
import { type Command, startRun } from '../../src/cli/run.ts';
import { isSwjobError } from '../../src/errors.ts';
import { Session } from '../../src/session.ts';
import type { Ended } from '../support/cli.ts';

export interface CommandOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly global?: RawGlobalOptions;
  readonly isTTY?: boolean;
}

/** Runs a command as the command line does, in real time and with real processes. */
export async function runCommand<Options>(
  command: Command<Options>,
  args: readonly string[],
  options: Options,
  { env, global = {}, isTTY = false }: CommandOptions,
): Promise<Ended> {
  const stdout = collected(isTTY);
  const stderr = collected(isTTY);
  const context: Context = {
    stdin: Object.assign(new PassThrough(), { isTTY }),
    stdout: stdout.stream,
    stderr: stderr.stream,
    env,
    home: undefined,
    pid: process.pid,
    now: Date.now,
    sleep: () => new Promise((resolve) => setTimeout(resolve, 5)),
    spawn: () => {
      throw new Error('the context is not asked to start anything');
    },
    onInterrupt: () => () => undefined,
    openSession: (settings) => new Session(settings),
  };
  const run = startRun(global, context);
  let status = 0;
  try {
    status = (await command(args, options, run)) ?? 0;
  } catch (error) {
    if (!isSwjobError(error)) throw error;
    stderr.stream.write(`swjob: ${error.message}\n${error.hint ?? ''}\n`);
    status = error.exitCode;
  } finally {
    await run.session.close();
  }
  return { status, stdout: stdout.text(), stderr: stderr.text() };
}

function collected(isTTY: boolean) {
  const chunks: Buffer[] = [];
  const stream = Object.assign(new PassThrough(), { isTTY, columns: 100 });
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  return { stream, text: () => Buffer.concat(chunks).toString('utf8') };
}
