import { userHome } from '../files/user-home.ts';
import { isClosedOutput, writeError } from '../render/byte-sink.ts';
import type { Context } from './context.ts';
import { main } from './main.ts';

/** The exit statuses by which shells report that a signal ended a process. */
const SIGNALS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/** Runs the command line of this process. */
export async function start(): Promise<void> {
  const cleanups = new Set<() => void | Promise<void>>();
  for (const [signal, exitStatus] of Object.entries(SIGNALS)) {
    process.on(signal, () => {
      const done = Promise.allSettled([...cleanups].map(async (cleanup) => cleanup()));
      void done.then(() => process.exit(exitStatus));
    });
  }
  const context: Context = {
    // On demand, as opening a stream takes a millisecond or more: most commands read no input and print no errors.
    get stdin() {
      return process.stdin;
    },
    stdout: process.stdout,
    get stderr() {
      return ignoringErrors(process.stderr);
    },
    env: process.env,
    home: userHome(process.env),
    pid: process.pid,
    now: Date.now,
    sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    spawn: (command, args, options) =>
      process.getBuiltinModule('node:child_process').spawn(command, [...args], options),
    onInterrupt(cleanup) {
      cleanups.add(cleanup);
      return () => cleanups.delete(cleanup);
    },
  };
  reportLostOutput();
  process.exitCode = await main(process.argv.slice(2), context);
}

/** Short output is not waited for: if it is lost, the exit status must not be 0, unless the reader closed the pipe. */
function reportLostOutput(): void {
  let message: string | undefined;
  process.stdout.on('error', (error) => {
    const failure = writeError(error, 'the output');
    const isClosed: boolean = isClosedOutput(failure);
    if (!isClosed) message ??= failure.message;
  });
  process.once('exit', () => {
    if (message === undefined || (process.exitCode ?? 0) !== 0) return;
    process.exitCode = 1;
    ignoringErrors(process.stderr).write(`swjob: ${message}\n`);
  });
}

/** A pipe that is closed while nothing waits for it must not cause an uncaught error. */
function ignoringErrors<Stream extends NodeJS.WriteStream>(stream: Stream): Stream {
  if (stream.listenerCount('error', ignore) === 0) stream.on('error', ignore);
  return stream;
}

function ignore(): void {}
