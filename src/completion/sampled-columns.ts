import type { Decoder } from '../datastore/schema.ts';
import type { TypedValue } from '../datastore/typed-value.ts';
import { readBlockHead } from '../standalone/block-head.ts';
import { BlockLineReader } from '../standalone/block-line.ts';
import { RecordSchemas } from '../standalone/record-schema.ts';
import type { BlockDescription, TableManifest } from '../standalone/table-description.ts';
import { readTableManifest } from '../standalone/table-manifest.ts';
import type { InnerNames } from './inner-names.ts';

/** Blocks whose first records are read. */
const BLOCKS = 3;
const RECORDS = 200;
/** Records whose values are looked into. */
const RECORDS_WITH_NAMES = 20;

export interface SampledColumns {
  readonly keyColumn: string;
  readonly columns: readonly string[];
}

/**
 * The columns of a table in the order of its records, the key first. Reads only the first records of the first and last
 * blocks: reading all would take longer than people wait for a TAB.
 */
export async function sampledColumns(folder: string): Promise<SampledColumns> {
  const manifest = await readTableManifest(folder);
  if (manifest === null) return { keyColumn: '', columns: [] };
  const { keyColumn, blocks } = manifest;
  // A column may be None in the first records.
  const hasValue = new Map<string, boolean>();
  for (const block of new Set([...blocks.slice(0, BLOCKS - 1), ...blocks.slice(-1)])) {
    for (const records of recordsOf(block, manifest)) {
      hasValue.set(keyColumn, true);
      for (const { schema, data } of records) {
        for (const name of schema.keys()) {
          if (hasValue.get(name) !== true) hasValue.set(name, Object.hasOwn(data, name) && data[name] !== null);
        }
      }
    }
  }
  return { keyColumn, columns: [...hasValue].flatMap(([name, has]) => (has ? [name] : [])) };
}

/** The paths into values of the table's first records, such as `output/label`; none into its key. */
export async function sampledInnerNames(folder: string): Promise<readonly string[]> {
  const manifest = await readTableManifest(folder);
  const [first] = manifest?.blocks ?? [];
  if (manifest === null || first === undefined) return [];
  let names: InnerNames | undefined;
  let count = 0;
  for (const records of recordsOf(first, manifest)) {
    if (++count > RECORDS_WITH_NAMES) break;
    for (const { schema, data } of records) {
      for (const [column, decode] of schema) {
        if (column === manifest.keyColumn || !Object.hasOwn(data, column)) continue;
        const value = decoded(decode, data[column]);
        if (value === null || !MAY_HAVE_NAMES.has(value.type)) continue;
        names ??= new (await import('./inner-names.ts')).InnerNames();
        await names.add(column, value);
      }
    }
  }
  return names?.found() ?? [];
}

const MAY_HAVE_NAMES: ReadonlySet<TypedValue['type']> = new Set(['MAP', 'OBJECT', 'BYTES']);

/** Null for a damaged value: reading the table reports it. */
function decoded(decode: Decoder, data: unknown): TypedValue | null {
  try {
    return decode(data);
  } catch {
    return null;
  }
}

/** The first records of a block; damaged ones are skipped. */
function* recordsOf(block: BlockDescription, { keyColumn }: TableManifest) {
  const reader = new BlockLineReader(keyColumn, new RecordSchemas());
  let rest = readBlockHead(block.path)?.toString('utf8') ?? '';
  for (let count = 0; count < RECORDS; count++) {
    const end = rest.indexOf('\n');
    // The last line of a head may be cut off.
    if (end < 0) return;
    try {
      yield reader.read(rest.slice(0, end)).records;
    } catch {
      // Reading the table reports it.
    }
    rest = rest.slice(end + 1);
  }
}
