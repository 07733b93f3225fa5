import { describe, expect, it } from 'vitest';
import type { SwjobError } from '../../src/errors.ts';
import type { KeyValue } from '../../src/job/instance.ts';
import { BlockCursor } from '../../src/standalone/block.ts';
import { BlockLineReader } from '../../src/standalone/block-line.ts';
import { RecordSchemas } from '../../src/standalone/record-schema.ts';
import type { BlockDescription } from '../../src/standalone/table-description.ts';
import { pythonLine } from '../support/write-table.ts';

const INT = { type: 'INT64' };
const TEXT = { type: 'STRING' };
const intLine = (key: number) => pythonLine('id', [['1', { id: [INT, key.toString(16)] }]]);
const textLine = (key: string, value = '') => pythonLine('id', [['1', { id: [TEXT, key], v: [TEXT, value] }]]);

interface Parts extends Partial<BlockDescription> {
  readonly skip?: (damage: SwjobError) => void;
}

function cursorOf(content: string | Buffer, { skip, ...block }: Parts = {}): BlockCursor {
  const reader = new BlockLineReader('id', new RecordSchemas());
  const description = { path: 'data', minKey: undefined, maxKey: undefined, rowCount: undefined, ...block };
  return new BlockCursor(Buffer.from(content), 'data.zip', description, reader, skip);
}

function keysOf(cursor: BlockCursor): KeyValue[] {
  const keys: KeyValue[] = [];
  while (cursor.advance()) if (cursor.current) keys.push(cursor.current.key);
  expect(cursor.current).toBeNull();
  return keys;
}

describe('advance', () => {
  it('walks the lines in order, whatever their ends', () => {
    const lines = [1, 2, 10].map(intLine);
    expect(keysOf(cursorOf(lines.join('\n')))).toEqual([1, 2, 10]);
    expect(keysOf(cursorOf(`${lines.join('\n')}\n`, { rowCount: 3, minKey: 1, maxKey: 10 }))).toEqual([1, 2, 10]);
    expect(keysOf(cursorOf(`\n\n${lines.join('\n \t\n\n')}\n \n`, { rowCount: 3 }))).toEqual([1, 2, 10]);
    expect(keysOf(cursorOf(`${lines.join('\r\n')}\r\n`, { rowCount: 3 }))).toEqual([1, 2, 10]);
    expect(keysOf(cursorOf(''))).toEqual([]);
    expect(keysOf(cursorOf('\n', { rowCount: 0 }))).toEqual([]);
  });

  it('ends a line at a line feed only', () => {
    const values = ['\u2028', '\u2029', '\u0085', '\u000b', '\u000c', '\u001c', '\ufeff', '🙂'];
    const content = values.map((value, index) => `${textLine(`k${index}`, value)}\n`).join('');
    expect(content).toContain('\u2028');
    const cursor = cursorOf(content, { rowCount: values.length });
    const read: unknown[] = [];
    while (cursor.advance()) read.push(cursor.current?.records[0]?.data['v']);
    expect(read).toEqual(values);
  });

  it.each<[string, string, Parts]>([
    ['line 2: its key does not follow the one before', `${intLine(2)}\n${intLine(1)}`, {}],
    ['line 4: its key does not follow the one before', `${intLine(2)}\n\n\n${intLine(2)}`, {}],
    ["line 1: its key lies outside of the block's bounds", intLine(2), { minKey: 3 }],
    ["line 2: its key lies outside of the block's bounds", `${intLine(2)}\n${intLine(5)}`, { minKey: 0, maxKey: 4 }],
    [': 2 rows, where the table', `${intLine(2)}\n${intLine(5)}\n\n`, { rowCount: 3 }],
    [': 1 rows, where the table', intLine(2), { rowCount: 0 }],
    ['line 3: Expected', `${intLine(1)}\n\n{x`, {}],
    ['line 1: a line without its records', '{}', {}],
    ['line 2: the key column "other"', `${intLine(1)}\n${intLine(2).replace('"id"', '"other"')}`, {}],
  ])('finds damage at its line: %s', (message, content, block) => {
    expect(() => keysOf(cursorOf(content, block))).toThrow(expect.objectContaining({ code: 'damaged' }));
    expect(() => keysOf(cursorOf(content, block))).toThrow(message);
    expect(() => keysOf(cursorOf(content, block))).toThrow(/^data\.zip/);
  });

  it('finds what is nested deeper than any stack', () => {
    const schema = `{"id": ${'{"type": "LIST", "elementType": '.repeat(100_000)}{"type": "INT8"}${'}'.repeat(100_000)}}`;
    for (const gap of [' ', '']) {
      const line = `{"key": "id",${gap}"records": {"1": {"schema": ${schema}, "data": {"id": ["1"]}}}}`;
      expect(() => keysOf(cursorOf(line))).toThrow(expect.objectContaining({ code: 'damaged' }));
      expect(() => keysOf(cursorOf(line))).toThrow(/^data\.zip, line 1: .{1,100}$/);
    }
  });

  it('refuses what is not UTF-8', () => {
    const latin1 = Buffer.from(textLine('k', 'é'), 'latin1');
    expect(() => cursorOf(latin1)).toThrow('data.zip: not UTF-8 text');
    expect(() => cursorOf(Buffer.from([0xed, 0xa0, 0x80]))).toThrow('data.zip: not UTF-8 text');
  });

  it('with `skip` passes over each damage once and goes on', () => {
    const told: string[] = [];
    const content = ['{', intLine(2), intLine(1), intLine(3), intLine(99), '', intLine(4), 'x', ''].join('\n');
    const cursor = cursorOf(content, { maxKey: 10, rowCount: 7, skip: (damage) => told.push(damage.message) });
    expect(keysOf(cursor)).toEqual([2, 3, 4]);
    expect(told.map((message) => message.slice(0, 16))).toEqual([
      'data.zip, line 1',
      'data.zip, line 3',
      'data.zip, line 5',
      'data.zip, line 8',
    ]);
    const short: string[] = [];
    expect(keysOf(cursorOf(`${intLine(1)}\n`, { rowCount: 2, skip: (damage) => short.push(damage.message) }))).toEqual([
      1,
    ]);
    expect(short).toEqual(["data.zip: 1 rows, where the table's manifest states 2"]);
  });
});

