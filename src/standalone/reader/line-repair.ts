import { compareKeys } from '../../datastore/keys.ts';
import { NONE, type TypedRow, type TypedValue } from '../../datastore/typed-value.ts';
import type { KeyValue } from '../../job/instance.ts';
import { BlockLineReader, type KeyedRecords } from '../block-line.ts';
import { overlayRecords } from '../overlay.ts';
import type { RecordSchemas } from '../record-schema.ts';
import { type Revision, revisionOf } from '../revision.ts';
import type { BlockDescription, TableManifest } from '../table-description.ts';
import { Tombstones } from '../tombstones.ts';
import type { Line } from './loaded-block.ts';

export interface RepairOptions {
  readonly manifest: TableManifest;
  readonly schemas: RecordSchemas;
  /** The columns to read; undefined means all. */
  readonly wanted: ReadonlySet<string> | undefined;
  readonly revision: bigint | undefined;
  /** Called with the records of each row. */
  readonly see: (records: KeyedRecords['records']) => void;
}

/** The row of a key, from all of its lines. */
export interface RepairedRow {
  /** Null if the key is deleted. Includes columns that are None. */
  readonly row: TypedRow | null;
  readonly records: number;
}

/**
 * Reads lines with the full decoders, in any spelling: those that the kernel cannot read, and damaged ones, for which it
 * describes what is wrong.
 */
export class LineRepair {
  readonly tombstones: Tombstones;
  private readonly options: RepairOptions;
  private readonly reader: BlockLineReader;
  private readonly upTo: Revision | undefined;

  constructor(options: RepairOptions) {
    const { manifest, schemas, revision } = options;
    this.options = options;
    this.reader = new BlockLineReader(manifest.keyColumn, schemas);
    this.upTo = revision === undefined ? undefined : revisionOf(revision);
    this.tombstones = new Tombstones(manifest.tombstones, this.upTo);
  }

  /** The key of a line, which has to be greater than the one before, and its records. */
  read({ block, start, end }: Line, lastKey: KeyValue | undefined): KeyedRecords {
    const entry = block.guard(start, () => this.reader.read(block.text(start, end)));
    const problem = keyProblem(entry.key, lastKey, block.description);
    if (problem !== null) throw block.damage(start, problem);
    return entry;
  }

  /** The row of a key, from its lines. */
  rowOf(lines: readonly Line[]): RepairedRow {
    return this.row(
      lines,
      lines.map((line) => this.read(line, undefined)),
    );
  }

  /** The row of a key, from its lines and their records. */
  row(lines: readonly Line[], entries: readonly KeyedRecords[]): RepairedRow {
    const [first] = lines;
    const [entry] = entries;
    if (first === undefined || entry === undefined) throw new Error('a row without lines');
    const records = entries.flatMap((one) => one.records);
    this.options.see(records);
    const { key, typedKey } = entry;
    const row = first.block.guard(first.start, () => {
      const cells = overlayRecords(records, this.tombstones.deletedUpTo(key), this.upTo);
      if (cells === null) return null;
      const { keyColumn } = this.options.manifest;
      const { wanted } = this.options;
      const values = new Map<string, TypedValue>([[keyColumn, typedKey]]);
      for (const [name, { decode, data }] of cells) {
        if (name === keyColumn) continue;
        values.set(name, wanted === undefined || wanted.has(name) ? decode(data) : NONE);
      }
      return values;
    });
    return { row, records: records.length };
  }
}

/** The problem with the key of a line; null if there is none. */
export function keyProblem(
  key: KeyValue,
  lastKey: KeyValue | undefined,
  { minKey, maxKey }: BlockDescription,
): string | null {
  if (lastKey !== undefined && compareKeys(key, lastKey) <= 0) return 'its key does not follow the one before';
  if (
    (minKey !== undefined && compareKeys(key, minKey) < 0) ||
    (maxKey !== undefined && compareKeys(key, maxKey) > 0)
  ) {
    return "its key is outside the block's bounds in the table's manifest";
  }
  return null;
}
