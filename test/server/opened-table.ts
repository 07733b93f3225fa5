import type { TypedRow } from '../../src/datastore/typed-value.ts';
import type { ScanOptions } from '../../src/job/instance.ts';
import { serverArtifacts } from '../../src/server/artifacts.ts';
import { ServerTable } from '../../src/server/table.ts';
import { probeTable } from '../../src/server/table-info.ts';
import { client } from './support.ts';
import { float, int, type Record_, str, type TableServer } from './table-server.ts';

/** Records with the keys from 0 on. */
export const numbers = (count: number): Record_[] =>
  Array.from({ length: count }, (_, i) => ({ zeta: float(i / 2), id: int(i), alpha: str(`row ${i}`) }));

/** The table of a server, which has received no request for its rows yet. */
export async function open(server: TableServer): Promise<ServerTable> {
  const http = client(server.origin);
  const info = await probeTable(http, 'p/results');
  server.requests.length = 0;
  return new ServerTable({ http, artifacts: serverArtifacts(http), name: 'results', tableName: 'p/results', info });
}

export async function rowsOf(table: ServerTable, options: ScanOptions = {}): Promise<TypedRow[]> {
  const rows: TypedRow[] = [];
  for await (const batch of table.scan(options)) rows.push(...batch);
  return rows;
}

export async function ids(table: ServerTable, options: ScanOptions = {}): Promise<unknown[]> {
  return (await rowsOf(table, options)).map((row) => row.get('id')?.value);
}

/** The integers of a range, without its end. */
export const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i);
