import { describe, expect, it } from 'vitest';
import { ValueError } from '../../../src/datastore/scalars.ts';
import type { DataType, TypedValue } from '../../../src/datastore/typed-value.ts';
import type { SwjobError } from '../../../src/errors.ts';
import type { KeyValue } from '../../../src/job/instance.ts';
import { indexOf } from '../../../src/standalone/reader/index-maker.ts';
import { Kernel } from '../../../src/standalone/reader/kernel.ts';
import { LineRepair } from '../../../src/standalone/reader/line-repair.ts';
import { LoadedBlock } from '../../../src/standalone/reader/loaded-block.ts';
import { ScanColumns } from '../../../src/standalone/reader/scan-columns.ts';
import { seekKey } from '../../../src/standalone/reader/seek-key.ts';
import { RecordSchemas } from '../../../src/standalone/record-schema.ts';
import type { BlockDescription } from '../../../src/standalone/table-description.ts';
import { pythonLine } from '../../support/write-table.ts';

const INT = { type: 'INT64' };
const TEXT = { type: 'STRING' };
const intLine = (key: number) => pythonLine('id', [['1', { id: [INT, key.toString(16)] }]]);
const textLine = (key: string, value = '') => pythonLine('id', [['1', { id: [TEXT, key], v: [TEXT, value] }]]);

interface Parts extends Partial<BlockDescription> {
  readonly skip?: (damage: SwjobError) => void;
}

const schemas = new RecordSchemas();

function repairOf(keyType: DataType): LineRepair {
  const manifest = { path: '', keyColumn: 'id', keyType, blocks: [], tombstones: [] };
  return new LineRepair({ manifest, schemas, wanted: undefined, revision: undefined, see: () => undefined });
}

function blockOf(content: string | Buffer, block: Partial<BlockDescription> = {}): LoadedBlock {
  const description = { path: 'data', minKey: undefined, maxKey: undefined, rowCount: undefined, ...block };
  return new LoadedBlock(Buffer.from(content), 'data.zip', description);
}

/** The keys of a block, with the kernel or without. */
function keysIn(content: string | Buffer, { skip, ...parts }: Parts, keyType: DataType, byKernel: boolean): KeyValue[] {
  const columns = new ScanColumns('id', undefined, true);
  const seen = { onSchema: () => undefined, convert: (value: TypedValue) => value };
  const kernel = Kernel.open({ keyColumn: 'id', keyType, schemas, columns, keepNone: false, upTo: undefined, ...seen });
  const block = blockOf(content, parts);
  const index = indexOf(block, byKernel ? kernel : null, repairOf(keyType), {}, skip);
  const keys: KeyValue[] = [];
  for (;;) {
    index.checkDamage();
    if (index.key === undefined) return keys;
    expect(block.text(index.line.start, index.line.end)).toContain('"records"');
    keys.push(index.key);
    index.advance();
  }
}

function keysOf(content: string | Buffer, parts: Parts = {}, keyType: DataType = 'INT64'): KeyValue[] {
  const keys = keysIn(content, { ...parts, skip: parts.skip && (() => undefined) } as Parts, keyType, false);
  expect(keysIn(content, parts, keyType, true)).toEqual(keys);
  return keys;
}

