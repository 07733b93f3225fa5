import { describe, expect, it } from 'vitest';
import { LazyList, type List } from '../../src/job/list.ts';

const letters = ['a', 'b', 'c', 'd', 'e'];

describe('LazyList', () => {
  it('has the items of an array, made when they are asked for', () => {
    let made = 0;
    const list: List<string> = new LazyList(letters.length, (index) => {
      made++;
      return letters[index] ?? '';
    });
    expect([list.length, made]).toEqual([5, 0]);
    expect([list.at(4), list.at(5)]).toEqual(['e', undefined]);
    expect(list.some((letter) => letter === 'b')).toBe(true);
    expect(made).toBe(3);
    expect(list.some((letter) => letter === 'z')).toBe(false);
    expect([...list]).toEqual(letters);
    expect(list.map((letter) => letter.toUpperCase())).toEqual(['A', 'B', 'C', 'D', 'E']);
  });

  it.each([[], [1], [1, 3], [3, 9], [4, 2], [7]])('cuts out a part: %j, %j', (start?: number, end?: number) => {
    const list = new LazyList(letters.length, (index) => letters[index]);
    expect(list.slice(start, end)).toEqual(letters.slice(start, end));
  });
});