describe('seekText', () => {
  const keys = ['a', 'ab', 'abc', 'b-1', 'b_2', 'id', 'key', 'zz'];
  const content = keys.map((key) => `${textLine(key, 'abc b-1 records zzz é')}\n`).join('');

  it('goes to the line of a key, past others that contain its text', () => {
    for (const key of keys) {
      const cursor = cursorOf(content, { rowCount: keys.length });
      expect(cursor.seekText(key)).toBe(true);
      expect(cursor.current?.key).toBe(key);
      expect(keysOf(cursor)).toEqual(keys.slice(keys.indexOf(key) + 1));
    }
  });

  it('misses keys that are only the beginning of others, or text of values', () => {
    for (const key of ['z', 'zzz', 'abcd', 'records', 'b', '1', 'schema', 'STRING', 'A']) {
      const cursor = cursorOf(content);
      expect(cursor.seekText(key)).toBe(false);
      expect(cursor.current).toBeNull();
    }
    expect(cursorOf('').seekText('a')).toBe(false);
    expect(cursorOf('\n').seekText('a')).toBe(false);
  });

  it('finds a last line without its end', () => {
    expect(cursorOf(`${textLine('a')}\n${textLine('b')}`).seekText('b')).toBe(true);
  });

  it('tells damage of the lines it looks at, and with `skip` goes on', () => {
    const broken = `${textLine('a')}\n{"zz"\n${textLine('zz')}\n`;
    expect(() => cursorOf(broken).seekText('zz')).toThrow(/^data\.zip, line 2: /);
    expect(cursorOf(broken).seekText('a')).toBe(true);
    const told: SwjobError[] = [];
    const cursor = cursorOf(broken, { skip: (damage) => told.push(damage) });
    expect(cursor.seekText('zz')).toBe(true);
    expect(told).toHaveLength(1);
  });
});

describe('guard', () => {
  it('names the line that the cursor stands on', () => {
    const cursor = cursorOf(`\n${textLine('a', 'x')}\n`);
    cursor.advance();
    expect(() => cursor.guard(() => cursor.current?.records[0]?.schema.get('v')?.(5))).toThrow(
      'data.zip, line 2: 5 is no STRING',
    );
    expect(() =>
      cursor.guard(() => {
        throw new TypeError('a bug');
      }),
    ).toThrow(new TypeError('a bug'));
    expect(cursor.guard(() => 7)).toBe(7);
  });
});
