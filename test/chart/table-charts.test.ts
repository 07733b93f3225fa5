import { describe, expect, it } from 'vitest';
import type { BarChart, Chart } from '../../src/chart/data.ts';
import { type TableChartOptions, tableCharts } from '../../src/chart/table-charts.ts';
import { columnReader, type TableValues, tableValues } from '../../src/chart/table-values.ts';
import { batchesOf } from '../../src/datastore/batch-builder.ts';
import { NONE, type TypedRow, type TypedValue } from '../../src/datastore/typed-value.ts';

type Cell = number | string | TypedValue;

function typed(cell: Cell): TypedValue {
  if (typeof cell === 'string') return { type: 'STRING', value: cell };
  if (typeof cell === 'object') return cell;
  return Number.isInteger(cell) ? { type: 'INT64', value: cell } : { type: 'FLOAT64', value: cell };
}

/** The values of a table of these rows, over the key `id` or a chosen column. */
async function valuesOf(rows: readonly Readonly<Record<string, Cell>>[], x?: string): Promise<TableValues> {
  async function* read(): AsyncGenerator<TypedRow[]> {
    yield rows.map((row) => new Map(Object.entries(row).map(([name, cell]) => [name, typed(cell)])));
  }
  return tableValues(batchesOf(read(), ['id']), { key: 'id', x: x === undefined ? x : columnReader(x) });
}

/** The charts of tables with these names, with only this chosen. */
function drawn(sources: Readonly<Record<string, TableValues>>, chosen: Partial<TableChartOptions> = {}): Chart[] {
  const named = Object.entries(sources).map(([name, values]) => ({ name, values }));
  const usual = { title: 'results', x: 'id', xIsChosen: false, y: undefined, smooth: 1, logX: false, logY: false };
  return tableCharts(named, { ...usual, ...chosen });
}

const message = (run: () => unknown) => {
  try {
    run();
  } catch (error) {
    return error;
  }
  return undefined;
};

describe('the kind of a chart', () => {
  const numbers = [
    { id: 1, size: 4, score: 0.25, label: 'cat' },
    { id: 2, size: 2, score: 0.5, label: 'frog' },
  ];

  it('is a line over numbers as keys', async () => {
    expect(drawn({ one: await valuesOf(numbers) })).toMatchObject([{ kind: 'line', xLabel: 'id' }]);
  });

  it('is a histogram if keys are strings, and bars if everything is', async () => {
    const named = numbers.map((row) => ({ ...row, id: `row ${row.id}` }));
    expect(drawn({ one: await valuesOf(named) }).map(({ kind }) => kind)).toEqual(['hist', 'hist']);
    const strings = named.map(({ id, label }) => ({ id, label }));
    expect(drawn({ one: await valuesOf(strings) })).toMatchObject([
      { kind: 'bar', names: ['cat', 'frog'], series: [{ values: [1, 1] }] },
    ]);
  });

  it('is a line over a chosen column of integers, and points over one of other numbers', async () => {
    const chosen = (x: string) => ({ x, xIsChosen: true });
    expect(drawn({ one: await valuesOf(numbers, 'size') }, chosen('size'))[0]).toMatchObject({
      kind: 'line',
      xLabel: 'size',
    });
    expect(drawn({ one: await valuesOf(numbers, 'score') }, chosen('score'))[0]?.kind).toBe('scatter');
    const both = { one: await valuesOf(numbers, 'size'), two: await valuesOf(numbers, 'score') };
    expect(drawn(both, chosen('size'))[0]?.kind).toBe('scatter');
  });

  it('ignores a job without rows', async () => {
    const charts = drawn({ one: await valuesOf(numbers), none: await valuesOf([]) });
    expect(charts.map(({ kind }) => kind)).toEqual(['line', 'line']);
    expect(charts[0]).toMatchObject({
      yLabel: 'size',
      series: [{ name: 'one' }, { name: 'none', x: new Float64Array() }],
    });
  });
});

describe('lines and points', () => {
  it('are counted by rows where x is not a number', async () => {
    const values = await valuesOf([
      { id: 'b', score: 0.5 },
      { id: 'c', score: 0.75 },
    ]);
    expect(drawn({ one: values }, { kind: 'line' })).toEqual([
      {
        kind: 'line',
        title: 'results',
        xLabel: 'row',
        yLabel: 'score',
        logX: false,
        logY: false,
        series: [{ name: 'score', x: Float64Array.of(0, 1), y: Float64Array.of(0.5, 0.75) }],
      },
    ]);
  });

  it('connect the values in the order of x, then of rows', async () => {
    const values = await valuesOf(
      [
        { id: 1, epoch: 3, loss: 0.1 },
        { id: 2, epoch: 1, loss: 0.9 },
        { id: 3, epoch: 2, loss: 0.6 },
        { id: 4, epoch: 1, loss: 0.8 },
      ],
      'epoch',
    );
    const [line] = drawn({ one: values }, { x: 'epoch', xIsChosen: true, kind: 'line' });
    expect(line).toMatchObject({
      series: [{}, { name: 'loss', x: Float64Array.of(1, 1, 2, 3), y: Float64Array.of(0.9, 0.8, 0.6, 0.1) }],
    });
    const [points] = drawn({ one: values }, { x: 'epoch', xIsChosen: true, kind: 'scatter' });
    expect(points).toMatchObject({ series: [{}, { x: Float64Array.of(3, 1, 2, 1) }] });
  });

  it('are only of rows that have a number for a chosen x', async () => {
    const rows = [
      { id: 0, loss: 0.9 },
      { id: 1, loss: 0.8, epoch: 1, word: 'one' },
      { id: 2, loss: 0.7 },
      { id: 3, loss: 0.6, epoch: 0, word: 'nil' },
    ];
    const [chart] = drawn({ one: await valuesOf(rows, 'epoch') }, { x: 'epoch', xIsChosen: true, y: ['loss'] });
    const loss = { name: 'loss', x: Float64Array.of(0, 1), y: Float64Array.of(0.6, 0.8) };
    expect(chart).toMatchObject({ kind: 'line', xLabel: 'epoch', series: expect.arrayContaining([loss]) });
    const words = await valuesOf(rows, 'word');
    expect(message(() => drawn({ one: words }, { x: 'word', xIsChosen: true }))).toMatchObject({
      code: 'usage',
      message: 'no row of results has a number "word" for the x axis',
    });
  });

  it('of very different sizes are in separate charts, each with the names of its columns', async () => {
    const values = await valuesOf([{ id: 1, loss: 0.25, steps: 90_000, accuracy: 0.5, nothing: Number.NaN }]);
    expect(drawn({ one: values })).toMatchObject([
      { title: 'results: loss, accuracy, nothing', yLabel: 'value' },
      { title: 'results: steps', yLabel: 'steps' },
    ]);
  });
});

