import { describe, expect, it } from 'vitest';
import {
  comparisonColumns,
  comparisonRows,
  type JobSummary,
  marksHint,
  recordRows,
} from '../../src/cli/summary-comparison.ts';
import { NONE, type PlainData, rowFromPlain } from '../../src/datastore/typed-value.ts';
import type { RowView } from '../../src/render/column.ts';

const summary = (id: string, fields: { readonly [name: string]: PlainData }): JobSummary => ({
  uri: `local/project/self/job/${id}`,
  id,
  row: rowFromPlain({ id, ...fields }),
});

/** The cells of a metric's row, including marks. */
function cells(name: string, ...values: PlainData[]): string[] {
  const summaries = values.map((value, index) => summary(`job${index}`, { [name]: value }));
  const [row] = comparisonRows(summaries);
  if (row === undefined) throw new Error('there is one metric');
  return comparisonColumns(summaries)
    .slice(1)
    .map((column) => column.format?.(row.get(column.name) ?? NONE, row) ?? '');
}

describe('summaries side by side', () => {
  it('mark the largest value of a metric, or the smallest if lower is better', () => {
    expect(cells('accuracy', 0.5, 0.75, 0.7)).toEqual(['0.5', '* 0.75', '0.7']);
    expect(cells('val/loss', 0.5, 0.75, 0.7)).toEqual(['* 0.5', '0.75', '0.7']);
    expect(cells('hamming_loss', 2.5, 1)).toEqual(['2.5', '* 1']);
    expect(cells('nll', 0.5, 0.25)).toEqual(['0.5', '* 0.25']);
    // Words that only contain `loss`, `err` or `time`.
    expect(cells('glossary', 2.5, 1)).toEqual(['* 2.5', '1']);
    expect(cells('timeliness', 2.5, 1)).toEqual(['* 2.5', '1']);
  });

  it('do not mark counts, parameters and integers', () => {
    expect(cells('lr', 0.5, 0.25)).toEqual(['0.5', '0.25']);
    expect(cells('FN', 2.5, 1)).toEqual(['2.5', '1']);
    expect(cells('correct', 2, 1)).toEqual(['2', '1']);
  });

  it('mark all equally good values, and none if all are equal', () => {
    expect(cells('a', 0.5, 0.5, 0)).toEqual(['* 0.5', '* 0.5', '0']);
    expect(cells('a', 1, 1)).toEqual(['1', '1']);
    expect(cells('a', 1)).toEqual(['1']);
  });

  it('look for the best value once for a metric, however many jobs there are', () => {
    const summaries = Array.from({ length: 100 }, (_, index) => summary(`job${index}`, { a: index, b: -index - 0.5 }));
    const rows = comparisonRows(summaries);
    let looks = 0;
    const counted = (row: RowView): RowView => ({
      get: (name) => {
        looks++;
        return row.get(name);
      },
      has: (name) => row.has(name),
    });
    const columns = comparisonColumns(summaries).slice(1);
    const texts = columns.map(({ name, format }) =>
      rows.map((row) => format?.(row.get(name) ?? NONE, counted(row)) ?? ''),
    );
    expect(texts[0]).toEqual(['0', '* -0.5']);
    expect(texts.at(-1)).toEqual(['99', '-99.5']);
    expect(looks).toBeLessThan(rows.length * summaries.length * 3);
  });

  it('compare only numbers, including integers of any size', () => {
    expect(cells('a', 9007199254740993n, 0.5)).toEqual(['* 9007199254740993', '0.5']);
    expect(cells('a', 1.5, 'x', null)).toEqual(['1.5', 'x', '']);
    expect(cells('a', 1, Number.NaN, 2.5)).toEqual(['1', 'NaN', '* 2.5']);
  });

  it('name columns by short ids, numbered if a job appears twice', () => {
    const twice = [summary('abcdefghijklmnop', { a: 1 }), summary('abcdefghijklmnop', { a: 1 }), summary('short', {})];
    expect(comparisonColumns(twice).map(({ name }) => name)).toEqual([
      'metric',
      'abcdefghijkl',
      'abcdefghijkl (2)',
      'short',
    ]);
  });

  it('name columns by as much of the ids as makes them distinct', () => {
    const alike = [summary('abcdefghijklmnop', { a: 1 }), summary('abcdefghijklmnXY', { a: 1 })];
    expect(comparisonColumns(alike).map(({ name }) => name)).toEqual(['metric', 'abcdefghijklmno', 'abcdefghijklmnX']);
  });

  it('explain the marks if there are any', () => {
    expect(marksHint([summary('x', { a: 1 }), summary('y', { a: 2.5 })])).toMatch(
      /^\* marks the best value: the lowest of losses/,
    );
    expect(marksHint([summary('x', { a: 1 }), summary('y', { a: 1 })])).toBeNull();
  });

  it('have a row for each metric of any job, without the id', () => {
    const rows = comparisonRows([summary('x', { a: 1, b: 2 }), summary('y', { c: 3, a: 4 })]);
    expect(rows.map((row) => row.get('metric')?.value)).toEqual(['a', 'b', 'c']);
  });

  it('are objects in JSON and columns in csv', () => {
    const both = [summary('x', { a: 1 }), summary('y', { b: 2 })];
    expect(recordRows(both, 'json').map((row) => [...row.keys()])).toEqual(Array(2).fill(['uri', 'id', 'summary']));
    expect(recordRows(both, 'csv').map((row) => [...row.keys()])).toEqual([
      ['uri', 'id', 'a'],
      ['uri', 'id', 'b'],
    ]);
  });
});
