import { describe, expect, it } from 'vitest';
import { ids, numbers, open, range } from './opened-table.ts';
import { json } from './support.ts';
import { tableServer } from './table-server.ts';

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
