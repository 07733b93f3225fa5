import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import type { TypedEntry, TypedRow, TypedValue } from '../../../src/datastore/typed-value.ts';
import type { KeyValue, ScanOptions } from '../../../src/job/instance.ts';
import { compareAsPython } from '../../support/write-table.ts';
import { isWithin } from '../history.ts';

// What a table holds, read the slow and plain way: every line is parsed, every record overlaid, and nothing of the sources is
// used. Lines and rows that are damaged are left out, as with --skip-damaged.

interface Schema {
  readonly type: string;
  readonly name?: string;
  readonly index?: number;
  readonly pythonType?: string;
  readonly elementType?: Schema;
  readonly keyType?: Schema;
  readonly valueType?: Schema;
  readonly attributes?: readonly Schema[];
}

interface PlainRecord {
  readonly revision: bigint;
  readonly schema: readonly (readonly [string, Schema])[];
  readonly data: ReadonlyMap<string, unknown>;
}

class Wrong extends Error {}

export interface PlainRows {
  readonly rows: TypedRow[];
  /** The columns with values, in the order of the scan. */
  readonly columns: readonly string[];
  readonly skipped: number;
}

/** The rows of the table in a folder under these options, and how many lines or rows were left out. */
export function plainRows(folder: string, scan: ScanOptions): PlainRows {
  const manifest = parsePairs(
    readFileSync(join(folder, 'manifest.json'), 'utf8').replace(/(?<=[[:, ])-?\d{16,}(?=[,\]} ])/g, '"big:$&"'),
  );
  const keyColumn = String(manifest.get('key_column'));
  const keys: { key: TypedValue; records: PlainRecord[] }[] = [];
  let skipped = 0;
  const tolerate = <T>(read: () => T): T | undefined => {
    try {
      return read();
    } catch {
      skipped++;
      return undefined;
    }
  };
  for (const block of manifest.get('blocks') as Map<string, unknown>[]) {
    const file = join(folder, `data.${String(block.get('block_id')).padStart(7, '0')}.zip`);
    for (const line of unzip(readFileSync(file)).split('\n')) {
      const found = line.trim() === '' ? undefined : tolerate(() => readLine(line, keyColumn));
      if (found === undefined) continue;
      const same = keys.find(({ key }) => compareAsPython(plainKey(key), plainKey(found.key)) === 0);
      if (same) same.records.push(...found.records);
      else keys.push(found);
    }
  }
  keys.sort((a, b) => compareAsPython(plainKey(a.key), plainKey(b.key)));
  const order: string[] = [...new Set(scan.columns ?? [keyColumn])];
  const rows: TypedRow[] = [];
  for (const { key, records } of keys) {
    if (rows.length >= (scan.limit ?? Number.POSITIVE_INFINITY)) break;
    if (!isWithin(plainKey(key), scan.start, scan.end, scan.endInclusive)) continue;
    const deleted = deletedUpTo(plainKey(key), manifest.get('tombstones') as Map<string, unknown>[], scan.revision);
    const row = tolerate(() => {
      const cells = overlay(records, deleted, scan.revision);
      if (cells === null) return null;
      cells.delete(keyColumn);
      const wanted = [...cells].filter(([name]) => scan.columns?.includes(name) ?? true);
      return [
        [keyColumn, key] as const,
        ...wanted.map(([name, [schema, data]]) => [name, decode(schema, data)] as const),
      ];
    });
    if (!row) continue;
    for (const [name] of row) if (!order.includes(name) && !scan.columns) order.push(name);
    const shown = row.filter(([name, { type }]) => order.includes(name) && (scan.keepNone || type !== 'UNKNOWN'));
    rows.push(new Map(shown.sort(([a], [b]) => order.indexOf(a) - order.indexOf(b))));
  }
  return { rows, columns: order.filter((name) => rows.some((row) => row.has(name))), skipped };
}

function plainKey({ value }: TypedValue): KeyValue {
  return value as KeyValue;
}

function unzip(zip: Buffer): string {
  const at = zip.readUInt32LE(zip.lastIndexOf('PK\u0005\u0006') + 16);
  const start = zip.readUInt32LE(at + 42) + 30 + zip.readUInt16LE(zip.readUInt32LE(at + 42) + 26);
  const content = zip.subarray(start + zip.readUInt16LE(zip.readUInt32LE(at + 42) + 28));
  const packed = content.subarray(0, zip.readUInt32LE(at + 20));
  return (zip.readUInt16LE(at + 10) === 8 ? inflateRawSync(packed) : packed).toString('utf8');
}

