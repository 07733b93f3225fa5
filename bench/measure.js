import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';

/** How often the peak of a running process is read. Linux keeps the peak, so only growth at the very end is missed. */
const POLL_MS = 5;
/** Has the shell print its child's times in seconds, from the kernel's accounting of the ended process. */
const TIMES = 'TIMEFORMAT="swjob-bench %R %U %S"; time "$@"';

/**
 * Runs a command once and discards its output. Returns its `wall` and `cpu` time in milliseconds, `peak`, the largest
 * resident size of a single process in bytes (null without /proc), and `gap` if the command reports it.
 */
async function run({ argv, env }) {
  const child = spawn('bash', ['-c', TIMES, 'bash', ...argv], { env, stdio: ['ignore', 'ignore', 'pipe'] });
  let peak = 0;
  const poll = setInterval(() => {
    peak = Math.max(peak, peakOf(child.pid));
  }, POLL_MS);
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text) => {
    errors += text;
  });
  const status = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  clearInterval(poll);
  const [, wall, user, system] = /^swjob-bench (\S+) (\S+) (\S+)$/m.exec(errors) ?? [];
  if (status !== 0 || wall === undefined) throw new Error(`${argv.join(' ')} ended with ${status}\n${errors}`);
  const [, gap] = /^swjob-gap (\S+)$/m.exec(errors) ?? [];
  return {
    wall: 1000 * wall,
    cpu: 1000 * user + 1000 * system,
    peak: peak || null,
    ...(gap !== undefined && { gap: Number(gap) }),
  };
}

/** The peak of the largest descendant of a process; 0 if there is none at the moment, or no /proc. */
function peakOf(pid) {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean);
    return Math.max(0, ...children.map((child) => Math.max(ownPeakOf(child), peakOf(child))));
  } catch {
    return 0;
  }
}

function ownPeakOf(pid) {
  const [, kilobytes = 0] = /^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return kilobytes * 1024;
}

/**
 * Runs several commands in turn, A B A B …, so that a slower phase of the machine affects all of them; with `warmUp`, after
 * a run of each that is not counted. A command with `once` runs only in the first round. Returns the runs of each by name.
 */
export async function interleave(commands, { runs, warmUp }) {
  const measured = Object.fromEntries(Object.keys(commands).map((name) => [name, []]));
  if (warmUp) for (const command of Object.values(commands)) if (!command.once) await run(command);
  for (let round = 0; round < runs; round++) {
    for (const [name, command] of Object.entries(commands)) {
      if (round === 0 || !command.once) measured[name].push(await run(command));
    }
  }
  return measured;
}

/** The minimum, median and maximum of each figure. */
export function spread(runs) {
  const of = (figure) => {
    const values = runs.map((one) => one[figure]).filter((value) => value !== null);
    return values.length === 0 ? null : { min: Math.min(...values), median: median(values), max: Math.max(...values) };
  };
  return { runs: runs.length, wall: of('wall'), cpu: of('cpu'), peak: of('peak') };
}

function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Runs a command once and returns its output. */
export async function output(argv, env) {
  const child = spawn(argv[0], argv.slice(1), { env, stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (chunk) => {
    text += chunk;
  });
  const status = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  if (status !== 0) throw new Error(`${argv.join(' ')} ended with ${status}`);
  return text;
}

/** The seconds since a `performance.now()`, for messages. */
export function secondsSince(began) {
  return `${((performance.now() - began) / 1000).toFixed(1)} s`;
}
