import { describe, expect, it } from 'vitest';
import type { TypedValue } from '../../../src/datastore/typed-value.ts';
import { source } from './memory-table.ts';
import { diffed } from './run-diff.ts';
import { int, list, map, text } from './typed-values.ts';

describe('artifacts', () => {
  const image = (uri: string, size = 4, more: Record<string, string> = {}): TypedValue => ({
    type: 'OBJECT',
    pythonType: 'starwhale.base.data_type.Image',
    value: new Map<string, TypedValue>([
      ...Object.entries(more).map(([name, value]): [string, TypedValue] => [name, text(value)]),
      [
        'link',
        {
          type: 'OBJECT',
          pythonType: 'starwhale.base.data_type.Link',
          value: new Map<string, TypedValue>([
            ['uri', text(uri)],
            ['offset', int(0)],
            ['size', int(size)],
          ]),
        },
      ],
    ]),
  });
  const table = (value: TypedValue, contents: Readonly<Record<string, string>>) =>
    source(
      [
        new Map<string, TypedValue>([
          ['id', int(1)],
          ['x', value],
        ]),
      ],
      { contents },
    );

  it.each([
    ['another link to the same content', 'a', 'b', 'same', 'same', 4, false],
    ['another content', 'a', 'b', 'same', 'else', 4, true],
    ['another size, which needs no reading', 'a', 'b', '', '', 5, true],
    ['the same object of a store, which needs no reading', `x/${'0f'.repeat(32)}`, '0f'.repeat(32), '', '', 4, false],
  ])('are compared by their contents: %s', async (_, from, to, content, other, size, isChange) => {
    const base = table(list(map([text('a'), image(from)])), content === '' ? {} : { [from]: content });
    const job = table(list(map([text('a'), image(to, size)])), other === '' ? {} : { [to]: other });
    const { counts, changes, diff, tally } = await diffed(base, job);
    expect(counts).toMatchObject({ equal: isChange ? 0 : 1, changed: isChange ? 1 : 0 });
    expect(changes).toHaveLength(isChange ? 1 : 0);
    expect(tally.columns.get('x')).toBe(isChange ? 1 : 0);
    expect(diff.contents.unread).toBe(0);
    expect(base.read).toEqual(content === '' ? [] : [from]);
  });

  it('that cannot be read are compared by their links, and counted', async () => {
    const { counts, diff } = await diffed(table(image('a'), {}), table(image('b'), { b: 'here' }));
    expect(counts.changed).toBe(1);
    expect(diff.contents.unread).toBe(1);
    expect((await diffed(table(image('s3://x/a'), {}), table(image('s3://x/a'), {}))).counts.equal).toBe(1);
  });

  it('do not hide other differences', async () => {
    const pair = (label: string) => map([text('image'), image(label)], [text('label'), text(label)]);
    const { counts } = await diffed(table(pair('a'), { a: 'same' }), table(pair('b'), { b: 'same' }));
    expect(counts.changed).toBe(1);
  });
});
