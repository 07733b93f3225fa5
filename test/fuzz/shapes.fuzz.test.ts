import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { isSwjobError } from '../../src/errors.ts';
import { openStandalone } from '../../src/standalone/instance.ts';
import { ObjectStore } from '../../src/standalone/object-store.ts';
import { StandaloneTable } from '../../src/standalone/table.ts';
import { rowsOf } from '../support/agreement.ts';
import { jsonLines } from '../support/json-rows.ts';
import { temporaryFolder } from '../support/stores.ts';
import { type Cell, pythonLine, writeManifest, writeTable } from '../support/write-table.ts';
import { zipFile } from '../support/zip-file.ts';
import { anyLink, hex, INT, int, longText, meant, OBJECT, STORED } from './link-shapes.ts';

// Damage that no checksum finds: the shapes of schemas, links, marks and manifests are changed in otherwise intact files. A
// changed store must report damage, or answer what its oracle says.

let root: string;
beforeAll(async () => {
  root = mkdtempSync(join(await temporaryFolder(), 'shapes-'));
  mkdirSync(join(root, '.objectstore', 'ab'), { recursive: true });
  writeFileSync(join(root, '.objectstore', 'ab', OBJECT), STORED);
});

/** A table with one line, which has these records under the key 1. */
function tableOf(...records: readonly Readonly<Record<string, Cell>>[]): StandaloneTable {
  const folder = mkdtempSync(join(root, 'table-'));
  const cells = records.map((record, index): [string, Readonly<Record<string, Cell>>] => [
    String(index + 1),
    { id: [INT, hex(1)], ...record },
  ]);
  writeFileSync(join(folder, 'data.0000001.zip'), zipFile(`${pythonLine('id', cells)}\n`));
  const block = { min_key: 1, max_key: 1, row_count: 1, block_id: 1 };
  writeManifest(folder, { key_column_type: INT, blocks: [block] });
  return new StandaloneTable('t', folder, new ObjectStore(root));
}

/** A table's answer for each way of reading its rows, `damaged` for damage; any other error fails the test. */
async function answers(table: StandaloneTable): Promise<readonly unknown[]> {
  const ways = [
    async () => (await rowsOf(table)).map((row) => Array.from(row.values(), ({ value }) => value)),
    async () => {
      const json = await jsonLines(table);
      return json === '' ? [] : [Object.values(JSON.parse(json) as object)];
    },
  ];
  return Promise.all(ways.map((way) => way().catch(asDamage)));
}

function asDamage(error: unknown): string {
  if (isSwjobError(error, 'damaged')) return 'damaged';
  throw error;
}

