import { describe, expect, it } from 'vitest';
import type { TypedRow } from '../../src/datastore/typed-value.ts';
import { isSwjobError } from '../../src/errors.ts';
import type { ScanOptions } from '../../src/job/instance.ts';
import { serverArtifacts } from '../../src/server/artifacts.ts';
import { ServerTable } from '../../src/server/table.ts';
import { probeTable } from '../../src/server/table-info.ts';
import { client, json } from './support.ts';
import { float, int, type Record_, str, type TableServer, tableServer } from './table-server.ts';

const numbers = (count: number): Record_[] =>
  Array.from({ length: count }, (_, i) => ({ zeta: float(i / 2), id: int(i), alpha: str(`row ${i}`) }));

async function open(server: TableServer): Promise<ServerTable> {
  const http = client(server.origin);
  const info = await probeTable(http, 'p/results');
  server.requests.length = 0;
  return new ServerTable({ http, artifacts: serverArtifacts(http), name: 'results', tableName: 'p/results', info });
}

async function rowsOf(table: ServerTable, options: ScanOptions = {}): Promise<TypedRow[]> {
  const rows: TypedRow[] = [];
  for await (const batch of table.scan(options)) rows.push(...batch);
  return rows;
}

async function ids(table: ServerTable, options: ScanOptions = {}): Promise<unknown[]> {
  return (await rowsOf(table, options)).map((row) => row.get('id')?.value);
}

const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i);

