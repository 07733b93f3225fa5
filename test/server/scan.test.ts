import { describe, expect, it } from 'vitest';
import { ids, numbers, open, range, rowsOf } from './opened-table.ts';
import { json } from './support.ts';
import { int, tableServer } from './table-server.ts';

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

  it('keeps the end of a range on later pages', async () => {
    const server = await tableServer(numbers(3000));
    expect(await ids(await open(server), { start: 5, end: 2100 })).toEqual(range(5, 2100));
    expect(server.asked().map(({ end }) => end)).toEqual(new Array(3).fill('0000000000000834'));
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