describe('the shape of', () => {
  it('a long string: it is read completely, or it is damage', async () => {
    await fc.assert(
      fc.asyncProperty(anyLink, async (shape) => {
        const expected = meant(shape);
        const answer = expected === 'damaged' ? 'damaged' : [[1, expected]];
        expect(await answers(tableOf({ a: longText(shape) }))).toEqual([answer, answer]);
      }),
      { numRuns: 300 },
    );
  });

  it('a delete mark: any truthy value in Python deletes the row', async () => {
    const marks: readonly (readonly [Cell, boolean])[] = [
      [[{ type: 'BOOL' }, '1'], true],
      [[{ type: 'INT8' }, '01'], true],
      [[{ type: 'INT64' }, hex(-1)], true],
      [[{ type: 'STRING' }, '1'], true],
      [[{ type: 'STRING' }, '0'], true],
      [[{ type: 'FLOAT64' }, '7ff8000000000000'], true],
      [[{ type: 'LIST', elementType: INT }, [hex(0)]], true],
      [[{ type: 'BOOL' }, '0'], false],
      [[{ type: 'INT32' }, '00000000'], false],
      [[{ type: 'STRING' }, ''], false],
      [[{ type: 'FLOAT64' }, '8000000000000000'], false],
      [[{ type: 'LIST', elementType: INT }, []], false],
      [[{ type: 'UNKNOWN' }, null], false],
    ];
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...marks), fc.boolean(), async ([mark, isDelete], isFirst) => {
        const records = isFirst ? [{ '-': mark }] : [{ a: int(5) }, { '-': mark }];
        for (const rows of await answers(tableOf(...records))) expect(rows).toHaveLength(isDelete ? 0 : 1);
      }),
      { numRuns: 40 },
    );
  });

  it('a manifest: invalid UTF-8 is damage anywhere', async () => {
    const store = mkdtempSync(join(root, 'store-'));
    const job = join(store, 'self', 'job', 'ab', 'abc');
    mkdirSync(job, { recursive: true });
    const dir = join(store, '.datastore', 't0');
    writeTable(dir, { keyType: 'INT64', blocks: [[{ key: 1, revision: 1n, cells: { a: int(1) } }]] });
    const tables = [{ name: 'project/self/eval/ab/abc/t', dir: 't0', created_at: 0 }];
    writeFileSync(join(store, '.datastore', 'manifest.json'), JSON.stringify({ version: '0.1', tables }));
    writeFileSync(join(job, '_manifest.yaml'), 'created_at: 2026-11-23 08:42:08 UTC\nstatus: success\nversion: abc\n');
    const files = [join(store, '.datastore', 'manifest.json'), join(dir, 'manifest.json'), join(job, '_manifest.yaml')];
    const read = async () => {
      const source = await (
        await openStandalone({ root: store, alias: 'local', summaryTable: 'eval/summary' })
      ).findJob('self', 'abc', 'any');
      await source.record();
      return rowsOf(await source.table('t'));
    };
    expect(await read()).toHaveLength(1);
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...files),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.boolean(),
        async (file, at, inserts) => {
          const whole = readFileSync(file);
          const place = Math.floor(at * (whole.length - 1));
          const rest = whole.subarray(inserts ? place : place + 1);
          writeFileSync(file, Buffer.concat([whole.subarray(0, place), Buffer.from([0xa8]), rest]));
          expect(await read().catch(asDamage)).toBe('damaged');
          writeFileSync(file, whole);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('a list of blocks: a repeated one is damage', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 4 }), fc.nat(3), fc.nat(4), async (count, which, place) => {
        const folder = mkdtempSync(join(root, 'twice-'));
        const ids = Array.from({ length: count }, (_, index) => index + 1);
        const blocks = ids.map((key) => [{ key, revision: 1n, cells: { a: int(key) } }]);
        writeTable(folder, { keyType: 'INT64', blocks });
        const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as { blocks: unknown[] };
        const table = new StandaloneTable('t', folder, new ObjectStore(root));
        expect(await rowsOf(table)).toHaveLength(count);
        manifest.blocks.splice(place % (count + 1), 0, manifest.blocks[which % count]);
        writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest));
        expect(await answers(table)).toEqual(['damaged', 'damaged']);
      }),
      { numRuns: 30 },
    );
  });

  it('float keys: a range yields what is in it, and opens no block outside of it', async () => {
    const keys = fc.uniqueArray(fc.double({ min: -1000, max: 1000, noNaN: true }), { minLength: 4, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(
        keys,
        fc.double({ min: -1000, max: 1000, noNaN: true }),
        fc.nat(500),
        async (all, start, width) => {
          const folder = mkdtempSync(join(root, 'float-'));
          // 0 and -0 are the same key.
          const sorted = [...new Set(all.map((key) => key + 0))].toSorted((a, b) => a - b);
          const size = Math.ceil(sorted.length / 4);
          const parts = [0, 1, 2, 3]
            .map((part) => sorted.slice(part * size, (part + 1) * size))
            .filter((part) => part.length > 0);
          writeTable(folder, {
            keyType: 'FLOAT64',
            blocks: parts.map((part) => part.map((key) => ({ key, revision: 1n, cells: { a: int(1) } }))),
          });
          const table = new StandaloneTable('t', folder, new ObjectStore(root));
          const end = start + width;
          const rows = await rowsOf(table, { start, end });
          expect(rows.map((row) => row.get('id')?.value)).toEqual(sorted.filter((key) => key >= start && key < end));
          // A bound in a manifest is off by less than one.
          const near = parts.filter((part) => (part.at(-1) ?? 0) >= start - 2 && (part[0] ?? 0) <= end + 2);
          expect(table.blocksRead).toBeLessThanOrEqual(near.length);
        },
      ),
      { numRuns: 60 },
    );
  });
});
