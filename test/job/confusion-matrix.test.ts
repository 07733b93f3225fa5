import { describe, expect, it } from 'vitest';
import { type PlainData, rowFromPlain } from '../../src/datastore/typed-value.ts';
import { matrixNumbers } from '../../src/job/confusion-matrix.ts';

/** A row as an instance returns it: the key first, then the columns in this order. */
const row = (id: PlainData, ...cells: (readonly [name: string, value: PlainData])[]) =>
  new Map([...rowFromPlain({ id }), ...cells.flatMap(([name, value]) => [...rowFromPlain({ [name]: value })])]);

describe('the numbers of a confusion matrix', () => {
  it('are placed by the indexes of rows and columns, not by position', () => {
    const names = Array.from({ length: 12 }, (_, index) => String(index));
    // A Server sorts columns by code point: 0, 1, 10, 11, 2, …
    const matrix = names.map((_, id) => row(id, ...names.toSorted().map((name) => [name, id * 100 + +name] as const)));
    expect(matrixNumbers(matrix.toReversed())).toEqual(
      names.map((_, id) => names.map((_, column) => id * 100 + column)),
    );
  });

  it('have zeros for a row that a killed job did not write, and for values that are not numbers', () => {
    expect(matrixNumbers([row(0, ['0', 1], ['1', 'x']), row(2, ['0', 3n], ['1', null])])).toEqual([
      [1, 0],
      [0, 0],
      [3, 0],
    ]);
  });

  it('are in stored order if there are no valid indexes', () => {
    const numbers = [
      [1, 2],
      [3, 4],
    ];
    expect(matrixNumbers([row('cat', ['cat', 1], ['dog', 2]), row('dog', ['cat', 3], ['dog', 4])])).toEqual(numbers);
    expect(matrixNumbers([row(999_999_999, ['5', 1], ['999999999', 2]), row(1, ['5', 3], ['999999999', 4])])).toEqual(
      numbers,
    );
    expect(matrixNumbers([])).toEqual([]);
  });
});
