import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ObjectStore } from '../../src/standalone/object-store.ts';
import { StandaloneTable } from '../../src/standalone/table.ts';
import { temporaryFolder } from '../support/stores.ts';
import { type Write, writeTable } from '../support/write-table.ts';

const BLOCKS = 300;
const BLOCK_ROWS = 2;

describe('a table of hundreds of blocks', () => {
  it('is read to its end even if a writer removes blocks that are not read yet', async () => {
    const folder = mkdtempSync(join(await temporaryFolder(), 'many-'));
    const write = (key: number): Write => ({ key, revision: 1n, cells: { n: [{ type: 'INT8' }, '1'] } });
    const blocks = Array.from({ length: BLOCKS }, (_, block) =>
      Array.from({ length: BLOCK_ROWS }, (_, row) => write(block * BLOCK_ROWS + row)),
    );
    writeTable(folder, { keyType: 'INT64', blocks });
    const table = new StandaloneTable('t', folder, new ObjectStore(folder));
    let rows = 0;
    for await (const batch of table.read({})) {
      if (rows === 0) for (const name of readdirSync(folder).sort().slice(10)) rmSync(join(folder, name));
      rows += batch.length;
    }
    expect(rows).toBe(BLOCKS * BLOCK_ROWS);
  });
});
