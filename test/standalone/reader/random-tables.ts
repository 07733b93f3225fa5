import { writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { encodeFloat, encodeInteger } from '../../../src/datastore/scalars.ts';
import type { KeyValue, ScanOptions } from '../../../src/job/instance.ts';
import {
  blockFile,
  blockText,
  type Cell,
  type KeyType,
  type TombstoneText,
  type Write,
  writeTable,
} from '../../support/write-table.ts';
import { zipFile } from '../../support/zip-file.ts';

// Random tables of every kind of value, in the client's spelling and in others, whole and damaged.

const TEXTS = [
  '',
  'plain',
  'a "quoted" \\ text',
  'tab\tand\nline\u0000\u001f\u007f',
  'é ü \u2028 \u2029 \u0085',
  '\ud83d\ude42',
  '\ud800 alone',
  ', "data": ',
  '}}}',
  '"}, "1": {"schema": ',
  'a comma, behind more than sixteen characters',
  'sixteen letters, "',
  '\r\n',
  'cr\rlf\n',
  '\u000bvertical\f',
  '\\',
  '"',
  ' before',
  'behind ',
  '\u00a0before',
  'behind\u3000',
  '\ufeffmark',
  'en\u2002',
  'no blanks\u0085',
  'curly\u201d',
  '\u200b',
];
/** What csv and tsv look for, anywhere and at the edges. */
const UNITS = [',', '"', '\t', '\n', '\r', '\\', ' ', '\f', '\u0001', '\u00a0', '\u1680', '\u205f', '\u202f', '\ufeff'];
const text = fc.oneof(
  { arbitrary: fc.constantFrom(...TEXTS), weight: 3 },
  fc.string({ unit: fc.constantFrom(...UNITS, 'x', 'y', '\u00e9', '\u4e2d', '\ud83d\ude42'), maxLength: 40 }),
);
const float = fc.oneof(
  fc.constantFrom(0, -0, 1, -1.5, 0.1, 1e21, 5e-324, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY),
  fc.double(),
);
const integerOf = (type: 'INT8' | 'INT16' | 'INT32' | 'INT64', bits: number) => {
  const least = -(2n ** BigInt(bits - 1));
  const numbers = fc.oneof(fc.constantFrom(0n, 1n, -1n, least, -least - 1n), fc.bigInt(least, -least - 1n));
  return numbers.map((value): Cell => [{ type }, encodeInteger(type, value)]);
};

const scalar: fc.Arbitrary<Cell> = fc.oneof(
  integerOf('INT8', 8),
  integerOf('INT16', 16),
  integerOf('INT32', 32),
  integerOf('INT64', 64),
  float.map((value): Cell => [{ type: 'FLOAT64' }, encodeFloat('FLOAT64', value)]),
  float.map((value): Cell => [{ type: 'FLOAT32' }, encodeFloat('FLOAT32', value)]),
  fc.constantFrom<Cell>([{ type: 'FLOAT16' }, '3c00'], [{ type: 'FLOAT16' }, 'fc00']),
  fc.constantFrom<Cell>([{ type: 'BOOL' }, '1'], [{ type: 'BOOL' }, '0']),
  text.map((value): Cell => [{ type: 'STRING' }, value]),
  text.map((value): Cell => [{ type: 'BYTES' }, Buffer.from(value).toString('base64')]),
  fc.constant<Cell>([{ type: 'UNKNOWN' }, null]),
);

/** Spellings of old clients, and values that do not fit their type. */
const odd = fc.constantFrom<Cell>(
  [{ type: 'INT64' }, '7'],
  [{ type: 'INT64' }, 'FFFFFFFFFFFFFFFF'],
  [{ type: 'FLOAT64' }, '0'],
  [{ type: 'STRING' }, null],
  [{ type: 'INT32' }, null],
);
export const wrong = fc.constantFrom<Cell>(
  [{ type: 'INT64' }, 'zz'],
  [{ type: 'INT8' }, '0000'],
  [{ type: 'BOOL' }, '2'],
  [{ type: 'STRING' }, 5],
  [{ type: 'LIST', elementType: { type: 'STRING' } }, 'no list'],
  [{ type: 'NOTHING' }, '1'],
);

const map = fc
  .array(text, { maxLength: 3 })
  .map(
    (keys): Cell => [
      { type: 'MAP', keyType: { type: 'STRING' }, valueType: { type: 'INT64' } },
      keys.map((key, index) => [key, encodeInteger('INT64', index)]),
    ],
  );

const object = scalar.map(
  ([schema, data]): Cell => [
    { type: 'OBJECT', pythonType: 'x.Y', attributes: [{ ...Object(schema), name: 'value' }] },
    { value: data },
  ],
);

const { cell } = fc.letrec<{ cell: Cell; list: Cell }>((tie) => ({
  cell: fc.oneof({ maxDepth: 3 }, { arbitrary: scalar, weight: 6 }, odd, tie('list'), map, object),
  list: fc.tuple(fc.constantFrom('LIST', 'TUPLE'), tie('cell'), fc.nat(4), fc.boolean()).map(sequence),
}));

function sequence([type, [elementType, data], length, hasNone]: [string, Cell, number, boolean]): Cell {
  const items = Array<unknown>(length).fill(data);
  return [{ type, elementType }, hasNone ? [...items, null] : items];
}

/** Names that JavaScript, JSON or a scan for texts may take for something else. */
export const COLUMNS = [
  'a',
  'b',
  '10',
  '9',
  '__proto__',
  'constructor',
  'data',
  'é\u2028',
  'with "quotes"',
  'x/y',
  'schema',
  ' ,',
];

/** A record's columns: the client writes them by name, but nothing promises that. */
const cellsOf = (value: fc.Arbitrary<Cell>): fc.Arbitrary<Readonly<Record<string, Cell>>> =>
  fc
    .uniqueArray(fc.tuple(fc.constantFrom(...COLUMNS), value), { selector: ([name]) => name, maxLength: 5 })
    .map(
      (columns) =>
        Object.defineProperties(
          {},
          Object.fromEntries(columns.map(([name, one]) => [name, { value: one, enumerable: true }])),
        ) as Readonly<Record<string, Cell>>,
    );

const KEYS: Partial<Readonly<Record<KeyType, readonly KeyValue[]>>> = {
  INT64: [-(2n ** 53n) - 1n, -5, -1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 2n ** 53n + 1n],
  STRING: ['', '-', '10', '9', 'B', 'a', 'a"b', 'a\\', 'ab', 'b', 'c', 'd', 'e', 'é', '\uffff', '\ud83d\ude42'],
  BOOL: [false, true],
};

export type LineSpelling = 'as the client' | 'compact' | 'blank line before' | 'without its end' | 'a byte changed';

export interface RandomTable {
  readonly keyType: KeyType;
  readonly keys: readonly KeyValue[];
  readonly blocks: readonly (readonly Write[])[];
  readonly tombstones: readonly TombstoneText[];
  /** How each line is spelled, over and over. */
  readonly spellings: readonly LineSpelling[];
}

/** Tables of a few blocks; every block has its own keys, unless they overlap. */
export function randomTables(
  spelling: fc.Arbitrary<LineSpelling>,
  value = cell,
  size: fc.ArrayConstraints = { maxLength: 24 },
): fc.Arbitrary<RandomTable> {
  return fc
    .record({
      keyType: fc.constantFrom<KeyType[]>('INT64', 'INT64', 'STRING', 'BOOL'),
      /** Few of them, so that schemas come again. */
      kinds: fc.array(cellsOf(value), { minLength: 1, maxLength: 3 }),
      writes: fc.array(fc.record({ key: fc.nat(16), kind: fc.nat(9), again: fc.nat(9) }), size),
      count: fc.integer({ min: 1, max: 4 }),
      overlap: fc.boolean(),
      tombstoned: fc.nat(9),
      spellings: fc.array(spelling, { minLength: 1, maxLength: 7 }),
    })
    .map(({ keyType, kinds, writes, count, overlap, tombstoned, spellings }) => {
      const keys = KEYS[keyType] ?? [];
      const share = Math.ceil(keys.length / count);
      const blocks = Array.from({ length: count }, (): Write[] => []);
      for (const [index, { key, kind, again }] of writes.entries()) {
        const place = key % keys.length;
        const block = blocks[overlap ? index % count : Math.floor(place / share)];
        const write = {
          key: keys[place] ?? 0,
          revision: 1000n + BigInt(index),
          cells: kinds[kind % kinds.length] ?? {},
        };
        block?.push(again === 0 ? { ...write, cells: null } : write);
        if (again === 1) block?.push({ ...write, revision: 2000n + BigInt(index) });
      }
      const tombstones = tombstoned === 0 ? [{ start: keys[3], end: keys[6], revision: '1010' }] : [];
      return { keyType, keys, blocks: blocks.filter(({ length }) => length > 0), tombstones, spellings };
    });
}

/** Writes the table; its lines in their spellings. */
export function writeRandomTable(folder: string, { keyType, blocks, tombstones, spellings }: RandomTable): void {
  writeTable(folder, { keyType, blocks, tombstones });
  let number = 0;
  for (const [index, writes] of blocks.entries()) {
    const lines = blockText(writes, 'id', keyType).split('\n').slice(0, -1);
    const spelled = lines.map((line) => respelled(line, spellings[number++ % spellings.length] ?? 'as the client'));
    writeFileSync(blockFile(folder, index + 1), zipFile(spelled.map((line) => `${line}\n`).join('')));
  }
}

function respelled(line: string, spelling: LineSpelling): string {
  switch (spelling) {
    case 'compact':
      return JSON.stringify(JSON.parse(line));
    case 'blank line before':
      return `  \n${line}`;
    case 'without its end':
      return line.slice(0, Math.floor(line.length * 0.9));
    case 'a byte changed':
      return `${line.slice(0, -12)}~${line.slice(-11)}`;
    default:
      return line;
  }
}

/** Ranges, limits and columns that meet the keys and columns of a table. */
export function scansOf(keys: readonly KeyValue[]): fc.Arbitrary<ScanOptions> {
  const key = fc.option(fc.constantFrom(...keys), { nil: undefined });
  return fc.record({
    start: key,
    end: key,
    endInclusive: fc.boolean(),
    keepNone: fc.boolean(),
    limit: fc.option(fc.nat(8), { nil: undefined }),
    columns: fc.option(fc.uniqueArray(fc.constantFrom('id', ...COLUMNS)), { nil: undefined, freq: 2 }),
    revision: fc.option(fc.bigInt(1000n, 2030n), { nil: undefined, freq: 1 }),
  });
}

/** Lines in the client's own spelling, and in others that mean the same. */
export const WHOLE: fc.Arbitrary<LineSpelling> = fc.constantFrom<LineSpelling[]>(
  'as the client',
  'as the client',
  'as the client',
  'compact',
  'blank line before',
);
