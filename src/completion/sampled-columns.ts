import { closeSync, readSync } from 'node:fs';
import { constants, inflateRawSync } from 'node:zlib';
import { BlockLineReader } from '../standalone/block-line.ts';
import { RecordSchemas } from '../standalone/record-schema.ts';
import { openRegularFile } from '../standalone/regular-file.ts';
import { type BlockDescription, readTableManifest, type TableManifest } from '../standalone/table-manifest.ts';

/** Of so many blocks, and of so much of each as it is stored, the records are looked at. */
const BLOCKS = 3;
const STORED_BYTES = 1 << 16;
/** What was packed harder than any records are is none. */
const UNPACKED_BYTES = 1 << 23;
const RECORDS = 200;

export interface SampledColumns {
  readonly keyColumn: string;
  readonly columns: readonly string[];
}

/**
 * The columns of a table in the order of its records, the key first: those of the first records of its first and last
 * blocks, as to see all of them may take longer than somebody waits for a TAB.
 */
export async function sampledColumns(folder: string): Promise<SampledColumns> {
  const manifest = await readTableManifest(folder);
  if (manifest === null) return { keyColumn: '', columns: [] };
  const { keyColumn, blocks } = manifest;
  // A column may first have been None.
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

/** The first records of a block; those that are damaged tell nothing. */
function* recordsOf(block: BlockDescription, { keyColumn }: TableManifest) {
  const reader = new BlockLineReader(keyColumn, new RecordSchemas());
  let rest = headOf(block);
  for (let count = 0; count < RECORDS; count++) {
    const end = rest.indexOf('\n');
    // The last line of a head is not whole.
    if (end < 0) return;
    try {
      yield reader.read(rest.slice(0, end)).records;
    } catch {
      // Whoever reads the table is told.
    }
    rest = rest.slice(end + 1);
  }
}

/** The beginning of what a block holds. */
function headOf({ path }: BlockDescription): string {
  const archive = fileHead(`${path}.zip`);
  if (archive === null) return fileHead(`${path}.json`)?.toString('utf8') ?? '';
  try {
    return entryHead(archive).toString('utf8');
  } catch {
    return '';
  }
}

/** PKWARE APPNOTE 4.3.7: the header before the first entry, of which only the method and the lengths of names matter. */
function entryHead(archive: Buffer): Buffer {
  const packed = archive.subarray(30 + archive.readUInt16LE(26) + archive.readUInt16LE(28));
  if (archive.readUInt16LE(8) === 0) return packed;
  // The stream may end anywhere: what was unpacked by then is what is wanted.
  return inflateRawSync(packed, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: UNPACKED_BYTES });
}

function fileHead(path: string): Buffer | null {
  const file = openRegularFile(path, Number.POSITIVE_INFINITY);
  if (file === null) return null;
  try {
    const head = Buffer.allocUnsafe(Math.min(file.size, STORED_BYTES));
    return head.subarray(0, readSync(file.descriptor, head, 0, head.length, 0));
  } finally {
    closeSync(file.descriptor);
  }
}
