import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { JOB } from '../cli/written-store.ts';
import { storeEnv } from '../support/cli.ts';
import { copyOfStore, temporaryFolder, unpackStore } from '../support/stores.ts';
import { runningJob, storeOfArtifacts, TABLE } from './machine.ts';
import { type ProcessEnd, type ProcessOptions, runProcess } from './process.ts';

// Ends the built program by signals at any moment.

const TEMPORARY = /\.tmp$/;

let folder: string;
let env: Record<string, string>;
beforeAll(async () => {
  folder = await temporaryFolder();
  env = storeEnv(await unpackStore('tables'));
});
const newFolder = (name = 'out-') => mkdtempSync(join(folder, name));

describe('a signal', () => {
  const moments = [0, 70, 110, 170];

  /** Sends a signal after each of these times; returns how each process ended. */
  async function endedBy(
    signal: NodeJS.Signals,
    args: readonly string[],
    options: ProcessOptions,
    when: readonly number[] = moments,
  ): Promise<ProcessEnd[]> {
    const ends: ProcessEnd[] = [];
    for (const moment of when) {
      const onStart: ProcessOptions['onStart'] = (child) => void sleep(moment).then(() => child.kill(signal));
      ends.push(await runProcess(args, { ...options, onStart }));
    }
    return ends;
  }

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('%s at any moment leaves a complete --out or none', async (signal, status) => {
    const target = newFolder();
    const out = join(target, 'rows.json');
    const whole = (await runProcess([...TABLE, '--json'], { env })).stdout;
    const onStart = (moment: number) => (child: ChildProcess) => void sleep(moment).then(() => child.kill(signal));
    for (const moment of moments) {
      const ended = await runProcess([...TABLE, '--json', '--out', out], { env, onStart: onStart(moment) });
      expect(ended.stderr).not.toMatch(/internal error|^\s+at /m);
      // Until the program is loaded, the signal itself ends the process.
      expect([0, status, -1]).toContain(ended.status);
      if (ended.status === -1) expect(ended.signal).toBe(signal);
      const left = readdirSync(target);
      expect(left).toEqual(ended.status === 0 ? ['rows.json'] : left.filter((name) => name === 'rows.json'));
      if (existsSync(out)) expect(readFileSync(out, 'utf8') === whole).toBe(true);
    }
  });

  it('SIGTERM at any moment leaves only complete artifacts, and no temporary file', async () => {
    const root = await storeOfArtifacts(100, 20_000);
    const target = newFolder();
    await endedBy('SIGTERM', ['rows', JOB, 't', '-q', '--save-artifacts', target], { env: storeEnv(root) });
    const left = readdirSync(target);
    expect(left.filter((name) => TEMPORARY.test(name))).toEqual([]);
    for (const name of left.filter((one) => one !== 'index.csv')) {
      const key = Number(/^\d+/.exec(name)?.[0]);
      expect(readFileSync(join(target, name), 'utf8')).toBe(`${key} `.repeat(10_000));
    }
  });

  it('SIGINT leaves an index of the artifacts that were saved, long before the end of their block', async () => {
    const root = await storeOfArtifacts(1000, 2_000);
    const target = newFolder();
    const stop = async (child: ChildProcess) => {
      while (readdirSync(target).length === 0) await sleep(1);
      child.kill('SIGINT');
    };
    const args = ['rows', JOB, 't', '-q', '--save-artifacts', target];
    const ended = await runProcess(args, { env: storeEnv(root), onStart: (child) => void stop(child) });
    expect(ended).toMatchObject({ status: 130, stderr: '' });
    const lines = readFileSync(join(target, 'index.csv'), 'utf8').split('\n').slice(1, -1);
    expect(lines.length).toBeLessThan(900);
    expect(readdirSync(target).sort()).toEqual([...lines.map((line) => line.split(',')[0]), 'index.csv'].sort());
  });

  it('SIGPIPE alone changes nothing', async () => {
    for (const { status, signal, stdout } of await endedBy('SIGPIPE', [...TABLE, '-q'], { env }, [30, 120, 400])) {
      if (status === 0) expect(stdout.split('\n')).toHaveLength(25_204);
      else expect(signal).toBe('SIGPIPE');
    }
  });

  it('SIGINT ends any kind of waiting at once', async () => {
    const root = await copyOfStore('jobs');
    const version = await runningJob(root);
    const started = performance.now();
    const args = ['status', version, '--wait', '--interval', '600s'];
    const interrupted = async (moment: number) => (await endedBy('SIGINT', args, { env: storeEnv(root) }, [moment]))[0];
    let ended = await interrupted(600);
    // Until the program is loaded, the signal itself ends the process: on a busy machine, that takes longer.
    if (ended?.signal === 'SIGINT') ended = await interrupted(10_000);
    expect(ended).toMatchObject({ status: 130, stdout: '' });
    expect(performance.now() - started).toBeLessThan(60_000);
  });
});
