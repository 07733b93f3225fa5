import { afterAll, describe, expect, it } from 'vitest';
import { float, int, JOB, text, writeStore } from '../cli/written-store.ts';
import { storeEnv } from '../support/cli.ts';
import type { Cell, TableText } from '../support/write-table.ts';
import { compareTables, endComparing, python } from './exported.ts';

const rows = (...cells: readonly Readonly<Record<string, Cell>>[]): TableText => ({
  keyType: 'INT64',
  blocks: [cells.map((row, key) => ({ key, revision: 1n, cells: row }))],
});

const integer = (type: string, hex: string): Cell => [{ type }, hex];
const none: Cell = [{ type: 'UNKNOWN' }, null];
const bool = (value: boolean): Cell => [{ type: 'BOOL' }, value ? '1' : '0'];
const bytes = (...values: number[]): Cell => [{ type: 'BYTES' }, Buffer.from(values).toString('base64')];
const list = (element: string, ...data: unknown[]): Cell => [{ type: 'LIST', elementType: { type: element } }, data];
const map = (value: Cell, ...keys: string[]): Cell => [
  { type: 'MAP', keyType: { type: 'STRING' }, valueType: value[0] },
  keys.map((key) => [key, value[1]]),
];

const NAMES = [
  '',
  ' ',
  'a',
  'A',
  'a ',
  'a.b',
  'a.list.element',
  'list',
  'element',
  'root',
  '"',
  "'",
  '`',
  '\\',
  '\n',
  '\t\u0000\u001b[2J',
  'x,y',
  'a/b/c',
  '__proto__',
  'constructor',
  'é',
  'e\u0301',
  '画像',
  '😀',
  '\u202eright to left',
  '\ufeff',
  '0',
  '-1',
  '_job',
  'SELECT',
  '*',
  '$1',
  'x'.repeat(64 * 1024),
  `${'é'.repeat(40_000)}!`,
];

const TABLES: Readonly<Record<string, TableText>> = {
  names: rows(
    Object.fromEntries(NAMES.map((name, index) => [name, int(index)])),
    Object.fromEntries(NAMES.map((name, index) => [name, text(`${index}`)])),
  ),
  wide: rows(
    ...[0, 1, 2].map((row) => Object.fromEntries(Array.from({ length: 2000 }, (_, n) => [`c${n}`, int(n * row)]))),
  ),
  'wide and sparse': rows(...Array.from({ length: 2000 }, (_, n) => ({ [`c${n}`]: n % 2 ? float(n) : text(`${n}`) }))),
  'no rows': { keyType: 'INT64', blocks: [] },
  'keys only': rows({}, {}, {}),
  'nothing but None': rows({ a: none, b: none }, { a: none }),
  'keys of strings': { keyType: 'STRING', blocks: [[{ key: '', revision: 1n, cells: { a: int(1) } }]] },
  'keys of bytes': { keyType: 'BYTES', blocks: [[{ key: Uint8Array.of(0, 255), revision: 1n, cells: { a: int(1) } }]] },
  'keys of bools': { keyType: 'BOOL', blocks: [[{ key: true, revision: 1n, cells: { a: int(1) } }]] },
  'keys of floats': { keyType: 'FLOAT64', blocks: [[{ key: -0.5, revision: 1n, cells: { a: int(1) } }]] },
  floats: rows(
    ...[Number.NaN, -0, 0, Infinity, -Infinity, 5e-324, 1.7976931348623157e308, 0.1].map((x) => ({ x: float(x) })),
  ),
  integers: rows(
    ...['0', '7', '8', 'f'].map((first) => ({
      i8: integer('INT8', `${first}f`),
      i16: integer('INT16', `${first}fff`),
      i32: integer('INT32', `${first}fffffff`),
      i64: integer('INT64', `${first}${'f'.repeat(15)}`),
      low: integer('INT64', `${first}${'0'.repeat(15)}`),
    })),
  ),
  'integers of several widths': rows(
    { n: integer('INT8', 'ff'), f: integer('INT32', '7fffffff'), big: integer('INT64', '0020000000000001') },
    { n: integer('INT64', '8000000000000000'), f: float(0.5), big: float(0.5) },
  ),
  'mixed types': rows(
    { a: int(1) },
    { a: text('1') },
    { a: bool(true) },
    { a: bytes(1) },
    { a: list('INT64', int(1)[1]) },
    {
      a: map(int(1), 'k'),
    },
  ),
  bytes: rows({ b: bytes() }, { b: bytes(0, 255, 10) }, { b: bytes(...Array.from({ length: 256 }, (_, n) => n)) }, {}),
  strings: rows({ s: text('') }, { s: text('\u0000\n"\\\u2028😀') }, { s: text('x'.repeat(3_000_000)) }, {}),
  lists: rows(
    { i: list('INT64', int(1)[1], int(2)[1]), s: list('STRING', 'a', ''), b: list('BOOL', '1', '0'), e: list('INT64') },
    { i: list('INT64'), s: list('STRING'), b: list('BOOL') },
    {},
    { i: list('INT64', ...Array.from({ length: 5000 }, (_, n) => int(n)[1])), e: list('INT64') },
  ),
  'lists of other types': rows(
    { a: list('INT64', int(1)[1]) },
    { a: list('STRING', 'x') },
    { a: list('FLOAT64', float(0.5)[1]) },
  ),
  'maps and lists in each other': rows(
    { a: [{ type: 'LIST', elementType: map(int(1), 'k')[0] }, [map(int(1), 'k', 'l')[1], map(int(1))[1]]] },
    { a: map(list('INT64', int(7)[1]), 'k', '', '😀') },
  ),
};

afterAll(endComparing);

describe.skipIf(python === null)('pyarrow and DuckDB read what the JSON lines say', { timeout: 300_000 }, () => {
  it.each([[], ['--flatten'], ['--keep-none']])('of hostile tables, %j', async (...options) => {
    const { root } = await writeStore(TABLES);
    expect(await compareTables({ env: storeEnv(root), projects: ['self'], jobs: [JOB], options })).toBe(
      Object.keys(TABLES).length,
    );
  });
});
