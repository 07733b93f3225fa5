import { describe, expect, it } from 'vitest';
import { Kernel } from '../../../src/standalone/reader/kernel.ts';
import { ScanColumns } from '../../../src/standalone/reader/scan-columns.ts';
import { RecordSchemas } from '../../../src/standalone/record-schema.ts';
import { integer } from '../../support/table-writes.ts';
import { type Write, writeTable } from '../../support/write-table.ts';
import { expectPlain } from './expect-plain.ts';
import { inFolder } from './table-folder.ts';

describe('the plans of a scan', () => {
  it('take little memory at first, as each scan of a small table begins with it', () => {
    const kernel = Kernel.open({
      ...{ keyColumn: 'id', keyType: 'INT64', keepNone: false, upTo: undefined },
      schemas: new RecordSchemas(),
      columns: new ScanColumns('id', undefined, true),
      convert: (value) => value,
      onSchema: () => undefined,
    });
    expect(kernel?.memory.buffer.byteLength).toBeLessThan(4 << 20);
  });

  // Ten need more room than there is at first, five hundred more than there is at most.
  it.each([10, 500])('have room for %i long schemas in turn', (schemas) =>
    inFolder(async (folder) => {
      const rows = Array.from({ length: schemas * 3 }, (_, index): Write => {
        const name = `${'long'.repeat(1000)}${index % schemas}`;
        return { key: index, revision: BigInt(index + 1), cells: { a: integer(index), [name]: integer(index) } };
      });
      writeTable(folder, { keyType: 'INT64', blocks: [rows] });
      await expectPlain(folder, { columns: ['id', 'a', `${'long'.repeat(1000)}3`] });
    }));
});
