import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectCleanExit } from '../attacks/expect-clean-exit.ts';
import { runProcess } from '../attacks/process.ts';
import { int, JOB, text, writeStore } from '../cli/written-store.ts';
import { storeEnv } from '../support/cli.ts';
import { mountSmallDisk } from '../support/small-disk.ts';
import { temporaryFolder } from '../support/stores.ts';
import type { Write } from '../support/write-table.ts';

// Whatever happens while a file is written, its name has the complete file, the previous one, or none.

const ROWS = 60;
/** Data that cannot be compressed. */
const CONTENT = incompressible(600_000);

let env: Record<string, string>;
beforeAll(async () => {
  const blocks = Array.from({ length: ROWS / 2 }, (_, block) =>
    [0, 1].map(
      (row): Write => ({
        key: block * 2 + row,
        revision: 1n,
        cells: { a: int(row), s: text(CONTENT.slice(block * 2 + row)) },
      }),
    ),
  );
  env = storeEnv((await writeStore({ t: { keyType: 'INT64', blocks } })).root);
});

function incompressible(length: number): string {
  let state = 1;
  return Array.from({ length }, () => {
    state = (state * 48_271) % 2_147_483_647;
    return String.fromCharCode(35 + (state % 57));
  }).join('');
}

const newFolder = async () => mkdtempSync(join(await temporaryFolder(), 'out-'));
const files = (folder: string) => readdirSync(folder).filter((name) => !name.startsWith('.'));
const temporaries = (folder: string) => readdirSync(folder).filter((name) => name.startsWith('.'));

async function expectWhole(file: string): Promise<void> {
  const bytes = new Uint8Array(readFileSync(file));
  expect(parquetMetadata(bytes.buffer).num_rows).toBe(BigInt(ROWS));
  expect(await parquetReadObjects({ file: bytes.buffer, columns: ['id'] })).toHaveLength(ROWS);
}

describe('a file that cannot be written', () => {
  it.each([[false], [true]])('for lack of space is not created, and an existing one stays: %j', async (isThere) => {
    const folder = await newFolder();
    const unmount = mountSmallDisk(folder, '4m');
    if (unmount === null) return;
    try {
      const out = join(folder, 'rows.parquet');
      if (isThere) writeFileSync(out, 'before');
      const ended = await runProcess(['rows', JOB, 't', '--out', out], { env });
      expectCleanExit(ended);
      expect(ended).toMatchObject({ status: 1, stderr: expect.stringContaining('no space left on the device') });
      expect(readdirSync(folder)).toEqual(isThere ? ['rows.parquet'] : []);
      if (isThere) expect(readFileSync(out, 'utf8')).toBe('before');
    } finally {
      unmount();
    }
  });

  it('for lack of space ends the files of several jobs, keeping complete ones', async () => {
    const folder = await newFolder();
    const unmount = mountSmallDisk(folder, '4m');
    if (unmount === null) return;
    try {
      const several = ['rows', JOB, JOB, 't', '-o', 'parquet', '--out', join(folder, 'all')];
      const ended = await runProcess(several, { env });
      expectCleanExit(ended);
      expect(ended).toMatchObject({ status: 1, stderr: expect.stringContaining('no space left on the device') });
      expect(readdirSync(join(folder, 'all'))).toEqual([]);
    } finally {
      unmount();
    }
  });

  it('for lack of permission is an error that names it', async () => {
    const folder = await newFolder();
    const unmount = mountSmallDisk(folder, '1m,ro');
    if (unmount === null) return;
    try {
      for (const [words, named] of [
        [[JOB, 't', '--out', join(folder, 'x.parquet')], 'cannot write'],
        [[JOB, JOB, 't', '--out', join(folder, 'all'), '-o', 'parquet'], 'cannot create the folder'],
      ] as const) {
        const ended = await runProcess(['rows', ...words], { env });
        expectCleanExit(ended);
        expect(ended).toMatchObject({ status: 1, stdout: '', stderr: expect.stringContaining(`${named} ${folder}`) });
      }
      expect(readdirSync(folder)).toEqual([]);
    } finally {
      unmount();
    }
  });

  it('because a pipe is closed ends quietly', async () => {
    const ended = await runProcess(['rows', JOB, 't', '-o', 'parquet'], { env, redirect: '| head -c 100 >/dev/null' });
    expect(ended).toMatchObject({ status: 0, stderr: '' });
  });
});

describe('an interrupted write', () => {
  /** Sends a signal as soon as there is a temporary file with content. */
  const atFirstBytes = (folder: string, signal: NodeJS.Signals) => (child: ChildProcess) => {
    void (async () => {
      while (child.exitCode === null && child.signalCode === null) {
        const isBegun = temporaries(folder).some(
          (name) => (statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0) > 0,
        );
        if (isBegun) break;
        await sleep(1);
      }
      child.kill(signal);
    })();
  };

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('by %s leaves nothing, and what was there before', async (signal, status) => {
    for (const isThere of [false, true]) {
      const folder = await newFolder();
      const out = join(folder, 'rows.parquet');
      if (isThere) writeFileSync(out, 'before');
      const onStart = atFirstBytes(folder, signal);
      const ended = await runProcess(['rows', JOB, 't', '--out', out], { env, onStart });
      expect(ended.status).toBe(status);
      expect(readdirSync(folder)).toEqual(isThere ? ['rows.parquet'] : []);
      if (isThere) expect(readFileSync(out, 'utf8')).toBe('before');
    }
  });

  it('by SIGKILL leaves no file under its name, and does not affect the next run', async () => {
    const folder = await newFolder();
    const out = join(folder, 'rows.parquet');
    const ended = await runProcess(['rows', JOB, 't', '--out', out], { env, onStart: atFirstBytes(folder, 'SIGKILL') });
    expect(ended.signal).toBe('SIGKILL');
    expect(files(folder)).toEqual([]);
    expect(temporaries(folder)).toHaveLength(1);
    expect((await runProcess(['rows', JOB, 't', '--out', out], { env })).status).toBe(0);
    expect(files(folder)).toEqual(['rows.parquet']);
    await expectWhole(out);
  });

  it('by SIGKILL in a folder of files leaves complete ones, and the next run writes the others', async () => {
    const folder = await newFolder();
    const several = ['rows', JOB, JOB, 't', '-o', 'parquet', '--out', folder];
    const ended = await runProcess(several, { env, onStart: atFirstBytes(folder, 'SIGKILL') });
    expect(ended.signal).toBe('SIGKILL');
    expect(files(folder)).toEqual([]);
    expect((await runProcess(several, { env })).status).toBe(0);
    expect(files(folder)).toEqual([`${JOB}.parquet`]);
    await expectWhole(join(folder, `${JOB}.parquet`));
  });
});