describe('a table on a Server', () => {
  it('returns all rows of several pages once, with the key column first and the rest by code point', async () => {
    const server = await tableServer(numbers(2500));
    const table = await open(server);
    const rows = await rowsOf(table);
    expect(rows.map((row) => row.get('id')?.value)).toEqual(range(0, 2500));
    expect([...(rows[0] ?? new Map()).keys()]).toEqual(['id', 'alpha', 'zeta']);
    expect(rows[3]).toEqual(
      new Map<string, unknown>([
        ['id', { type: 'INT64', value: 3 }],
        ['alpha', { type: 'STRING', value: 'row 3' }],
        ['zeta', { type: 'FLOAT64', value: 1.5 }],
      ]),
    );
    const asked = server.asked();
    expect(asked).toHaveLength(3);
    expect(asked[1]).toMatchObject({ start: '00000000000003e7', startType: 'INT64', startInclusive: false });
    expect(asked[0]).toMatchObject({ encodeWithType: true, ignoreNonExistingTable: false, limit: 1000 });
    expect(asked[0]?.tables).toEqual([{ tableName: 'p/results', keepNone: false }]);
  });

  it('requests another page if the last one is full, but not if it is short', async () => {
    const server = await tableServer(numbers(2000));
    expect(await ids(await open(server))).toHaveLength(2000);
    expect(server.requests).toHaveLength(3);
  });

  it('requests only the next page before the current one is taken', async () => {
    const server = await tableServer(numbers(5000));
    const table = await open(server);
    const batches = table.scan({})[Symbol.asyncIterator]();
    await batches.next();
    await expect.poll(() => server.requests.length).toBe(2);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(server.requests).toHaveLength(2);
    await batches.return?.(undefined);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(server.requests).toHaveLength(2);
  });

  it('requests no more rows than the limit', async () => {
    const server = await tableServer(numbers(3000));
    const table = await open(server);
    expect(await ids(table, { limit: 10 })).toEqual(range(0, 10));
    expect(await ids(table, { limit: 1500 })).toEqual(range(0, 1500));
    expect(await ids(table, { limit: 0 })).toEqual([]);
    expect(server.asked().map(({ limit }) => limit)).toEqual([10, 1000, 500]);
  });

  it('sends a range in the type of the keys', async () => {
    const server = await tableServer(numbers(100));
    const table = await open(server);
    expect(await ids(table, { start: 10, end: 13 })).toEqual([10, 11, 12]);
    expect(await ids(table, { start: 10n, end: 13, endInclusive: true })).toEqual([10, 11, 12, 13]);
    expect(await ids(table, { start: 97 })).toEqual([97, 98, 99]);
    expect(await ids(table, { end: 2 })).toEqual([0, 1]);
    expect(server.asked()[0]).toMatchObject({
      start: '000000000000000a',
      startType: 'INT64',
      startInclusive: true,
      end: '000000000000000d',
      endType: 'INT64',
      endInclusive: false,
    });
  });

  it('keeps the end of a range on later pages', async () => {
    const server = await tableServer(numbers(3000));
    expect(await ids(await open(server), { start: 5, end: 2100 })).toEqual(range(5, 2100));
    expect(server.asked().map(({ end }) => end)).toEqual(new Array(3).fill('0000000000000834'));
  });

  it.each([
    { start: 'ten' },
    { end: 'ten' },
    { start: true },
    { start: Number.NaN },
  ])('refuses the bound %j, which does not fit its keys, before any request', async (options) => {
    const server = await tableServer(numbers(3));
    const table = await open(server);
    await expect(rowsOf(table, options)).rejects.toMatchObject({ code: 'usage', exitCode: 2 });
    expect(server.requests).toHaveLength(0);
  });

  it('sends the chosen columns with the key, which is kept only if chosen', async () => {
    const server = await tableServer(numbers(1200));
    const table = await open(server);
    const rows = await rowsOf(table, { columns: ['zeta', 'alpha'] });
    expect(rows).toHaveLength(1200);
    expect([...(rows[0] ?? new Map()).keys()]).toEqual(['zeta', 'alpha']);
    const names = (server.asked()[0]?.tables?.[0]?.columns ?? []).map(({ columnName }) => columnName);
    expect(names).toEqual(['id', 'zeta', 'alpha']);
    expect((await rowsOf(table, { columns: ['id'], limit: 1 }))[0]?.size).toBe(1);
  });

  it('names an unknown column, and lists the columns', async () => {
    const server = await tableServer(numbers(3));
    const table = await open(server);
    for (const options of [{ columns: ['alpha', 'beta'] }, { requires: ['beta'] }]) {
      const error: unknown = await rowsOf(table, options).catch((reason: unknown) => reason);
      if (!isSwjobError(error, 'not-found')) throw error;
      expect(error.message).toBe('the table "results" has no column "beta"');
      expect(error.hint).toBe('Did you mean zeta? Its columns: id, alpha, zeta');
    }
    expect(server.requests).toHaveLength(0);
  });

  it('keeps None only on request, on the table and not at the top level', async () => {
    const none = { type: 'UNKNOWN', value: null };
    const server = await tableServer([{ id: int(1), gone: none }]);
    const table = await open(server);
    expect((await rowsOf(table))[0]?.has('gone')).toBe(false);
    expect((await rowsOf(table, { keepNone: true }))[0]?.get('gone')).toEqual({ type: 'UNKNOWN', value: null });
    expect(server.asked()[1]?.tables).toEqual([{ tableName: 'p/results', keepNone: true }]);
    expect(server.asked()[1]).not.toHaveProperty('keepNone');
    expect(await table.columns({})).toEqual(['id']);
    expect(await table.columns({ keepNone: true })).toEqual(['id', 'gone']);
  });

  it('sends a revision, 0 being the latest', async () => {
    const server = await tableServer(numbers(3));
    const table = await open(server);
    await rowsOf(table, { revision: 1700000000000n });
    await rowsOf(table, { revision: 0n });
    expect(server.asked().map(({ tables }) => tables?.[0])).toEqual([
      { tableName: 'p/results', keepNone: false, revision: '1700000000000' },
      { tableName: 'p/results', keepNone: false },
    ]);
  });

  it('has its key, columns and size', async () => {
    const server = await tableServer(numbers(1001));
    const table = await open(server);
    expect(await table.key()).toEqual({ column: 'id', type: 'INT64' });
    expect(await table.columns({})).toEqual(['id', 'alpha', 'zeta']);
    expect(await table.columns({ columns: ['zeta'] })).toEqual(['zeta']);
    expect(await table.columns({ limit: 2 })).toEqual(['id', 'alpha', 'zeta']);
    expect(await table.stats()).toEqual({ rows: 1001, columns: 3, bytes: null, revisions: null });
  });

  it('has no key type and no rows if it is empty', async () => {
    const table = await open(await tableServer([]));
    expect(await table.key()).toEqual({ column: 'id', type: null });
    expect(await rowsOf(table, { start: 5 })).toEqual([]);
    expect(await rowsOf(table, { tail: 5 })).toEqual([]);
  });

  it('finds a key column with another name than id', async () => {
    const server = await tableServer([], {
      instead: (_path, _request, response) => {
        const records = [{ when: str('k1'), also: str('x') }];
        const columnHints = { when: { typeHints: ['STRING'] }, also: { typeHints: ['STRING'] } };
        json(response, 200, { code: 'success', data: { records, columnHints, lastKey: 'k1' } });
        return true;
      },
    });
    const table = await open(server);
    expect(await table.key()).toEqual({ column: 'when', type: 'STRING' });
    expect([...((await rowsOf(table))[0] ?? new Map()).keys()]).toEqual(['when', 'also']);
  });

  it('does not loop forever with a server whose pages do not advance', async () => {
    const page = numbers(1000);
    const server = await tableServer(page, {
      instead: (_path, { limit }, response) => {
        const records = page.slice(0, limit);
        json(response, 200, { code: 'success', data: { records, columnHints: {}, lastKey: '00000000000003e7' } });
        return true;
      },
    });
    await expect(rowsOf(await open(server))).rejects.toThrow('the server sent keys out of order');
    expect(server.requests.length).toBeLessThan(4);
  });

  it('reports a failure of a page requested ahead after the rows before it', async () => {
    const server = await tableServer(numbers(3000), {
      instead: (_path, { start }, response) => {
        if (start === undefined) return false;
        json(response, 500, { code: 'internalServerError', message: 'Character N is no digit' });
        return true;
      },
    });
    let rows = 0;
    const read = async () => {
      for await (const batch of (await open(server)).scan({})) rows += batch.length;
    };
    await expect(read()).rejects.toThrow('500: Character N is no digit');
    expect(rows).toBe(1000);
    expect(server.requests).toHaveLength(2);
  });

  it('refuses limit and tail together', async () => {
    await expect(rowsOf(await open(await tableServer([])), { limit: 1, tail: 1 })).rejects.toMatchObject({
      exitCode: 2,
    });
  });

  it('streams 100,000 rows in flat memory', { timeout: 60_000 }, async () => {
    const page = numbers(1000);
    let served = 0;
    const server = await tableServer(page, {
      instead: (_path, { limit }, response) => {
        if (limit === 1) return false;
        const first = served;
        served += 1000;
        const records = page.map((record, i) => ({ ...record, id: int(first + i) }));
        const data = { records: first >= 100_000 ? [] : records, columnHints: {}, lastKey: int(served - 1).value };
        json(response, 200, { code: 'success', data });
        return true;
      },
    });
    const table = await open(server);
    let rows = 0;
    let peak = 0;
    let early = 0;
    for await (const batch of table.scan({})) {
      rows += batch.length;
      server.requests.length = 0;
      const { heapUsed, external } = process.memoryUsage();
      if (rows === 20_000) early = peak;
      peak = Math.max(peak, heapUsed + external);
    }
    expect(rows).toBe(100_000);
    expect(peak - early).toBeLessThan(64 * 1024 * 1024);
  });
});

