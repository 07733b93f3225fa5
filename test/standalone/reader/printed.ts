import { expect } from 'vitest';
import type { EncodedFormat } from '../../../src/datastore/batch.ts';
import { encodeRows } from '../../../src/render/encode-rows.ts';
import { type Cell, type Write, writeTable } from '../../support/write-table.ts';
import { inFolder, tableIn } from './table-folder.ts';

const LINE_FEED = Buffer.from('\n');

/** What becomes of one column `v`, a value a row, printed by the kernel. */
export async function printed(cells: readonly Cell[], format: EncodedFormat): Promise<string> {
  const writes = cells.map((v, key): Write => ({ key, revision: 1n, cells: { v } }));
  let text = '';
  await inFolder(async (folder) => {
    const blocks = Array.from({ length: Math.ceil(writes.length / 300) }, (_, i) =>
      writes.slice(i * 300, i * 300 + 300),
    );
    writeTable(folder, { keyType: 'INT64', blocks });
    for await (const batch of tableIn(folder).read({ columns: ['v'] })) {
      expect(batch.encoder).toBeDefined();
      for (const chunk of encodeRows(batch, format, Buffer.from(''), LINE_FEED)) text += Buffer.from(chunk).toString();
    }
  });
  return text;
}
