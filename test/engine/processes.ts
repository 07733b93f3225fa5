import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { onTestFinished } from 'vitest';

/** Short grace periods: a test's processes have nothing to write. */
export const SHORT_GRACES = { interruptMs: 400, terminateMs: 400, killMs: 2000 };

/** Starts a shell script as the leader of a process group; it is killed at the end of the test if it still runs. */
export async function startShell(script: string, ...args: readonly string[]): Promise<number> {
  const child = spawn('sh', ['-c', script, 'sh', ...args], { detached: true, stdio: ['ignore', 'pipe', 'inherit'] });
  const pid = child.pid ?? 0;
  onTestFinished(() => {
    for (const each of [-pid, pid]) {
      try {
        process.kill(each, 'SIGKILL');
      } catch {
        // It is gone, as it should be.
      }
    }
  });
  // It prints a line once its traps are set.
  await once(child.stdout, 'data');
  return pid;
}

/** The processes, except zombies, with a text in their command line or environment. */
export function processesWith(text: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .map(Number)
    .filter((pid) => [`/proc/${pid}/cmdline`, `/proc/${pid}/environ`].some((path) => textOf(path).includes(text)))
    .filter((pid) => !/\) Z /.test(textOf(`/proc/${pid}/stat`)));
}

/** Waits until something is true, five seconds at most. */
export async function until(isTrue: () => boolean | Promise<boolean>, milliseconds = 5000): Promise<void> {
  const end = Date.now() + milliseconds;
  while (!(await isTrue())) {
    if (Date.now() > end) throw new Error('it did not come true in time');
    await sleep(25);
  }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
