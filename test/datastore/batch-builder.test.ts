import { describe, expect, it } from 'vitest';
import { BatchBuilder } from '../../src/datastore/batch-builder.ts';
import type { TypedRow, TypedValue } from '../../src/datastore/typed-value.ts';

const text = (value: string): TypedValue => ({ type: 'STRING', value });

function rowsOf(rows: readonly TypedRow[], builder = new BatchBuilder()): readonly TypedRow[] {
  for (const row of rows) builder.add(row);
  return builder.finish().typedRows();
}

describe('BatchBuilder', () => {
  it('returns the strings that were added', () => {
    const texts = [
      '',
      'plain',
      '"quoted" \\ \n',
      'Grüße',
      '中文',
      '😀',
      '\u{d83d}',
      'a\u{dc00}b',
      '\0',
      'x'.repeat(10_000),
    ];
    const rows = texts.map(
      (value, id) =>
        new Map([
          ['id', { type: 'INT64', value: id }],
          ['text', text(value)],
        ] as const),
    );
    const builder = new BatchBuilder();
    expect(rowsOf(rows, builder)).toEqual(rows);
    // The next batch has only ASCII.
    const more = [new Map([['text', text('more')]]), new Map()];
    expect(rowsOf(more, builder)).toEqual(more);
    expect(rowsOf(rows, builder)).toEqual(rows);
  });

  it('keeps each string in its row, however many there are', () => {
    const rows = Array.from({ length: 5000 }, (_, id) => new Map([['text', text(`${id} é`)]]));
    expect(rowsOf(rows)).toEqual(rows);
  });
});
