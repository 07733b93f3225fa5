import { describe, expect, it } from 'vitest';
import { NONE } from '../../src/datastore/typed-value.ts';
import { columnsFor, holdsNumbers } from '../../src/render/column.ts';
import { float, int, string } from './values.ts';

describe('columnsFor', () => {
  it('formats known columns, and keeps the names of data', () => {
    const id = { name: 'id', importance: 10, fixed: true };
    expect(columnsFor(['id', 'accuracy'], [id])).toEqual([id, { name: 'accuracy', importance: -1 }]);
  });
});

describe('holdsNumbers', () => {
  it('is true only for numbers, with or without gaps', () => {
    expect(holdsNumbers([int(1), undefined, NONE, float(2)])).toBe(true);
    expect(holdsNumbers([int(1), string('2')])).toBe(false);
    expect(holdsNumbers([NONE])).toBe(false);
  });
});
