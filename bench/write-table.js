import { mkdirSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { revisionOf } from './records.js';
import { zipEntry } from './zip-entry.js';

/** The client begins a new block after this many rows. */
export const BLOCK_ROWS = 10_000;
/** The number of blocks compressed at a time. */
const PACKED_AT_ONCE = 2;

/**
 * Writes a table: `lineAt` returns the line of a row by number and pass, `keyAt` its key. With two passes, later blocks
 * repeat every key. Blocks have up to `blockRows` rows each.
 */
export async function writeTable(folder, { type, rows, keyAt, lineAt, level, blockRows = BLOCK_ROWS, passes = 1 }) {
  mkdirSync(folder, { recursive: true });
  const blocks = [];
  let packing = [];
  const starts = Array.from({ length: Math.ceil(rows / blockRows) * passes }, (_, index) => index * blockRows);
  for (const [index, begin] of starts.entries()) {
    const pass = Math.floor((index * passes) / starts.length);
    const start = begin - (pass * starts.length * blockRows) / passes;
    const end = Math.min(start + blockRows, rows);
    const id = blocks.length + 1;
    const lines = Array.from({ length: end - start }, (_, offset) => lineAt(start + offset, pass));
    const text = Buffer.from(lines.join(''));
    packing.push(writeBlock(join(folder, `data.${String(id).padStart(7, '0')}.zip`), text, level));
    blocks.push({
      min_key: keyAt(start),
      max_key: keyAt(end - 1),
      min_revision: revisionOf(start + pass * rows),
      max_revision: revisionOf(end - 1 + pass * rows),
      row_count: end - start,
      block_id: id,
    });
    if (packing.length >= PACKED_AT_ONCE) {
      await Promise.all(packing);
      packing = [];
    }
  }
  await Promise.all(packing);
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(tableManifest(type, blocks, blockRows)));
}

async function writeBlock(path, text, level) {
  await writeFile(path, await zipEntry(text, level));
}

function tableManifest(type, blocks, blockRows) {
  return {
    version: '0.1.2',
    block_config: { block_name_prefix: 'data', max_block_size: blockRows },
    blocks,
    key_column: 'id',
    key_column_type: { type },
    next_block_id: blocks.length + 1,
    last_key: null,
    last_revision: '0',
    garbage_collection: null,
    tombstones: [],
    checkpoints: [],
  };
}