describe('the keys of a block', () => {
  it('are those of its lines in order, whatever their ends', () => {
    const lines = [1, 2, 10].map(intLine);
    expect(keysOf(lines.join('\n'))).toEqual([1, 2, 10]);
    expect(keysOf(`${lines.join('\n')}\n`, { rowCount: 3, minKey: 1, maxKey: 10 })).toEqual([1, 2, 10]);
    expect(keysOf(`\n\n${lines.join('\n \t\n\n')}\n \n`, { rowCount: 3 })).toEqual([1, 2, 10]);
    expect(keysOf(`${lines.join('\r\n')}\r\n`, { rowCount: 3 })).toEqual([1, 2, 10]);
    expect(keysOf('')).toEqual([]);
    expect(keysOf('\n', { rowCount: 0 })).toEqual([]);
  });

  it('ends a line at a line feed only', () => {
    const values = ['\u2028', '\u2029', '\u0085', '\u000b', '\u000c', '\u001c', '\ufeff', '🙂'];
    const content = values.map((value, index) => `${textLine(`k${index}`, value)}\n`).join('');
    expect(content).toContain('\u2028');
    const keys = values.map((_, index) => `k${index}`);
    expect(keysOf(content, { rowCount: values.length }, 'STRING')).toEqual(keys);
  });

  it.each<[string, string, Parts]>([
    ['line 2: its key does not follow the one before', `${intLine(2)}\n${intLine(1)}`, {}],
    ['line 4: its key does not follow the one before', `${intLine(2)}\n\n\n${intLine(2)}`, {}],
    ["line 1: its key is outside the block's bounds", intLine(2), { minKey: 3 }],
    ["line 2: its key is outside the block's bounds", `${intLine(2)}\n${intLine(5)}`, { minKey: 0, maxKey: 4 }],
    [': 2 rows, but the manifest', `${intLine(2)}\n${intLine(5)}\n\n`, { rowCount: 3 }],
    [': 1 row, but the manifest', intLine(2), { rowCount: 0 }],
    ['line 3: Expected', `${intLine(1)}\n\n{x`, {}],
    ['line 1: a line without its records', '{}', {}],
    ['line 2: the key column "other"', `${intLine(1)}\n${intLine(2).replace('"id"', '"other"')}`, {}],
  ])('finds damage at its line: %s', (message, content, block) => {
    expect(() => keysOf(content, block)).toThrow(expect.objectContaining({ code: 'damaged' }));
    expect(() => keysOf(content, block)).toThrow(message);
    expect(() => keysOf(content, block)).toThrow(/^data\.zip/);
  });

  it('finds what is nested deeper than any stack', () => {
    const schema = `{"id": ${'{"type": "LIST", "elementType": '.repeat(100_000)}{"type": "INT8"}${'}'.repeat(100_000)}}`;
    for (const gap of [' ', '']) {
      const line = `{"key": "id",${gap}"records": {"1": {"schema": ${schema}, "data": {"id": ["1"]}}}}`;
      expect(() => keysOf(line)).toThrow(expect.objectContaining({ code: 'damaged' }));
      expect(() => keysOf(line)).toThrow(/^data\.zip, line 1: .{1,100}$/);
    }
  });

  it('refuses what is not UTF-8', () => {
    const latin1 = Buffer.from(textLine('k', 'é'), 'latin1');
    expect(() => blockOf(latin1).isAscii).toThrow('data.zip: not UTF-8 text');
    expect(() => blockOf(Buffer.from([0xed, 0xa0, 0x80])).isAscii).toThrow('data.zip: not UTF-8 text');
    expect(() => blockOf(latin1).isAsciiIn(0, latin1.length)).toThrow('data.zip: not UTF-8 text');
  });

  it('with `skip` passes over each damage once and goes on', () => {
    const told: string[] = [];
    const content = ['{', intLine(2), intLine(1), intLine(3), intLine(99), '', intLine(4), 'x', ''].join('\n');
    const skip = (damage: SwjobError) => told.push(damage.message);
    expect(keysOf(content, { maxKey: 10, rowCount: 7, skip })).toEqual([2, 3, 4]);
    expect(told.map((message) => message.slice(0, 16))).toEqual([
      'data.zip, line 1',
      'data.zip, line 3',
      'data.zip, line 5',
      'data.zip, line 8',
    ]);
    const short: string[] = [];
    expect(keysOf(`${intLine(1)}\n`, { rowCount: 2, skip: (damage) => short.push(damage.message) })).toEqual([1]);
    expect(short).toEqual(['data.zip: 1 row, but the manifest lists 2']);
  });
});

describe('a key that is looked for by its text', () => {
  const keys = ['a', 'ab', 'abc', 'b-1', 'b_2', 'id', 'key', 'zz'];
  const content = keys.map((key) => `${textLine(key, 'abc b-1 records zzz é')}\n`).join('');
  const seek = (text: string, key: string, tell?: (error: unknown) => void) => {
    const block = blockOf(text);
    const line = seekKey(block, key, (found) => {
      try {
        return repairOf('STRING').read(found, undefined);
      } catch (error) {
        if (tell === undefined) throw error;
        tell(error);
        return null;
      }
    });
    return line && block.text(line.start, line.end);
  };

  it('is found past others that contain its text', () => {
    for (const key of keys) expect(seek(content, key)).toBe(textLine(key, 'abc b-1 records zzz é'));
    expect(seek(`${textLine('a')}\n${textLine('b')}`, 'b')).toBe(textLine('b'));
  });

  it('is not the beginning of another, nor the text of a value', () => {
    for (const key of ['z', 'zzz', 'abcd', 'records', 'b', '1', 'schema', 'STRING', 'A']) {
      expect(seek(content, key)).toBeNull();
    }
    expect([seek('', 'a'), seek('\n', 'a')]).toEqual([null, null]);
  });

  it('finds the damage of the lines that are looked at', () => {
    const broken = `${textLine('a')}\n{"zz"\n${textLine('zz')}\n`;
    expect(() => seek(broken, 'zz')).toThrow(/^data\.zip, line 2: /);
    expect(seek(broken, 'a')).toBe(textLine('a'));
    const told: unknown[] = [];
    expect(seek(broken, 'zz', (error) => told.push(error))).toBe(textLine('zz'));
    expect(told).toHaveLength(1);
  });
});

describe('guard', () => {
  it('names the line', () => {
    const block = blockOf(`\n${textLine('a', 'x')}\n`);
    const fail = (error: Error) => () =>
      block.guard(1, () => {
        throw error;
      });
    expect(fail(new ValueError('5 is not a valid STRING'))).toThrow('data.zip, line 2: 5 is not a valid STRING');
    expect(fail(new TypeError('a bug'))).toThrow(new TypeError('a bug'));
    expect(block.guard(1, () => 7)).toBe(7);
  });
});
