import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import { int, JOB, type WrittenStore, writeStore } from '../cli/written-store.ts';
import { storeEnv, swjob } from '../support/cli.ts';
import { blockFile, type Write, writeTable } from '../support/write-table.ts';

// What a reader meets in the middle of a write, step by step.

const state = (number: number): readonly Write[][] =>
  [0, 10].map((start) =>
    Array.from({ length: 10 }, (_, at) => ({ key: start + at, revision: 1n, cells: { state: int(number) } })),
  );

let store: WrittenStore;
let folder: string;
let manifest: string;
beforeEach(async () => {
  store = await writeStore({ t: { keyType: 'INT64', blocks: state(1) } });
  folder = store.folderOf('t');
  manifest = join(folder, 'manifest.json');
});

const read = (...args: string[]) =>
  swjob(['rows', JOB, 't', '-o', 'csv', '--columns', 'state', ...args], { env: storeEnv(store.root) });
const whole = (number: number) => ({ status: 0, stdout: `state\n${`${number}\n`.repeat(20)}`, stderr: '' });

describe('a manifest that is being written', () => {
  it.each([0, 1, 100, 300])('with only %d bytes is waited for', async (bytes) => {
    const text = readFileSync(manifest, 'utf8');
    writeFileSync(manifest, text.slice(0, bytes));
    const answer = read();
    await sleep(30);
    writeFileSync(manifest, text);
    expect(await answer).toEqual(whole(1));
  });

  it('that stays half-written soon counts as damage', async () => {
    writeFileSync(manifest, readFileSync(manifest, 'utf8').slice(0, 100));
    const started = performance.now();
    expect(await read()).toMatchObject({ status: 6, stdout: '' });
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  it('of the datastore, or of a job, is handled the same', async () => {
    const path = join(store.root, '.datastore', 'manifest.json');
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, text.slice(0, 30));
    const answer = read();
    await sleep(30);
    writeFileSync(path, text);
    expect(await answer).toEqual(whole(1));
    const job = join(store.root, 'self', 'job', JOB.slice(0, 2), JOB, '_manifest.yaml');
    writeFileSync(job, '');
    expect(await swjob(['status', JOB], { env: storeEnv(store.root) })).toMatchObject({
      status: 0,
      stdout: 'UNKNOWN\n',
    });
  });
});

describe('blocks that vanish while a table is read', () => {
  it('between manifest and blocks, replaced by another state, lead to the new state', async () => {
    const next = await writeStore({ t: { keyType: 'INT64', blocks: state(2) } });
    rmSync(blockFile(folder, 2));
    const answer = read();
    await sleep(3);
    for (const id of [1, 2]) renameSync(blockFile(next.folderOf('t'), id), blockFile(folder, id + 5));
    const text = readFileSync(manifest, 'utf8');
    writeFileSync(
      `${manifest}.new`,
      text.replace('"block_id":1', '"block_id":6').replace('"block_id":2', '"block_id":7'),
    );
    renameSync(`${manifest}.new`, manifest);
    rmSync(blockFile(folder, 1));
    expect(await answer).toEqual(whole(2));
  });

  it('for good are damage, with the advice to try again', async () => {
    rmSync(blockFile(folder, 2));
    expect(await read()).toMatchObject({
      status: 6,
      stderr: expect.stringMatching(/data\.0000002\.zip: the block is missing\n.*again/),
    });
  });

  it('after the first rows do not affect the state being read', async () => {
    const { StandaloneTable } = await import('../../src/standalone/table.ts');
    const { ObjectStore } = await import('../../src/standalone/object-store.ts');
    const seen: unknown[] = [];
    for await (const batch of new StandaloneTable('t', folder, new ObjectStore(store.root)).scan({})) {
      for (const row of batch) seen.push(row.get('state')?.value);
      rmSync(folder, { recursive: true, force: true });
      writeTable(folder, { keyType: 'INT64', blocks: state(3) });
    }
    expect(seen).toEqual(Array(20).fill(1));
  });
});
