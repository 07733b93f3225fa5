import { homedir } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
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
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    home: userHome(),
    pid: process.pid,
    now: Date.now,
    sleep: (milliseconds) => sleep(milliseconds),
    spawn: (command, args, options) =>
      process.getBuiltinModule('node:child_process').spawn(command, [...args], options),
    onInterrupt(cleanup) {
      cleanups.add(cleanup);
      return () => cleanups.delete(cleanup);
    },
  };
  // A reader that goes away while nothing waits for it must not end in an uncaught error.
  process.stdout.on('error', () => undefined);
  process.stderr.on('error', () => undefined);
  process.exitCode = await main(process.argv.slice(2), context);
}

function userHome(): string | undefined {
  try {
    return process.env['HOME'] || homedir();
  } catch {
    return undefined;
  }
}
