import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeFloat, encodeInteger } from '../../src/datastore/scalars.ts';
import type { DataType } from '../../src/datastore/typed-value.ts';
import type { KeyValue } from '../../src/job/instance.ts';
import { zipFile } from './zip-file.ts';

/** What a writer stores of one cell: its schema and its data. */
export type Cell = readonly [schema: unknown, data: unknown];

/** One write under a key; `cells` null deletes the key. */
export interface Write {
  readonly key: KeyValue;
  readonly revision: bigint;
  readonly cells: Readonly<Record<string, Cell>> | null;
}

export interface TombstoneText {
  readonly start?: unknown;
  readonly end?: unknown;
  readonly end_inclusive?: boolean;
  readonly key_prefix?: string | null;
  readonly revision: string;
}

export interface TableText {
  readonly keyColumn?: string;
  readonly keyType: KeyType;
  /** The writes of each block, in any order. */
  readonly blocks: readonly (readonly Write[])[];
  readonly tombstones?: readonly TombstoneText[];
}

export type KeyType = Extract<DataType, 'INT64' | 'STRING' | 'FLOAT64' | 'BOOL' | 'BYTES'>;

/** Writes a table's folder as the client would, its blocks numbered from 1. */
export function writeTable(folder: string, table: TableText): void {
  const { keyColumn = 'id', keyType } = table;
  mkdirSync(folder, { recursive: true });
  const blocks = table.blocks.map((writes, index) => {
    const keys = sortedKeys(writes);
    writeFileSync(blockFile(folder, index + 1), zipFile(blockText(writes, keyColumn, keyType)));
    return {
      min_key: boundText(keys[0]),
      max_key: boundText(keys.at(-1)),
      min_revision: '0',
      max_revision: '0',
      row_count: keys.length,
      block_id: index + 1,
    };
  });
  writeManifest(folder, {
    key_column: keyColumn,
    key_column_type: { type: keyType },
    blocks,
    tombstones: table.tombstones ?? [],
  });
}

/** Writes a table's manifest, with integers beyond 2^53 as plain numbers, as Python does; returns its text. */
export function writeManifest(folder: string, fields: Readonly<Record<string, unknown>>): string {
  const config = { block_name_prefix: 'data', max_block_size: 10_000 };
  const manifest = { version: '0.1.2', block_config: config, key_column: 'id', tombstones: [], ...fields };
  const marked = JSON.stringify(manifest, (_name, value: unknown) =>
    typeof value === 'bigint' ? `bare:${value}` : value,
  );
  const text = marked.replace(/"bare:(-?\d+)"/g, '$1');
  writeFileSync(join(folder, 'manifest.json'), text);
  return text;
}

export function blockFile(folder: string, id: number): string {
  return join(folder, `data.${String(id).padStart(7, '0')}.zip`);
}

/** The lines of a block in the Python client's spelling. */
export function blockText(writes: readonly Write[], keyColumn: string, keyType: KeyType): string {
  return sortedKeys(writes)
    .map((key) => {
      const ofKey = writes.filter((write) => compareAsPython(write.key, key) === 0);
      const records = ofKey
        .toSorted((a, b) => (a.revision < b.revision ? -1 : 1))
        .map(({ revision, cells }): [string, Record<string, Cell>] => [
          String(revision),
          { [keyColumn]: keyCell(key, keyType), ...(cells ?? { '-': [{ type: 'BOOL' }, '1'] }) },
        ]);
      return `${pythonLine(keyColumn, records)}\n`;
    })
    .join('');
}

/** One line as Python's `json.dumps` writes it: with `", "` and `": "`, and unescaped text. */
export function pythonLine(keyColumn: string, records: readonly (readonly [string, Readonly<Record<string, Cell>>])[]) {
  const texts = records.map(([revision, cells]) => {
    const part = (index: 0 | 1) =>
      `{${Object.entries(cells)
        .map(([name, cell]) => `${JSON.stringify(name)}: ${pythonJson(cell[index])}`)
        .join(', ')}}`;
    return `"${revision}": {"schema": ${part(0)}, "data": ${part(1)}}`;
  });
  return `{"key": ${JSON.stringify(keyColumn)}, "records": {${texts.join(', ')}}}`;
}

function pythonJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(pythonJson).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return `{${Object.entries(value)
    .map(([name, item]) => `${JSON.stringify(name)}: ${pythonJson(item)}`)
    .join(', ')}}`;
}

/** Python's order of keys of one type, implemented naively: by value, by code point, byte by byte. */
export function compareAsPython(a: KeyValue, b: KeyValue): number {
  if (typeof a === 'string' && typeof b === 'string') return compareLists(codePoints(a), codePoints(b));
  if (a instanceof Uint8Array && b instanceof Uint8Array) return compareLists(Array.from(a), Array.from(b));
  return a < b ? -1 : a > b ? 1 : 0;
}

function codePoints(text: string): number[] {
  return Array.from(text, (character) => character.codePointAt(0) ?? 0);
}

function compareLists(a: readonly number[], b: readonly number[]): number {
  for (const [index, x] of a.entries()) {
    const y = b[index];
    if (y === undefined || x > y) return 1;
    if (x < y) return -1;
  }
  return a.length - b.length;
}

function sortedKeys(writes: readonly Write[]): KeyValue[] {
  const keys: KeyValue[] = [];
  for (const { key } of writes) if (!keys.some((known) => compareAsPython(known, key) === 0)) keys.push(key);
  return keys.sort(compareAsPython);
}

function keyCell(key: KeyValue, type: KeyType): Cell {
  return [{ type }, keyData(key, type)];
}

function keyData(key: KeyValue, type: KeyType): string {
  if (key instanceof Uint8Array) return Buffer.from(key).toString('base64');
  if (type === 'STRING') return String(key);
  if (type === 'BOOL') return key ? '1' : '0';
  if (typeof key === 'string') throw new Error('a text is no number');
  return type === 'INT64' ? encodeInteger('INT64', BigInt(key)) : encodeFloat('FLOAT64', Number(key));
}

/** The client's manifest has integers and strings: it truncates fractions, and writes anything else as text. */
function boundText(key: KeyValue | undefined): unknown {
  if (key instanceof Uint8Array) return Buffer.from(key).toString('latin1');
  if (typeof key === 'number') return Number.isFinite(key) ? Math.trunc(key) : String(key);
  return typeof key === 'boolean' ? Number(key) : key;
}
