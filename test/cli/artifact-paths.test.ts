import { describe, expect, it } from 'vitest';
import { withEmptyPaths } from '../../src/cli/artifact-paths.ts';
import type { TypedRow, TypedValue } from '../../src/datastore/typed-value.ts';

const text = (value: string): TypedValue => ({ type: 'STRING', value });
const object = (pythonType: string, attributes: Readonly<Record<string, TypedValue>>): TypedValue => ({
  type: 'OBJECT',
  pythonType: `starwhale.base.data_type.${pythonType}`,
  value: new Map(Object.entries(attributes)),
});
const size = { offset: { type: 'INT64', value: 0 }, size: { type: 'INT64', value: 4 } } as const;
const image = object('Image', { link: object('Link', { uri: text('abc'), ...size }) });
const empty = object('Image', { link: object('Link', { uri: text(''), ...size }) });

async function shown(row: TypedRow, columns?: readonly string[], leftOut: readonly string[] = []) {
  async function* batches() {
    yield [row];
  }
  const rows: unknown[] = [];
  for await (const batch of withEmptyPaths(batches(), columns, new Set(leftOut))) {
    for (const each of batch) rows.push(Object.fromEntries(Array.from(each, ([name, { value }]) => [name, value])));
  }
  expect(rows).toHaveLength(1);
  return rows[0] as Record<string, unknown>;
}

const paths = (count: number) => Array.from({ length: count }, () => text(''));

describe('rows without their saved artifacts', () => {
  it.each<[string, TypedValue, unknown]>([
    ['an artifact', image, ''],
    ['a list', { type: 'LIST', value: [image, text('x'), image] }, paths(2)],
    ['a tuple', { type: 'TUPLE', value: [image] }, paths(1)],
    ['a dict', { type: 'MAP', value: [{ key: text('a'), value: image }] }, paths(1)],
    ['an object of another class', object('Pair', { a: image, b: image }), paths(2)],
  ])('have an empty path for each artifact in %s', async (_, value, expected) => {
    expect((await shown(new Map([['x', value]])))['x.path']).toEqual(expected);
  });

  it.each<[string, TypedValue]>([
    ['a string', text('x')],
    ['a list of strings', { type: 'LIST', value: [text('x')] }],
    ['an artifact without a content', empty],
  ])('have no path for %s', async (_, value) => {
    expect(Object.keys(await shown(new Map([['x', value]])))).toEqual(['x']);
  });

  it('have the chosen columns, and keep a path column of their own', async () => {
    const row = new Map([
      ['x', image],
      ['y', image],
      ['x.path', text('mine')],
      ['z', text('z')],
    ]);
    expect(await shown(row, ['z', 'x', 'missing'])).toEqual({ z: 'z', x: image.value });
    expect(await shown(row, undefined, ['y'])).toEqual({ x: image.value, 'x.path': 'mine', z: 'z' });
  });
});
