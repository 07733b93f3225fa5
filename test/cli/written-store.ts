import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeFloat } from '../../src/datastore/scalars.ts';
import { temporaryFolder } from '../support/stores.ts';
import { type Cell, type TableText, writeTable } from '../support/write-table.ts';

const LETTERS = 'abcdefghij';

/** The one job of a written store: another one in each process, as a process that names a job seems to run it. */
export const JOB = `xm5wnupabcdefghijklmnopqrst${`${process.pid}`
  .padStart(13, '0')
  .replace(/\d/g, (digit) => LETTERS[Number(digit)] ?? '')}`;

export interface WrittenStore {
  readonly root: string;
  /** The folder of a table in the datastore. */
  readonly folderOf: (table: string) => string;
}

/** A store with one job that has these tables, for contents that no client writes. */
export async function writeStore(
  tables: Readonly<Record<string, TableText>>,
  manifest: Readonly<Record<string, unknown>> = {},
): Promise<WrittenStore> {
  const root = mkdtempSync(join(await temporaryFolder(), 'written-'));
  const folder = join(root, 'self', 'job', JOB.slice(0, 2), JOB);
  mkdirSync(folder, { recursive: true });
  const fields = {
    version: JOB,
    project: 'self',
    status: 'success',
    created_at: '2026-11-23 08:00:00 UTC',
    ...manifest,
  };
  // JSON is YAML too.
  writeFileSync(join(folder, '_manifest.yaml'), JSON.stringify(fields));
  const datastore = join(root, '.datastore');
  mkdirSync(datastore);
  const registered = Object.keys(tables).map((table, index) => ({ table, dir: `t${index}` }));
  const dirOf = new Map(registered.map(({ table, dir }) => [table, dir]));
  for (const { table, dir } of registered) {
    const text = tables[table];
    if (text !== undefined) writeTable(join(datastore, dir), text);
  }
  const names = registered.map(({ table, dir }) => ({
    name:
      table === 'eval/summary' ? 'project/self/eval/summary' : `project/self/eval/${JOB.slice(0, 2)}/${JOB}/${table}`,
    dir,
    created_at: 0,
  }));
  writeFileSync(join(datastore, 'manifest.json'), JSON.stringify({ version: '0.1', tables: names }));
  return { root, folderOf: (table) => join(datastore, dirOf.get(table) ?? '') };
}

export const text = (value: string): Cell => [{ type: 'STRING' }, value];
export const float = (value: number): Cell => [{ type: 'FLOAT64' }, encodeFloat('FLOAT64', value)];
export const int = (value: number): Cell => [{ type: 'INT64' }, value.toString(16).padStart(16, '0')];

/** An artifact whose bytes are in the store's object store. */
export function artifact(
  root: string,
  content: string | Uint8Array,
  attributes: Readonly<Record<string, string>> = {},
  type = 'Text',
): Cell {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  const uri = createHash('sha256').update(bytes).digest('hex');
  mkdirSync(join(root, '.objectstore', uri.slice(0, 2)), { recursive: true });
  writeFileSync(join(root, '.objectstore', uri.slice(0, 2), uri), bytes);
  const link = {
    type: 'OBJECT',
    pythonType: 'starwhale.base.data_type.Link',
    attributes: [
      { name: 'uri', type: 'STRING' },
      { name: 'offset', type: 'INT64' },
      { name: 'size', type: 'INT64' },
    ],
  };
  const names = Object.keys(attributes).map((name) => ({ name, type: 'STRING' }));
  return [
    {
      type: 'OBJECT',
      pythonType: `starwhale.base.data_type.${type}`,
      attributes: [...names, { ...link, name: 'link' }],
    },
    { ...attributes, link: { uri, offset: int(0)[1], size: int(bytes.length)[1] } },
  ];
}
