import { describe, expect, it } from 'vitest';
import { isSwjobError } from '../../src/errors.ts';
import { ids, numbers, open, rowsOf } from './opened-table.ts';
import { json } from './support.ts';
import { int, str, tableServer } from './table-server.ts';

describe('a table on a Server', () => {
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

  it.each(['also', 'id'])('finds a key column with another name than id, beside a column %s', async (other) => {
    const server = await tableServer([], {
      instead: (_path, _request, response) => {
        const records = [{ when: str('k1'), [other]: str('x') }];
        const columnHints = { when: { typeHints: ['STRING'] }, [other]: { typeHints: ['STRING'] } };
        json(response, 200, { code: 'success', data: { records, columnHints, lastKey: 'k1' } });
        return true;
      },
    });
    const table = await open(server);
    expect(await table.key()).toEqual({ column: 'when', type: 'STRING' });
    expect([...((await rowsOf(table))[0] ?? new Map()).keys()]).toEqual(['when', other]);
  });

  it('refuses limit and tail together', async () => {
    await expect(rowsOf(await open(await tableServer([])), { limit: 1, tail: 1 })).rejects.toMatchObject({
      exitCode: 2,
    });
  });
});
