import { describe, expect, it } from 'vitest';
import { changeBlock, headLines } from '../../src/cli/diff-screen.ts';
import { NONE, type TypedValue } from '../../src/datastore/typed-value.ts';
import { DiffTally, type RowChange } from '../../src/job/diff/changes.ts';
import type { JobRecord } from '../../src/job/record.ts';
import { NO_COLORS, palette } from '../../src/render/color.ts';

const text = (value: string): TypedValue => ({ type: 'STRING', value });
const job = (id: string) => ({ id }) as JobRecord;
const compared = { base: job('one'), job: job('two'), table: 'results', on: ['id'], ignored: [] };
const look = { palette: NO_COLORS, width: 40, full: false };

function change(given: Partial<RowChange>): RowChange {
  return {
    key: [text('row 1')],
    change: 'changed',
    outcome: null,
    columns: new Map(),
    labels: null,
    base: null,
    job: null,
    ...given,
  };
}

const values = (old: TypedValue | undefined, value: TypedValue | undefined) => new Map([['x', { old, new: value }]]);

describe('the head of a diff', () => {
  it('has the number of equal rows, and the columns that differ', () => {
    const tally = new DiffTally();
    Object.assign(tally.counts, { equal: 3, changed: 2 });
    tally.columns.set('score', 2).set('label', 0);
    expect(headLines(compared, tally, false, look)).toEqual([
      'one → two: results, joined by id',
      '3 equal, 2 changed, 0 added, 0 removed',
      'changed columns: score 2',
    ]);
  });

  it('has the table of right and wrong if the rows say what is right', () => {
    const tally = new DiffTally();
    Object.assign(tally.outcomes, { both_right: 5, fixed: 1, broken: 3, both_wrong: 1 });
    expect(headLines(compared, tally, true, { ...look, width: 80 }).slice(3)).toEqual([
      '            job right   job wrong',
      'base right          5  ▼ broken 3',
      'base wrong  ▲ fixed 1           1',
      "right: 80.0% → 60.0% of 10, McNemar's exact p = 0.625",
    ]);
  });

  it('says if no row was judged, and if p is too small to print', () => {
    const none = new DiffTally();
    expect(headLines(compared, none, true, { ...look, width: 80 }).at(-1)).toBe("no rows, McNemar's exact p = 1");
    const many = new DiffTally();
    Object.assign(many.outcomes, { broken: 5000 });
    expect(headLines(compared, many, true, { ...look, width: 80 }).at(-1)).toContain("McNemar's exact p = 0");
  });
});

describe('the block of a row', () => {
  it('has the value of a row that one table lacks', async () => {
    expect(await changeBlock(change({ change: 'added', columns: values(undefined, text('new')) }), look)).toEqual([
      '+ row 1',
      '    x  new',
    ]);
    expect(await changeBlock(change({ change: 'removed', columns: values(text('old'), undefined) }), look)).toEqual([
      '- row 1',
      '    x  old',
    ]);
  });

  it('says which side has nothing', async () => {
    expect(await changeBlock(change({ columns: values(NONE, text('new')) }), look)).toEqual([
      '~ row 1',
      '    x  (none) → new',
    ]);
  });

  it('gives the longer value the space that the shorter one leaves', async () => {
    const [short, long] = ['short', 'long '.repeat(20).trim()];
    const lineOf = async (old: string, value: string) =>
      (await changeBlock(change({ columns: values(text(old), text(value)) }), look))[1];
    expect(await lineOf(short, long)).toBe('    x  short → long long long long long…');
    expect(await lineOf(long, short)).toBe('    x  long long long long long… → short');
    const both = await lineOf(long, `other ${long}`);
    expect(both).toBe('    x  long long long… → other long lon…');
  });

  it('shows complete values if they would look the same', async () => {
    const list = (last: number): TypedValue => ({
      type: 'LIST',
      value: Array.from({ length: 200 }, (_, index) => ({ type: 'INT64', value: index < 190 ? index : last })),
    });
    const [, line] = await changeBlock(change({ columns: values(list(1), list(2)) }), { ...look, width: 10_000 });
    expect(line).toMatch(/189, 1, 1.* → .*189, 2, 2/);
    const differing = values(list(1), { type: 'LIST', value: [] });
    const [, cut] = await changeBlock(change({ columns: differing }), { ...look, width: 10_000 });
    expect(cut).not.toContain('189');
    const [, full] = await changeBlock(change({ columns: differing }), { ...look, full: true });
    expect(full).toContain('189');
  });

  it('says that contents differ if the values do not', async () => {
    const [, line] = await changeBlock(change({ columns: values(text('same'), text('same')) }), look);
    expect(line).toBe('    x  same → different content');
  });

  it.each([
    ['fixed', '▲ fixed: cat, was dog', '▲ fixed'],
    ['broken', '▼ broken: cat taken for frog', '▼ broken'],
    ['both_wrong', 'both wrong: cat taken for frog', 'both wrong'],
    ['both_right', '', ''],
  ] as const)('of a prediction that is %s has the labels', async (outcome, told, alone) => {
    const labels = { truth: text('cat'), old: text('dog'), new: text('frog') };
    const wide = { ...look, width: 80 };
    const head = async (given: Partial<RowChange>) => (await changeBlock(change({ outcome, ...given }), wide))[0];
    expect(await head({ labels })).toBe(`~ row 1${told === '' ? '' : `  ${told}`}`);
    expect(await head({})).toBe(`~ row 1${alone === '' ? '' : `  ${alone}`}`);
  });

  it('has the colour of the row’s change', async () => {
    const colors = await palette(1);
    const painted = async (given: Partial<RowChange>) =>
      (await changeBlock(change(given), { ...look, palette: colors }))[0];
    expect(await painted({ change: 'added' })).toBe(`${colors.good('+')} ${colors.heading('row 1')}`);
    expect(await painted({ change: 'removed' })).toBe(`${colors.bad('-')} ${colors.heading('row 1')}`);
    expect(await painted({ outcome: 'fixed' })).toContain(colors.good('▲ fixed'));
    expect(await painted({ outcome: 'broken' })).toContain(colors.bad('▼ broken'));
  });
});
