import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitList } from '../../src/text/list.ts';

describe('splitList', () => {
  it('splits at commas, trims, and names each part once', () => {
    expect(splitList('b, a ,b', '--columns')).toEqual(['b', 'a']);
    expect(splitList('sys/id', '--columns')).toEqual(['sys/id']);
  });

  it('merges a flag given several times', () => {
    expect(splitList(['b,a', 'c', 'a'], '--columns')).toEqual(['b', 'a', 'c']);
    expect(splitList([], '--columns')).toEqual([]);
  });

  it('keeps escaped commas and backslashes', () => {
    expect(splitList('a\\,b,c\\\\,d\\e,f\\', '--columns')).toEqual(['a,b', 'c\\', 'd\\e', 'f\\']);
  });

  it.each(['', ' ', ',', 'a,', ',a', 'a,,b', 'a, ,b'])('refuses the empty part in "%s"', (text) =>
    expect(() => splitList(['x', text], '--columns')).toThrow(
      expect.objectContaining({ code: 'usage', message: `--columns ${JSON.stringify(text)} has an empty part` }),
    ));

  it('reads back every list of names', () => {
    const name = fc
      .string({ minLength: 1, unit: fc.constantFrom('a', 'b', ',', '\\', ' ') })
      .filter((text) => text.trim() === text);
    fc.assert(
      fc.property(fc.uniqueArray(name, { minLength: 1 }), (names) => {
        const text = names.map((part) => part.replace(/[\\,]/g, '\\$&')).join(',');
        expect(splitList(text, 'x')).toEqual(names);
      }),
    );
  });
});