describe('bars', () => {
  it('count every row, though not every string if there are very many', async () => {
    const rows = Array.from({ length: 30_000 }, (_, id) => ({ id, label: id % 2 === 0 ? `once ${id}` : 'often' }));
    const [chart] = drawn({ a: await valuesOf(rows) }) as BarChart[];
    expect([chart?.names[0], chart?.names.at(-1)]).toEqual(['often', 'over 9970 others']);
    const [values] = chart?.series ?? [];
    expect([values?.values[0], values?.values.at(-1)]).toEqual([15_000, 15_000 - 29]);
  });

  it('are the thirty most frequent, equal counts sorted by name, and one for all others', async () => {
    const rows = Array.from({ length: 33 }, (_, row) => ({
      id: row,
      label: `label ${String(32 - row).padStart(2, '0')}`,
    }));
    const values = await valuesOf([...rows, { id: 33, label: 'label 31' }]);
    const [chart] = drawn({ one: values, two: await valuesOf([{ id: 0, label: 'label 32' }]) }, { kind: 'bar' });
    const names = Array.from({ length: 28 }, (_, index) => `label ${String(index).padStart(2, '0')}`);
    expect(chart).toMatchObject({
      title: 'results: label',
      names: ['label 31', 'label 32', ...names, '3 others'],
      series: [
        { name: 'one', values: [2, 1, ...names.map(() => 1), 3] },
        { name: 'two', values: [0, 1, ...names.map(() => 0), 0] },
      ],
    });
  });

  it('are counted for each job, and none where a job lacks the column', async () => {
    const one = await valuesOf([
      { id: 0, label: 'cat' },
      { id: 1, label: { type: 'BOOL', value: true } },
    ]);
    const two = await valuesOf([{ id: 0, other: 'frog' }]);
    expect(drawn({ one, two }, { kind: 'bar' })).toMatchObject([
      { names: ['cat', 'true'], series: [{ values: [1, 1] }, { values: [0, 0] }] },
      { names: ['frog'], series: [{ values: [0] }, { values: [1] }] },
    ]);
  });
});

describe('a histogram', () => {
  it('has the same bins for all jobs, even one without the column', async () => {
    const one = await valuesOf([{ id: 'a', score: 0.5 }]);
    const two = await valuesOf([{ id: 'a', other: 1 }]);
    expect(drawn({ one, two }, { kind: 'hist', y: ['score'] })[0]).toMatchObject({
      title: 'results: score',
      series: [
        { name: 'one', values: [1] },
        { name: 'two', values: [0] },
      ],
    });
  });

  it('of nothing but NaN is empty', async () => {
    const values = await valuesOf([{ id: 'a', score: Number.NaN }]);
    expect(drawn({ one: values })).toMatchObject([{ kind: 'hist', edges: [0, 1], series: [{ values: [] }] }]);
  });
});

describe('nothing to draw', () => {
  const strings = Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`c${index}`, 'cat']));
  const list: TypedValue = { type: 'LIST', value: [{ type: 'INT64', value: 1 }] };

  it('of a table without rows says that one may wait', async () => {
    const none = await valuesOf([]);
    expect(message(() => drawn({ one: none, two: none }))).toMatchObject({
      message: 'no rows to draw in results',
      hint: 'While a job runs, --follow waits for rows.',
    });
  });

  it('of the requested kind names ten of the columns', async () => {
    const values = await valuesOf([{ id: 0, ...strings }]);
    expect(message(() => drawn({ one: values }, { kind: 'hist' }))).toMatchObject({
      message: 'no numbers to draw in results',
      hint: 'These are strings: c0, c1, c2, c3, c4, c5, c6, c7, c8, c9 and 2 more. Use --kind bar, or name a column of numbers with --y.',
    });
  });

  it('in columns without numbers or strings says how to name members', async () => {
    const values = await valuesOf([{ id: 0, output: list, missing: NONE }]);
    expect(message(() => drawn({ one: values }))).toMatchObject({
      message: 'no numbers or strings to draw in results',
      hint: 'Name what to draw with --y, such as --y output/score.',
    });
    expect(message(() => drawn({ one: values }, { y: ['output'] }))).toMatchObject({
      message: 'neither numbers nor strings in results: output',
    });
  });
});
