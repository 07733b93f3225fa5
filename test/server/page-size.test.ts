import { describe, expect, it } from 'vitest';
import type { TypedRow } from '../../src/datastore/typed-value.ts';
import { serverArtifacts } from '../../src/server/artifacts.ts';
import { firstPageRows, nextPageRows } from '../../src/server/page-size.ts';
import { ServerTable } from '../../src/server/table.ts';
import { probeTable } from '../../src/server/table-info.ts';
import { isThorough } from '../support/thorough.ts';
import { client } from './support.ts';
import { int, type Record_, str, tableServer } from './table-server.ts';

describe('the rows of a page', () => {
  it('are as many as fit into a few megabytes, never more than the server allows', () => {
    expect([0, 10, 8_000, 100_000, 3_000_000, 10 ** 9].map(firstPageRows)).toEqual([1000, 1000, 1000, 83, 2, 1]);
    expect(nextPageRows(1000, 1000 * 3_000_000)).toBe(2);
    expect(nextPageRows(2, 2 * 100)).toBe(8);
    expect(nextPageRows(1, 0)).toBe(4);
  });

  async function scanned(records: readonly Record_[], options: { tail?: number } = {}) {
    const server = await tableServer(records);
    const http = client(server.origin);
    const info = await probeTable(http, 'p/t');
    const table = new ServerTable({ http, artifacts: serverArtifacts(http), name: 't', tableName: 'p/t', info });
    const keys: unknown[] = [];
    const take = (batch: readonly TypedRow[]): void => {
      for (const row of batch) keys.push(row.get('id')?.value);
    };
    for await (const batch of table.scan(options)) take(batch);
    return { keys, limits: server.asked().map(({ limit }) => limit) };
  }
  const rows = (count: number, length: (key: number) => number): Record_[] =>
    Array.from({ length: count }, (_, i) => ({ id: int(i), a: str('x'.repeat(length(i))) }));

  it('are fewer if rows are long, and none are lost', { timeout: 30_000 }, async () => {
    const { keys, limits } = await scanned(rows(40, () => 1_000_000));
    expect(keys).toEqual(Array.from({ length: 40 }, (_, i) => i));
    expect(Math.max(...limits)).toBeLessThan(9);
  });

  it.runIf(isThorough)(
    'are asked for again in smaller pages where they turn out too long',
    { timeout: 120_000 },
    async () => {
      const records = rows(1300, (key) => (key >= 1000 && key < 1100 ? 1_000_000 : 10));
      const { keys, limits } = await scanned(records);
      expect(keys).toEqual(Array.from({ length: 1300 }, (_, i) => i));
      // The page of 300 rows has 100 MB.
      expect(limits.slice(0, 4)).toEqual([1, 1000, 1000, 125]);
      const last = await scanned(records, { tail: 400 });
      expect(last.keys).toEqual(Array.from({ length: 400 }, (_, i) => 900 + i));
    },
  );
});
