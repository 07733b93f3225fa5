import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { int, JOB, writeStore } from '../cli/written-store.ts';
import { storeEnv } from '../support/cli.ts';
import { temporaryFolder, unpackStore } from '../support/stores.ts';
import type { Write } from '../support/write-table.ts';
import { expectCleanExit } from './expect-clean-exit.ts';
import { storeOfArtifacts, TABLE } from './machine.ts';
import { peakMiB, REPORT_PEAK, runProcess } from './process.ts';

// Runs the built program in real processes, under limits of disk space, file descriptors and memory.

let folder: string;
let env: Record<string, string>;
beforeAll(async () => {
  folder = await temporaryFolder();
  env = storeEnv(await unpackStore('tables'));
});
const newFolder = (name = 'out-') => mkdtempSync(join(folder, name));

describe('a full disk', () => {
  const FORMS = [['--json'], ['-o', 'csv'], ['-q'], []];

  it.each(FORMS.map((form) => [form] as const))('at stdout ends rows %j with 1 and the reason', async (form) => {
    const ended = await runProcess([...TABLE, ...form], { env, redirect: '> /dev/full' });
    expectCleanExit(ended);
    expect(ended).toMatchObject({ status: 1, stderr: expect.stringContaining('no space left on the device') });
  });

  it('at stdout ends commands that print little, too', async () => {
    for (const args of [['list'], ['info', '@latest', '--json'], ['tables', '@latest']]) {
      const ended = await runProcess(args, { env, redirect: '> /dev/full' });
      expect({ args, ...ended }).toMatchObject({ status: 1, stderr: expect.stringContaining('no space') });
    }
  });

  it('at --out ends with 1, even for a device', async () => {
    const ended = await runProcess([...TABLE, '--out', '/dev/full'], { env });
    expectCleanExit(ended);
    expect(ended).toMatchObject({ status: 1, stdout: '', stderr: expect.stringContaining('no space') });
    expect(statSync('/dev/full').isCharacterDevice()).toBe(true);
  });

  it('leaves no partial file under the name of --out, nor beside it', async () => {
    for (const form of [['--json'], ['-o', 'csv']]) {
      const target = newFolder();
      const out = join(target, 'rows.txt');
      const limited = { env, prelude: 'ulimit -f 100' };
      const ended = await runProcess([...TABLE, ...form, '--out', out], limited);
      expectCleanExit(ended);
      expect([ended.status, readdirSync(target)]).toEqual([1, []]);
      writeFileSync(out, 'what was there before');
      expect((await runProcess([...TABLE, ...form, '--out', out], limited)).status).toBe(1);
      expect([readdirSync(target), readFileSync(out, 'utf8')]).toEqual([['rows.txt'], 'what was there before']);
    }
  });

  it('leaves no partial artifact under its name', async () => {
    const root = await storeOfArtifacts(3, 300_000);
    const target = newFolder();
    const ended = await runProcess(['rows', JOB, 't', '-q', '--save-artifacts', target], {
      env: storeEnv(root),
      prelude: 'ulimit -f 100',
    });
    expectCleanExit(ended);
    expect([ended.status, readdirSync(target)]).toEqual([1, ['index.csv']]);
    expect(readFileSync(join(target, 'index.csv'), 'utf8')).not.toMatch(/\.bin/);
  });
});

describe('few file descriptors', () => {
  it('are enough for thousands of blocks, each read once', async () => {
    const block = (at: number): Write[] => [{ key: at, revision: 1n, cells: { a: int(at) } }];
    const { root } = await writeStore({
      t: { keyType: 'INT64', blocks: Array.from({ length: 1500 }, (_, at) => block(at)) },
    });
    for (const form of [['-o', 'jsonl'], ['-o', 'csv'], ['-q']]) {
      const ended = await runProcess(['rows', JOB, 't', ...form], { env: storeEnv(root), prelude: 'ulimit -n 40' });
      expect({ ...ended, stdout: ended.stdout.split('\n').filter((line) => /\d/.test(line)).length }).toMatchObject({
        status: 0,
        stdout: 1500,
        stderr: '',
      });
    }
  });

  it('that do not suffice for one file end with a reason', async () => {
    for (const limit of [22, 26, 30]) {
      const ended = await runProcess(TABLE, { env, prelude: `ulimit -n ${limit}` });
      // Node itself needs about twenty.
      if (ended.status < 0 || ended.status > 130 || ended.stderr.includes('node:internal')) continue;
      if (ended.status === 0) expect(ended.stdout.split('\n')).toHaveLength(25_204);
      else expect(ended.stderr).toMatch(/^swjob: /);
    }
  });
});

describe('little memory', () => {
  it.each([[['--json']], [['-o', 'csv']], [['-q']]])('is enough for a large table in rows %j', async (form) => {
    const ended = await runProcess([...TABLE, ...form], {
      env: { ...env, NODE_OPTIONS: '--max-old-space-size=128' },
      nodeArgs: REPORT_PEAK,
    });
    expect(ended.status).toBe(0);
    expect(peakMiB(ended)).toBeLessThan(260);
  });
});
