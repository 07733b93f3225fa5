import { once } from 'node:events';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import {
  diff,
  type Job,
  job,
  type Row,
  Starwhale,
  type TableBatch,
  type TableRowsOptions,
  type Value,
} from '../../src/index.ts';
import type { StoreName } from '../support/stores.ts';
import { useGoldenStore } from './environment.ts';

const CLASSIFIED = 'qsrgiil7bkaevzdmgfaikqvhwdcm26girlt6qg2r';

async function rowsOf(found: Job, table: string, options?: TableRowsOptions): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const row of found.getTableRows(table, options)) rows.push(row);
  return rows;
}

/** The rows of batches, from their columns and validity. */
async function rowsOfBatches(found: Job, table: string, options?: TableRowsOptions): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const batch of found.getTableBatches(table, options)) {
    for (let index = 0; index < batch.length; index++) rows.push(rowAt(batch, index));
  }
  return rows;
}

function rowAt(batch: TableBatch, index: number): Row {
  const cells = batch.columns.flatMap((name): [string, Value][] => {
    const values = batch.column(name);
    if (values === undefined || batch.validity(name)?.[index] === 0) return [];
    const value = values[index] ?? null;
    if (values instanceof Uint8Array) return [[name, value === 1]];
    return [[name, typeof value === 'bigint' && Number.isSafeInteger(Number(value)) ? Number(value) : value]];
  });
  return Object.fromEntries(cells);
}

describe('getTableBatches()', () => {
  it.each<[StoreName, string]>([
    ['tables', '@latest'],
    ['types', '@latest'],
    ['real', CLASSIFIED],
    ['real', 'irti'],
  ])('gives what getTableRows() gives: %s %s', async (store, uri) => {
    await useGoldenStore(store);
    const found = job(uri);
    for (const table of await found.tables()) {
      const options = { limit: 3000 };
      expect(await rowsOfBatches(found, table, options), table).toEqual(await rowsOf(found, table, options));
    }
  });

  it('has typed arrays of numbers, and the validity of rows', async () => {
    await useGoldenStore('tables');
    const found = job('@latest');
    for await (const batch of found.getTableBatches('deletes', { columns: ['a', 'again', 'b', 'id'] })) {
      expect(batch.length).toBe(10);
      expect(batch.columns).toEqual(['a', 'again', 'b', 'id']);
      expect(batch.column('id')).toEqual(BigInt64Array.from([1n, 2n, 3n, 4n, 5n, 6n, 9n, 10n, 11n, 20n]));
      expect(batch.validity('id')).toBeNull();
      expect(batch.column('a')).toEqual(BigInt64Array.from([0n, 222n, 333n, 4n, 0n, 6n, 9n, 10n, 11n, 20n]));
      expect(batch.validity('a')).toEqual(Uint8Array.from([0, 1, 1, 1, 0, 1, 1, 1, 1, 1]));
      expect(batch.column('again')).toEqual(Uint8Array.from([1, 0, 0, 0, 0, 0, 0, 0, 0, 0]));
      expect(batch.column('b')).toEqual([undefined, '2', ...Array(3), '6', '9', '10', '11', undefined]);
      expect(batch.column('nope')).toBeUndefined();
      expect(() => batch.column(3 as never)).toThrowError("the column's name must be a string, not 3");
    }
    await useGoldenStore('real');
    for await (const batch of job(CLASSIFIED).getTableBatches('labels', { start: 'bee', end: 'dog' })) {
      expect(batch.column('recall')).toBeInstanceOf(Float64Array);
      expect(batch.column('recall')).toHaveLength(2);
    }
  });

  it('ends with its signal, and throws at once for an invalid table name', async () => {
    await useGoldenStore('tables');
    const controller = new AbortController();
    const batches = job('@latest').getTableBatches('blocks-25k', { signal: controller.signal });
    expect((await batches.next()).done).toBe(false);
    controller.abort();
    await expect(batches.next()).rejects.toMatchObject({ code: 'interrupted' });
    expect(() => job('@latest').getTableBatches('')).not.toThrow();
    await expect(job('@latest').getTableBatches('nope').next()).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('a batch', () => {
  it('keeps the columns that were read, and has no others, once the next one is requested or the loop has ended', async () => {
    await useGoldenStore('tables');
    const [reading, over] = [job('@latest').getTableBatches('blocks-25k'), expect.objectContaining({ code: 'usage' })];
    const first = (await reading.next()).value as TableBatch;
    const [name = '', other = ''] = first.columns;
    const values = first.column(name);
    const copy = values?.slice();
    const second = (await reading.next()).value as TableBatch;
    expect(first.column(name)).toBe(values);
    expect(values).toEqual(copy);
    expect(() => first.column(other)).toThrow(over);
    expect(() => first.validity(name)).toThrow(over);
    expect(second.column(other)).toHaveLength(second.length);
    await reading.return();
    expect(() => second.column(name)).toThrow(over);
  });
});

describe('the iteration of getTableRows()', () => {
  const rows = (options?: TableRowsOptions) => job('@latest').getTableRows('blocks-25k', options);

  it('ends before the row after an abort', async () => {
    await useGoldenStore('tables');
    const controller = new AbortController();
    const reading = rows({ signal: controller.signal });
    for (let id = 0; id < 5; id++) expect((await reading.next()).value).toMatchObject({ id });
    controller.abort();
    await expect(reading.next()).rejects.toMatchObject({ code: 'interrupted' });
    expect(await reading.next()).toEqual({ done: true, value: undefined });
  });

  it('answers calls in order, even if the one before is not awaited', async () => {
    await useGoldenStore('tables');
    const reading = rows({ start: 24_000 });
    const results = await Promise.all(Array.from({ length: 1210 }, () => reading.next()));
    const ids = results.flatMap(({ value }) => (value ? [Number(value['id'])] : []));
    expect(ids[0]).toBe(24_000);
    expect(ids).toEqual(ids.toSorted((a, b) => a - b));
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('ends with return() and throw(), even before the first row', async () => {
    await useGoldenStore('tables');
    const done = { done: true, value: undefined };
    const unread = rows();
    expect(await unread.return()).toEqual(done);
    expect(await unread.next()).toEqual(done);
    const begun = rows();
    await begun.next();
    await expect(begun.throw(new RangeError('mine'))).rejects.toThrowError('mine');
    expect(await begun.next()).toEqual(done);
    const disposed = rows();
    await disposed.next();
    await (disposed as unknown as AsyncDisposable)[Symbol.asyncDispose]();
    expect(await disposed.next()).toEqual(done);
  });

  it('passes on what a destroyed stream throws into it', async () => {
    await useGoldenStore('tables');
    const batches = job('@latest').getTableBatches('blocks-25k');
    const wrong = diff('@latest', '@latest', { table: 'blocks-25k', right: 'id < 0', only: ['wrong'] });
    for (const iterated of [rows(), batches, new Starwhale().jobs(), wrong]) {
      const stream = Readable.from(iterated);
      stream.once('data', () => stream.destroy(new RangeError('mine')));
      await expect(once(stream, 'close')).rejects.toBeInstanceOf(RangeError);
    }
  });

  it('lets the event loop run, even if each row is awaited', async () => {
    await useGoldenStore('tables');
    let turns = 0;
    const timer = setInterval(() => turns++, 1);
    let count = 0;
    for await (const _ of rows({ limit: 400 })) {
      const end = performance.now() + 1;
      while (performance.now() < end);
      count++;
    }
    clearInterval(timer);
    await sleep(1);
    expect(count).toBe(400);
    expect(turns).toBeGreaterThanOrEqual(8);
  });
});
