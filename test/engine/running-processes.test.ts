import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { listedProcesses, procProcesses } from '../../src/engine/machine-processes.ts';
import { runningProcesses } from '../../src/engine/running-processes.ts';
import { isInstalled } from '../support/installed.ts';
import { temporaryFolder } from '../support/stores.ts';

// No process of this machine contains these by accident.
const version = () => `v${crypto.randomUUID().replaceAll('-', '')}`;

const children: ChildProcess[] = [];

/** Starts a process that waits, and returns once its script runs. */
async function start(
  args: readonly string[],
  cwd?: string,
  script: readonly string[] = ['-e', 'console.log(1); setInterval(() => 0, 1000)', '--'],
) {
  const child = spawn(process.execPath, [...script, ...args], { cwd, stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  await once(child.stdout, 'data');
  return child;
}

async function stop(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

afterEach(async () => {
  for (const child of children.splice(0)) if (child.exitCode === null && child.signalCode === null) await stop(child);
});

const listing = 'ps and lsof, as on macOS';
const looks = [
  ['/proc', () => procProcesses() ?? listedProcesses()],
  [listing, listedProcesses],
] as const;
const canList = isInstalled('ps') && isInstalled('lsof');
if (!canList && process.env['CI'] === 'true') throw new Error('no ps and lsof');

describe.each(looks.filter(([name]) => canList || name !== listing))('runningProcesses by %s', (_name, look) => {
  const isRunning = runningProcesses(process.pid, look);

  it('finds a process whose command line contains the version, until it ends', async () => {
    const id = version();
    expect(isRunning(id)).toBe(false);
    const child = await start(['--version', id]);
    expect(isRunning(id)).toBe(true);
    await stop(child);
    expect(isRunning(id)).toBe(false);
  });

  it('finds a process in the folder of the job', async () => {
    const id = version();
    const folder = join(mkdtempSync(join(await temporaryFolder(), 'job-')), id.slice(0, 2), id, 'snapshot');
    mkdirSync(folder, { recursive: true });
    await start([], folder);
    expect(isRunning(id)).toBe(true);
  });

  it('finds the version as part of a path or an option, not as part of another version', async () => {
    const id = version();
    await start([`--run=/store/${id}/x`, `${id}-2`, `x_${id}`]);
    expect(isRunning(id)).toBe(true);
    const other = version();
    await start([`/store/${other}2/x`, `${other}-2`, `x_${other}`, `a${other}`]);
    for (const part of [other, other.slice(1), `${other}-`, 'v']) expect(isRunning(part)).toBe(false);
    expect(isRunning(`${other}2`)).toBe(true);
  });

  it('counts neither itself nor its ancestors', async () => {
    const id = version();
    const child = await start([id]);
    expect(runningProcesses(child.pid ?? 0, look)(id)).toBe(false);
    expect(isRunning(id)).toBe(true);
  });

  it('does not count another swjob, which only asks about the job', async () => {
    const id = version();
    const script = join(mkdtempSync(join(await temporaryFolder(), 'bin-')), 'swjob.js');
    writeFileSync(script, 'console.log(1); setInterval(() => 0, 1000)');
    await start(['status', id], undefined, [script]);
    expect(isRunning(id)).toBe(false);
  });
});

it('runs no ps or lsof on Windows, which would take one from the current folder', () => {
  const { platform } = process;
  Object.defineProperty(process, 'platform', { value: 'win32' });
  try {
    expect(listedProcesses().ids).toEqual([]);
  } finally {
    Object.defineProperty(process, 'platform', { value: platform });
  }
});
