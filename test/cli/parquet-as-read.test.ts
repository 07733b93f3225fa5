import { closeSync, mkdtempSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { describe, expect, it } from 'vitest';
import { storeEnv, swjob } from '../support/cli.ts';
import { temporaryFolder, unpackStore } from '../support/stores.ts';
import type { Cell } from '../support/write-table.ts';
import { float, int, JOB, text, writeStore } from './written-store.ts';

// A file is written while its types are being found, since it can be started again; a pipe needs them beforehand.

async function written(root: string, job: string, table: string, options: readonly string[] = []) {
  const folder = mkdtempSync(join(await temporaryFolder(), 'as-read-'));
  const args = ['rows', job, table, ...options, '-o', 'parquet', '--out'];
  const file = join(folder, 'x.parquet');
  const piped = join(folder, 'piped');
  const descriptor = openSync(piped, 'w');
  const env = storeEnv(root);
  const asRead = await swjob([...args, file], { env });
  const beforehand = await swjob([...args, `/dev/fd/${descriptor}`], { env });
  closeSync(descriptor);
  expect([asRead.status, asRead.stderr]).toEqual([beforehand.status, beforehand.stderr]);
  expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([]);
  if (asRead.status !== 0) return null;
  const bytes = readFileSync(file);
  expect(bytes.equals(readFileSync(piped)), `${table} differs`).toBe(true);
  return new Uint8Array(bytes).buffer;
}

/** Rows in separate blocks, which are read one after the other. */
const blocks = (...rows: readonly Readonly<Record<string, Cell>>[]) => ({
  keyType: 'INT64' as const,
  blocks: rows.map((cells, key) => [{ key, revision: 1n, cells }]),
});

describe('a Parquet file written while its types are being found', () => {
  it.each([
    'types',
    'tables',
    'vision',
    'real',
  ] as const)('equals that of a pipe, for all of the store %s', async (store) => {
    const root = await unpackStore(store);
    const listed = await swjob(['list', '-p', 'local/project/self', '--all', '-q'], { env: storeEnv(root) });
    let count = 0;
    for (const id of listed.stdout.trim().split('\n').slice(0, 8)) {
      const uri = `local/project/self/job/${id.split('/').at(-1)}`;
      const tables = await swjob(['tables', uri, '-o', 'jsonl', '--fields', 'name'], { env: storeEnv(root) });
      for (const line of tables.stdout.split('\n').filter(Boolean)) {
        if ((await written(root, uri, JSON.parse(line).name)) !== null) count++;
      }
    }
    expect(count).toBeGreaterThan(5);
  }, 120_000);

  it('starts again if a later row has another type, or a new column', async () => {
    const { root } = await writeStore({
      t: blocks({ a: int(1), b: int(1) }, { a: int(2), b: float(0.5) }, { a: text('x'), c: int(3) }),
      'not needed': blocks({ a: int(1) }, { a: int(2) }, {}),
      empty: { keyType: 'INT64', blocks: [] },
    });
    const file = await written(root, JOB, 't');
    expect(await parquetReadObjects({ file: file ?? new ArrayBuffer(0) })).toMatchObject([
      { id: 0n, a: 1, b: 1 },
      { id: 1n, a: 2, b: 0.5 },
      { id: 2n, a: 'x', c: 3n },
    ]);
    for (const table of ['not needed', 'empty']) expect(await written(root, JOB, table)).not.toBeNull();
    // Columns that are not selected do not matter.
    const chosen = await written(root, JOB, 't', ['--columns', 'id']);
    expect(parquetMetadata(chosen ?? new ArrayBuffer(0)).num_rows).toBe(3n);
    expect(await written(root, JOB, 't', ['--where', 'id >= 1', '--columns', 'b,a'])).not.toBeNull();
  });

  it('is not created if later rows are damaged', async () => {
    const { root } = await writeStore({ t: blocks({ a: int(1) }, { a: [{ type: 'INT64' }, 'no number'] }) });
    expect(await written(root, JOB, 't')).toBeNull();
  });
});
