import { rmSync, writeFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { runInNewContext } from 'node:vm';
import { beforeEach, describe, expect, it } from 'vitest';
import { compare, diff, job, Starwhale, type SwjobError } from '../../src/index.ts';
import { int, JOB, type WrittenStore, writeStore } from '../cli/written-store.ts';
import { failure } from '../server/support.ts';
import { blockFile, blockText, type Write } from '../support/write-table.ts';
import { zipFile } from '../support/zip-file.ts';
import { useStore } from './environment.ts';
import { collect } from './served-clients.ts';

// Three blocks: the second lacks a line, the third is no archive.

const row = (key: number): Write => ({ key, revision: 1n, cells: { a: int(key) } });
const BLOCKS = [[0, 1, 2].map(row), [3, 4, 5].map(row), [6, 7].map(row)];

let store: WrittenStore;

beforeEach(async () => {
  store = await writeStore({ t: { keyType: 'INT64', blocks: BLOCKS }, whole: { keyType: 'INT64', blocks: BLOCKS } });
  const folder = store.folderOf('t');
  const lines = blockText(BLOCKS[1] ?? [], 'id', 'INT64').split('\n');
  writeFileSync(blockFile(folder, 2), zipFile([lines[0], '{"key"', lines[2], ''].join('\n')));
  writeFileSync(blockFile(folder, 3), 'no archive');
  useStore(store.root);
});

describe('skipDamaged', () => {
  const skipped: string[] = [];
  const skipDamaged = ({ code, message }: SwjobError) =>
    void skipped.push(`${code} ${/data\.\d+\.zip(?:, line \d|.* line \d)?/.exec(message)?.[0]}`);
  beforeEach(() => skipped.splice(0));

  it('leaves out lines and blocks of rows, and receives an error for each', async () => {
    const ids: unknown[] = [];
    for await (const { id } of job(JOB).getTableRows('t', { skipDamaged })) ids.push(id);
    expect(ids).toEqual([0, 1, 2, 3, 5]);
    expect(skipped).toEqual([
      expect.stringMatching(/^damaged data\.0000002\.zip.*line 2$/),
      expect.stringMatching(/^damaged data\.0000003\.zip/),
    ]);
  });

  it('does the same for batches, with or without columns that do not exist', async () => {
    let rows = 0;
    for await (const batch of job(JOB).getTableBatches('t', { skipDamaged, columns: ['a'] })) rows += batch.length;
    expect(rows).toBe(5);
    expect(skipped).toHaveLength(2);
    const unknown = job(JOB).getTableBatches('t', { skipDamaged, columns: ['b'] });
    expect(await failure(unknown.next())).toMatchObject({ code: 'not-found' });
  });

  it('ends the reading with what it throws', async () => {
    const problem = new RangeError('too much is missing');
    const ended = async (thrown: (damage: SwjobError) => unknown) => {
      const rows = job(JOB).getTableRows('t', {
        skipDamaged(damage) {
          throw thrown(damage);
        },
      });
      return failure(
        (async () => {
          for await (const _ of rows);
        })(),
      );
    };
    const error = await ended(() => problem);
    expect(error).toMatchObject({ code: 'operation-failed', cause: problem });
    expect(error.message).toBe('skipDamaged threw: too much is missing');
    expect(await ended((damage) => damage)).toMatchObject({ code: 'damaged' });
  });

  it('ends the reading with what its promise rejects with, and waits for it', async () => {
    const problem = new RangeError('too much is missing');
    const skipDamaged = async () => {
      await setTimeout(5);
      throw problem;
    };
    const rows = job(JOB).getTableRows('t', { skipDamaged });
    const batches = job(JOB).getTableBatches('t', { skipDamaged });
    const changes = diff(JOB, JOB, { table: 't', skipDamaged });
    for (const read of [() => collect(rows), () => collect(batches), () => collect(changes), () => changes.counts()]) {
      const error = await failure(read());
      expect(error).toMatchObject({ code: 'operation-failed', cause: problem });
      expect(error.message).toBe('skipDamaged threw: too much is missing');
      expect(error.stack).toContain('damage.test.ts');
    }
    const left = job(JOB).getTableRows('t', { skipDamaged });
    for (let row = 0; row < 4; row++) await left.next();
    expect(await failure(left.return())).toMatchObject({ code: 'operation-failed', cause: problem, uri: JOB });
  });

  it('does not call it again after it failed', async () => {
    let calls = 0;
    const rows = job(JOB).getTableRows('t', { skipDamaged: () => Promise.reject(new RangeError(`call ${++calls}`)) });
    expect((await failure(collect(rows))).message).toBe('skipDamaged threw: call 1');
    expect(calls).toBe(1);
  });

  it('takes promises of another context, as those of Node are in Jest', async () => {
    const skipDamaged = () => runInNewContext("Promise.reject(new RangeError('elsewhere'))") as undefined;
    const rows = job(JOB).getTableRows('t', { skipDamaged });
    expect((await failure(collect(rows))).message).toBe('skipDamaged threw: elsewhere');
  });

  it('is named with its job, if several are given', async () => {
    const other = await writeStore({ t: { keyType: 'INT64', blocks: BLOCKS } });
    const whole = new Starwhale({ storage: other.root }).job(JOB);
    const ofBase = await failure(diff(JOB, whole, { table: 't' }).counts());
    const ofJob = await failure(collect(diff(whole, job('@latest'), { table: 't' })));
    expect([ofBase, ofJob].map(({ code, uri }) => `${code} ${uri}`)).toEqual([`damaged ${JOB}`, 'damaged @latest']);
    const uris: unknown[] = [];
    const skipDamaged = ({ uri }: SwjobError) => void uris.push(uri);
    await diff(JOB, job('@latest'), { table: 't', skipDamaged }).counts();
    expect(uris.sort()).toEqual(['@latest', '@latest', JOB, JOB]);
    rmSync(blockFile(store.folderOf('t'), 3));
    const damage: SwjobError[] = [];
    await collect(job('@latest').getTableRows('t', { skipDamaged: (error) => void damage.push(error) }));
    const [, missing] = damage;
    expect(missing).toMatchObject({ uri: '@latest', hint: 'If a job is writing the table just now, try again.' });
    const lacking = diff(JOB, job('@latest'), { table: 'whole', on: ['a', 'b'] });
    expect(await failure(lacking.counts())).toMatchObject({ code: 'not-found', uri: JOB });
  });

  it('compares the rows that can be read', async () => {
    expect(await failure(diff(JOB, JOB, { table: 't' }).counts())).toMatchObject({ code: 'damaged' });
    expect(await diff(JOB, JOB, { table: 't', skipDamaged }).counts()).toMatchObject({ equal: 5, changed: 0 });
    expect(skipped).toHaveLength(4);
  });

  it('is named with its job in a comparison of summaries, too', async () => {
    const summary = { keyType: 'STRING', blocks: [[{ key: JOB, revision: 1n, cells: { a: int(1) } }]] } as const;
    const whole = new Starwhale({ storage: (await writeStore({ 'eval/summary': summary })).root });
    store = await writeStore({ 'eval/summary': summary });
    writeFileSync(blockFile(store.folderOf('eval/summary'), 1), 'no archive');
    const damagedJob = new Starwhale({ storage: store.root }).job('@latest');
    const error = await failure(compare(whole.job(JOB), [damagedJob]));
    expect(error).toMatchObject({ code: 'damaged', uri: '@latest' });
  });
});
