import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { closest, didYouMean, editDistance, listText, meant, meantAndKnown } from '../../src/text/suggest.ts';
import { cpuNow } from '../support/cpu-now.ts';

describe('editDistance', () => {
  it('counts inserts, deletions, replacements and swaps of neighbours', () => {
    expect(editDistance('', 'abc')).toBe(3);
    expect(editDistance('kitten', 'sitting')).toBe(3);
    expect(editDistance('status', 'sattus')).toBe(1);
    expect(editDistance('ca', 'abc')).toBe(3);
  });

  it('is symmetric, and zero only between equals', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 6 });
    fc.assert(
      fc.property(word, word, (a, b) => {
        expect(editDistance(a, b)).toBe(editDistance(b, a));
        expect(editDistance(a, b) === 0).toBe(a === b);
        expect(editDistance(a, b)).toBeLessThanOrEqual(Math.max(a.length, b.length));
      }),
    );
  });
});

describe('closest', () => {
  it('finds typos, best first, at most three', () => {
    expect(closest('acuracy', ['precision', 'accuracy', 'accuracy2'])).toEqual(['accuracy', 'accuracy2']);
    expect(closest('lits', ['list', 'lift', 'info'])).toEqual(['list']);
    expect(closest('jsn', ['table', 'json', 'jsonl', 'csv'])).toEqual(['json']);
    expect(closest('abcd', ['abce', 'abcf', 'abcg', 'abch'])).toEqual(['abce', 'abcf', 'abcg']);
  });

  it('ignores case', () => {
    expect(closest('Success', ['FAIL', 'SUCCESS'])).toEqual(['SUCCESS']);
  });

  it('finds the ends of paths, and longer words with this prefix', () => {
    expect(closest('duration_ms', ['sys/duration_ms', 'duration_s'])).toEqual(['sys/duration_ms', 'duration_s']);
    expect(closest('acc', ['accuracy', 'inaccurate'])).toEqual(['accuracy']);
  });

  it('returns nothing if nothing is close', () => {
    expect(closest('qqq', ['list', 'info'])).toEqual([]);
    expect(closest('x', ['y', 'yes'])).toEqual([]);
    expect(closest('ls', ['rm', 'sl'])).toEqual(['sl']);
    expect(closest('', ['a'])).toEqual([]);
  });

  it('does little with long words', () => {
    const long = 'a'.repeat(1_000_000);
    expect(closest(long, [`${long}b`])).toEqual([]);
    expect(closest('accuracy', [long, 'accuracys'])).toEqual(['accuracys']);
  });
});

describe('didYouMean', () => {
  it('is a sentence, or nothing', () => {
    expect(didYouMean('lits', ['list'])).toBe('Did you mean list?');
    expect(didYouMean('abcd', ['abce', 'abcf', 'abcg'])).toBe('Did you mean abce, abcf or abcg?');
    expect(didYouMean('abcd', ['abce', 'abcf'], (word) => `<${word}>`)).toBe('Did you mean <abce> or <abcf>?');
    expect(didYouMean('abcd', ['qqqq'])).toBeUndefined();
  });

  it('cannot drive the terminal', () => {
    expect(didYouMean('abcd', ['abc\u001b'])).toBe('Did you mean abc·?');
  });
});

describe('meant', () => {
  it('is a sentence of some words, or nothing', () => {
    expect(meant([])).toBeUndefined();
    expect(meant(['a'])).toBe('Did you mean a?');
    expect(meant(['a', 'b', 'c'])).toBe('Did you mean a, b or c?');
  });
});

describe('meantAndKnown', () => {
  it('has suggestions, then the known names, each once', () => {
    expect(meantAndKnown('lables', 'Its tables', ['labels', 'results', 'labels'])).toBe(
      'Did you mean labels? Its tables: labels, results',
    );
    expect(meantAndKnown('x', 'Its tables', ['labels'])).toBe('Its tables: labels');
    expect(meantAndKnown('lables', 'Its tables', ['labels'], (name) => `<${name}>`)).toBe(
      'Did you mean <labels>? Its tables: <labels>',
    );
  });

  it('searches all names, and is fast with many', () => {
    const names = Array.from({ length: 10_000 }, (_, index) => `column-${index}-of-a-wide-table`);
    const began = cpuNow();
    const hint = meantAndKnown('column-9876-of-a-wide-tabel', 'Its columns', names);
    expect(cpuNow() - began).toBeLessThan(1000);
    expect(hint).toMatch(/^Did you mean column-9876-of-a-wide-table/);
    expect(hint).toMatch(/, … \(10000 in all\)$/);
    expect(hint.length).toBeLessThan(2000);
  });
});

describe('listText', () => {
  it('lists a readable number, and counts the others', () => {
    const names = Array.from({ length: 41 }, (_, index) => `n${index}`);
    expect(listText(names.slice(0, 40))).toBe(names.slice(0, 40).join(', '));
    expect(listText(names)).toBe(`${names.slice(0, 40).join(', ')}, … (41 in all)`);
    expect(listText([])).toBe('');
  });

  it('cuts long names, and cannot drive the terminal', () => {
    const long = 'x'.repeat(10_000);
    expect(listText([long, 'b']).length).toBeLessThan(1600);
    expect(listText(['a', long])).toBe('a, … (2 in all)');
    expect(listText(['a\u001b[2J', 'b\nc'])).toBe('a·[2J, b c');
  });
});
