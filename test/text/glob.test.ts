import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { globMatches } from '../../src/text/glob.ts';

describe('globMatches', () => {
  it.each([
    ['*', ['', 'a/b'], []],
    ['macro avg/*', ['macro avg/f1', 'macro avg/'], ['macro avg', 'x macro avg/f1']],
    ['*loss', ['loss', 'val/loss'], ['losses']],
    ['a*b*c', ['abc', 'axbxc', 'abbcc'], ['acb', 'ab', 'bc']],
    ['a*a', ['aa', 'aba'], ['a']],
    ['**', ['', 'a'], []],
    ['a', ['a'], ['ab', '']],
    ['a.c', ['a.c'], ['abc']],
  ])('%s', (pattern, fitting, others) => {
    expect(fitting.filter((text) => !globMatches(pattern, text))).toEqual([]);
    expect(others.filter((text) => globMatches(pattern, text))).toEqual([]);
  });

  it('agrees with a regular expression', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b') });
    const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '*') });
    fc.assert(
      fc.property(pattern, text, (each, given) => {
        expect(globMatches(each, given)).toBe(new RegExp(`^${each.replace(/\*/g, '.*')}$`).test(given));
      }),
    );
  });
});