describe('the tail of a table', () => {
  it('is one query in descending order, returned in key order', async () => {
    const server = await tableServer(numbers(3000));
    expect(await ids(await open(server), { tail: 3, columns: ['id', 'zeta'] })).toEqual([2997, 2998, 2999]);
    expect(server.requests.map(({ path }) => path)).toEqual(['/api/v1/datastore/queryTable']);
    expect(server.asked()[0]).toMatchObject({
      tableName: 'p/results',
      orderBy: [{ columnName: 'id', descending: true }],
      start: 0,
      limit: 3,
      encodeWithType: true,
    });
  });

  it.each([
    0, 300, 1700,
  ])('is complete without repetitions if the offsets count %i removed rows', async (removedRows) => {
    const server = await tableServer(numbers(5000), { removedRows });
    expect(await ids(await open(server), { tail: 2345 })).toEqual(range(5000 - 2345, 5000));
  });

  it('of fewer rows than requested is all of them', async () => {
    expect(await ids(await open(await tableServer(numbers(7))), { tail: 50 })).toEqual(range(0, 7));
  });

  it('of a range, or of a table whose query the server refuses, comes from a scan', async () => {
    const refusing = await tableServer(numbers(2500), {
      instead: (path, _request, response) => {
        if (!path.endsWith('queryTable')) return false;
        json(response, 500, { code: 'internalServerError', message: 'no' });
        return true;
      },
    });
    expect(await ids(await open(refusing), { tail: 2 })).toEqual([2498, 2499]);
    const server = await tableServer(numbers(2500));
    expect(await ids(await open(server), { tail: 2, end: 1400 })).toEqual([1398, 1399]);
    expect(server.requests.every(({ path }) => path.endsWith('scanTable'))).toBe(true);
  });
});
