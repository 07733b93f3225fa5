import { userHome } from '../files/user-home.ts';
import type { Context } from './context.ts';
import { main } from './main.ts';

/** Exit statuses of a process that a signal ended, as shells count them. */
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
    // Opening a stream takes a millisecond or more: most commands read nothing and tell nothing.
    get stdin() {
      return process.stdin;
    },
    stdout: process.stdout,
    get stderr() {
      return heedless(process.stderr);
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
  heedless(process.stdout);
  process.exitCode = await main(process.argv.slice(2), context);
}

/** A reader that goes away while nothing waits for it must not end in an uncaught error. */
function heedless<Stream extends NodeJS.WriteStream>(stream: Stream): Stream {
  if (stream.listenerCount('error', ignore) === 0) stream.on('error', ignore);
  return stream;
}

function ignore(): void {}
