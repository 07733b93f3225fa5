import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { KeyValue } from '../../../src/job/instance.ts';
import { text } from '../../support/table-writes.ts';
import { blockFile, blockText, type KeyType, type Write, writeTable } from '../../support/write-table.ts';
import { zipFile } from '../../support/zip-file.ts';
import { expectPlain } from './expect-plain.ts';
import { readTable } from './read-table.ts';
import { inFolder, tableIn } from './table-folder.ts';

describe('a key in several blocks', () => {
  it.each<[string, KeyType, (number: number) => KeyValue]>([
    ['integers', 'INT64', (number) => number - 100],
    ['integers that no number has', 'INT64', (number) => 2n ** 53n - 100n + BigInt(number)],
    ['floats', 'FLOAT64', (number) => number / 7],
    ['strings', 'STRING', (number) => `key ${String(number).padStart(5, '0')} é`],
    ['bytes', 'BYTES', (number) => Buffer.from(`k${String(number).padStart(5, '0')}`)],
  ])('is one row among %s, in long runs of keys and in turn', (_, keyType, keyOf) =>
    inFolder(async (folder) => {
      const block = (revision: number, numbers: readonly number[]) =>
        numbers.map(
          (number): Write => ({
            key: keyOf(number),
            revision: BigInt(revision * 10_000 + number),
            cells: { [revision % 2 === 0 ? 'even' : 'odd']: text(`${revision} ${'x'.repeat((number % 20) * 300)}`) },
          }),
        );
      const numbers = (from: number, to: number, step: number) =>
        Array.from({ length: Math.ceil((to - from) / step) }, (_unused, index) => from + index * step);
      writeTable(folder, {
        keyType,
        blocks: [
          block(5, numbers(0, 140, 1)),
          block(2, numbers(10, 120, 3)),
          block(3, numbers(130, 260, 1)),
          block(4, numbers(135, 200, 2)),
          block(1, [...numbers(110, 120, 1), ...numbers(259, 300, 1)]),
        ],
      });
      expect((await expectPlain(folder, {})).split('\n')).toHaveLength(301);
      await expectPlain(folder, { start: keyOf(115), end: keyOf(136) });
      await expectPlain(folder, { limit: 125 });
    }));

  it('is one row, though its second line brings a schema that was not met before', () =>
    inFolder(async (folder) => {
      const write = (key: number, revision: bigint, cells: Write['cells']): Write => ({ key, revision, cells });
      const a = { a: text('') };
      writeTable(folder, {
        keyType: 'INT64',
        blocks: [
          [write(1, 2003n, a), write(2, 2006n, {})],
          [write(-1, 2007n, {})],
          [write(1, 1002n, {}), write(-1, 2005n, a)],
        ],
      });
      expect(await expectPlain(folder, {})).toBe('{"id":-1,"a":""}\n{"id":1,"a":""}\n{"id":2}\n');
    }));
});

describe('a limit', () => {
  const write = (key: number, revision: bigint): Write => ({ key, revision, cells: { a: text(`${revision}`) } });

  it('ends before a key that was written again after a range with it was deleted', () =>
    inFolder(async (folder) => {
      const tombstones = [{ start: 3, revision: '5' }];
      writeTable(folder, { keyType: 'INT64', blocks: [[1, 2, 3, 4].map((key) => write(key, 9n))], tombstones });
      expect(await expectPlain(folder, { limit: 2 })).toBe('{"id":1,"a":"9"}\n{"id":2,"a":"9"}\n');
      expect((await expectPlain(folder, { limit: 3 })).split('\n')).toHaveLength(4);
    }));

  it('ends before damage behind it', () =>
    inFolder(async (folder) => {
      const blocks = [[1, 3, 5].map((key) => write(key, 1n)), [2, 4].map((key) => write(key, 2n))];
      writeTable(folder, { keyType: 'INT64', blocks });
      const lines = blockText([write(1, 1n), write(3, 1n)], 'id', 'INT64');
      writeFileSync(blockFile(folder, 1), zipFile(`${lines}{"key": "id", "rec\n`));
      const rows = await readTable(tableIn(folder), { limit: 3 });
      expect(rows).toMatchObject({ error: null, json: '{"id":1,"a":"1"}\n{"id":2,"a":"2"}\n{"id":3,"a":"1"}\n' });
      expect((await readTable(tableIn(folder), {})).error).not.toBe(null);
    }));
});

describe('the order of the columns', () => {
  const write = (key: number, cells: Write['cells']): Write => ({ key, revision: BigInt(key + 1), cells });

  it('is told by the rows of the range alone', () =>
    inFolder(async (folder) => {
      writeTable(folder, {
        keyType: 'INT64',
        blocks: [[write(1, { b: text('1') }), write(2, { c: text('2') }), write(3, { b: text('3'), c: text('3') })]],
      });
      expect(await expectPlain(folder, { start: 2 })).toBe('{"id":2,"c":"2"}\n{"id":3,"c":"3","b":"3"}\n');
      expect(await expectPlain(folder, {})).toContain('{"id":3,"b":"3","c":"3"}');
    }));

  it('is not told by a record that a delete ends', () =>
    inFolder(async (folder) => {
      writeTable(folder, {
        keyType: 'INT64',
        blocks: [
          [
            write(1, { b: text('1') }),
            { key: 1, revision: 10n, cells: null },
            { key: 1, revision: 11n, cells: { c: text('1') } },
            write(2, { b: text('2'), c: text('2') }),
          ],
        ],
      });
      expect(await expectPlain(folder, {})).toBe('{"id":1,"c":"1"}\n{"id":2,"c":"2","b":"2"}\n');
    }));
});
