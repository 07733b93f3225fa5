import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { listedNames, listName, splitNames } from '../../src/text/name-list.ts';
import { cpuNow } from '../support/cpu-now.ts';

describe('splitNames', () => {
  it('splits at commas, trims, and names each part once', () => {
    expect(splitNames('b, a ,b', '--columns')).toEqual(['b', 'a']);
    expect(splitNames(['b,a', 'c', 'a'], '--columns')).toEqual(['b', 'a', 'c']);
    expect(splitNames([], '--columns')).toEqual([]);
  });

  it('takes a name in backquotes as it is', () => {
    expect(splitNames('`a,b`, ` c `,d', '--columns')).toEqual(['a,b', ' c ', 'd']);
    expect(splitNames('`a\\`b\\\\c\\d`', '--columns')).toEqual(['a`b\\c\\d']);
  });

  it('keeps escaped commas and backslashes, and backquotes that close nothing', () => {
    expect(splitNames('a\\,b,c\\\\,d\\e,f\\', '--columns')).toEqual(['a,b', 'c\\', 'd\\e', 'f\\']);
    expect(splitNames('a`b,`c,`d`e', '--columns')).toEqual(['a`b', '`c', '`d`e']);
  });

  it.each(['', ' ', ',', 'a,', ',a', 'a,,b', 'a, ,b', '``', 'a,``'])('refuses the empty part in "%s"', (text) =>
    expect(() => splitNames(['x', text], '--columns')).toThrow(
      expect.objectContaining({ code: 'usage', message: `--columns ${JSON.stringify(text)} has an empty part` }),
    ));

  it('reads back every list of names written as suggested', () => {
    const name = fc.string({ minLength: 1, unit: fc.constantFrom('a', 'b', ',', '\\', ' ', '`', '*', '-', '+', '/') });
    fc.assert(
      fc.property(fc.uniqueArray(name, { minLength: 1 }), (names) => {
        expect(splitNames(names.map(listName).join(','), 'x')).toEqual(names);
      }),
    );
  });

  it('takes linear time', () => {
    const start = cpuNow();
    for (const text of [' '.repeat(1e6), '`'.repeat(1e6), '`a'.repeat(5e5), '\\'.repeat(1e6)]) {
      expect(listedNames(`${text}x`, 'x').length).toBeGreaterThan(0);
    }
    expect(cpuNow() - start).toBeLessThan(2000);
  });
});

describe('listedNames', () => {
  it('returns what was quoted, and the sign before it', () => {
    expect(listedNames('-a,-`b`,`-c`,+`d`', '--sort')).toEqual([
      { name: '-a', isQuoted: false, sign: '' },
      { name: 'b', isQuoted: true, sign: '-' },
      { name: '-c', isQuoted: true, sign: '' },
      { name: 'd', isQuoted: true, sign: '+' },
    ]);
  });
});

describe('listName', () => {
  it('uses backquotes only where they are needed, and cannot drive the terminal', () => {
    expect(['a/b', 'macro avg/f1', 'a,b', '-a', 'a*', '\u001b[31m'].map(listName)).toEqual([
      'a/b',
      'macro avg/f1',
      '`a,b`',
      '`-a`',
      '`a*`',
      '·[31m',
    ]);
  });
});
