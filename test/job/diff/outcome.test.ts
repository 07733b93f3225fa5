import { describe, expect, it } from 'vitest';
import type { MixedData } from '../../../src/datastore/typed-value.ts';
import { parseExpression } from '../../../src/expression/expression.ts';
import type { DiffOptions } from '../../../src/job/diff/options.ts';
import { ofRows } from './run-diff.ts';

describe('fixed and broken predictions', () => {
  const rows = (predictions: readonly string[]) =>
    predictions.map((label, id) => ({ id, 'input/label': 'abcd'[id % 4] ?? '', 'output/label': label }));

  it('are counted by the true and the predicted labels', async () => {
    const { outcomes, changes } = await ofRows(rows(['a', 'b', 'x', 'x']), rows(['a', 'x', 'c', 'y']));
    expect(outcomes).toEqual({ both_right: 1, fixed: 1, broken: 1, both_wrong: 1 });
    expect(changes.map(({ outcome }) => outcome)).toEqual(['broken', 'fixed', 'both_wrong']);
  });

  it('are counted the same for an output that is a string, and one in a dict', async () => {
    const plain = [{ id: 1, 'input/label': 'a', output: 'a' }];
    const nested = [{ id: 1, 'input/label': 'a', output: { label: 'b' } }];
    expect((await ofRows(plain, nested)).outcomes).toMatchObject({ broken: 1 });
    expect((await ofRows(nested, plain)).outcomes).toMatchObject({ fixed: 1 });
    expect((await ofRows(nested, [{ id: 1, 'input/label': 'a' }])).tally.judged).toBe(0);
  });

  it('are counted by whole values: lists of labels, and every digit of an integer', async () => {
    const row = (truth: MixedData, label: MixedData) => ({ id: 1, 'input/label': truth, 'output/label': label });
    const [right, wrong] = [[row([1, 2], [1, 2])], [row([1, 2], [1])]];
    expect((await ofRows(right, wrong)).outcomes).toMatchObject({ broken: 1 });
    const [exact, near] = [[row(2n ** 53n + 1n, 2n ** 53n + 1n)], [row(2n ** 53n + 1n, 2 ** 53)]];
    expect((await ofRows(exact, near)).outcomes).toMatchObject({ broken: 1 });
  });

  it('are counted by a condition', async () => {
    const right = await parseExpression('score > 0.5', '--right');
    const base = [1, 2, 3].map((id) => ({ id, score: id / 4 }));
    const job = [1, 2, 3].map((id) => ({ id, score: 1 - id / 4 }));
    expect((await ofRows(base, job, { right })).outcomes).toEqual({
      both_right: 0,
      fixed: 1,
      broken: 1,
      both_wrong: 1,
    });
  });

  it('select what is shown', async () => {
    const [base, job] = [rows(['a', 'b', 'x', 'x', 'a']), rows(['a', 'x', 'c', 'x'])];
    const keys = async (only: DiffOptions['only']) =>
      (await ofRows(base, job, { only })).changes.map(({ key }) => key[0]?.value);
    expect(await keys(undefined)).toEqual([1, 2, 4]);
    expect(await keys(['changed'])).toEqual([1, 2]);
    expect(await keys(['removed'])).toEqual([4]);
    expect(await keys(['added'])).toEqual([]);
    expect(await keys(['fixed'])).toEqual([2]);
    expect(await keys(['broken'])).toEqual([1]);
    expect(await keys(['wrong'])).toEqual([1, 3]);
    expect(await keys(['broken', 'removed'])).toEqual([1, 4]);
  });
});
