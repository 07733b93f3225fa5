import { readBlockHead } from '../standalone/block-head.ts';
import { BlockLineReader } from '../standalone/block-line.ts';
import { RecordSchemas } from '../standalone/record-schema.ts';
import type { BlockDescription, TableManifest } from '../standalone/table-description.ts';
import { readTableManifest } from '../standalone/table-manifest.ts';

/** Of so many blocks the first records are looked at. */
const BLOCKS = 3;
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
  let rest = readBlockHead(block.path)?.toString('utf8') ?? '';
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