/** JSON with maps for objects, which keep the order of names such as "10". */
function parsePairs(text: string): Map<string, unknown> {
  // A mark before each name keeps JavaScript from sorting it.
  const marked = text.replace(/"(?:[^"\\]|\\.)*"(?=\s*:)/g, (name) => `"~${name.slice(1)}`);
  JSON.parse(text);
  return JSON.parse(marked, (_name, value: unknown) => {
    if (typeof value === 'string' && value.startsWith('big:')) return BigInt(value.slice(4));
    if (typeof value !== 'object' || value === null || Array.isArray(value) || value instanceof Map) return value;
    return new Map(Object.entries(value).map(([name, one]) => [name.slice(1), one]));
  }) as Map<string, unknown>;
}

function readLine(line: string, keyColumn: string): { key: TypedValue; records: PlainRecord[] } {
  const parsed = parsePairs(line);
  if (parsed.get('key') !== keyColumn) throw new Wrong('another key column');
  const records = [...(parsed.get('records') as Map<string, Map<string, Map<string, unknown>>>)].map(
    ([revision, record]): PlainRecord => ({
      revision: BigInt(revision),
      schema: [...(record.get('schema') ?? [])].map(([name, schema]) => [name, plainSchema(schema)] as const),
      data: record.get('data') ?? new Map(),
    }),
  );
  for (const { schema, data } of records) {
    const [, type] = schema.find(([name]) => name === keyColumn) ?? [];
    if (type && data.has(keyColumn)) return { key: decode(type, data.get(keyColumn)), records };
  }
  throw new Wrong('no key');
}

function plainSchema(schema: unknown): Schema {
  const plain = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(plain);
    return value instanceof Map ? Object.fromEntries([...value].map(([name, one]) => [name, plain(one)])) : value;
  };
  return plain(schema) as Schema;
}

function overlay(
  records: readonly PlainRecord[],
  deleted: bigint,
  upTo: bigint | undefined,
): Map<string, readonly [Schema, unknown]> | null {
  let row: Map<string, readonly [Schema, unknown]> | null = null;
  for (const { revision, schema, data } of records.toSorted((a, b) => (a.revision < b.revision ? -1 : 1))) {
    if (revision <= deleted || (upTo !== undefined && revision > upTo)) continue;
    if (data.get('-') === '1') {
      row = null;
      continue;
    }
    row ??= new Map();
    if (schema.length !== data.size) throw new Wrong('another number of columns');
    for (const [name, type] of schema) {
      if (!data.has(name)) throw new Wrong('a column without its value');
      row.set(name, [type, data.get(name)]);
    }
  }
  return row;
}

function deletedUpTo(key: KeyValue, tombstones: readonly Map<string, unknown>[], upTo: bigint | undefined): bigint {
  let last = -1n;
  for (const tombstone of tombstones) {
    const revision = BigInt(String(tombstone.get('revision')));
    const [start, end] = [tombstone.get('start') as KeyValue | null, tombstone.get('end') as KeyValue | null];
    const covers = isWithin(key, start, end, tombstone.get('end_inclusive') === true);
    if (covers && revision > last && (upTo === undefined || revision <= upTo)) last = revision;
  }
  return last;
}

const bits = new DataView(new ArrayBuffer(8));

function decode(schema: Schema, data: unknown): TypedValue {
  const { type } = schema;
  if (data === null && type !== 'NOTHING') return { type: 'UNKNOWN', value: null };
  switch (type) {
    case 'INT8':
    case 'INT16':
    case 'INT32':
    case 'INT64': {
      const width = Number(type.slice(3));
      const value = BigInt.asIntN(width, hexOf(data, width));
      return { type, value: Number.isSafeInteger(Number(value)) ? Number(value) : value };
    }
    case 'FLOAT16':
    case 'FLOAT32':
    case 'FLOAT64': {
      const width = Number(type.slice(5));
      const hex = hexOf(data, width);
      bits.setBigUint64(0, hex);
      const value = width === 64 ? bits.getFloat64(0) : width === 32 ? bits.getFloat32(4) : half(Number(hex));
      return { type, value };
    }
    case 'BOOL':
      if (data !== '0' && data !== '1') throw new Wrong('no BOOL');
      return { type, value: data === '1' };
    case 'STRING':
      if (typeof data !== 'string') throw new Wrong('no STRING');
      return { type, value: data };
    case 'BYTES':
      return { type, value: new Uint8Array(Buffer.from(String(data), 'base64')) };
    case 'LIST':
    case 'TUPLE': {
      if (!Array.isArray(data) || schema.elementType === undefined) throw new Wrong('no list');
      const element = schema.elementType;
      return { type, value: data.map((item: unknown) => decode(element, item)) };
    }
    case 'MAP': {
      const { keyType, valueType } = schema;
      if (!keyType || !valueType || !Array.isArray(data)) throw new Wrong('no map');
      return {
        type,
        value: data.map(
          ([key, value]: [unknown, unknown]): TypedEntry => ({
            key: decode(keyType, key),
            value: decode(valueType, value),
          }),
        ),
      };
    }
    case 'OBJECT': {
      if (!(data instanceof Map)) throw new Wrong('no object');
      const attributes = (schema.attributes ?? []).map(
        (attribute) => [String(attribute.name), decode(attribute, data.get(String(attribute.name)))] as const,
      );
      return { type, pythonType: String(schema.pythonType), value: new Map(attributes) };
    }
    default:
      throw new Wrong(`the type ${type}`);
  }
}

function hexOf(data: unknown, width: number): bigint {
  if (typeof data !== 'string' || !/^[\da-f]+$/i.test(data) || data.length > width / 4) throw new Wrong('no hex');
  return BigInt(`0x${data}`);
}

function half(hex: number): number {
  const [sign, exponent, fraction] = [hex >> 15 ? -1 : 1, (hex >> 10) & 31, hex & 1023];
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (exponent === 0 ? fraction / 2 ** 24 : (1 + fraction / 1024) * 2 ** (exponent - 15));
}
