import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quoteWord, shellWords } from '../../../src/completion/shells/quoting.ts';

const word = fc.string({ unit: 'binary', minLength: 1 }).filter((text) => !/[\p{Cc}\p{Cs}]/u.test(text));

describe('quoteWord', () => {
  it('makes one word of any text, which shellWords reads back', () => {
    fc.assert(
      fc.property(word, word, fc.constantFrom('', "'", '"'), (first, second, quote) => {
        const words = shellWords(`${quoteWord(first, '')} ${quoteWord(second, quote as '')}`);
        expect(words.map(({ text }) => text)).toEqual([first, second]);
        expect(words.at(-1)?.quote).toBe(quote);
      }),
    );
  });

  it('makes what a real shell reads as that text', () => {
    const texts = fc.sample(word, 200);
    const line = texts.map((text, index) => {
      const quote = (['', "'", '"'] as const)[index % 3] ?? '';
      return quoteWord(text, quote) + quote;
    });
    const printed = execFileSync('bash', ['--norc', '-c', `printf '%s\\0' ${line.join(' ')}`], {
      env: { LANG: 'C.UTF-8' },
    });
    expect(printed.toString('utf8').split('\0').slice(0, -1)).toEqual(texts);
  });
});

describe('shellWords', () => {
  it.each([
    ['', ['']],
    ['swjob ', ['swjob', '']],
    ['swjob  info\tx', ['swjob', 'info', 'x']],
    ["a'b c'd", ['ab cd']],
    ['"a\\"b\\c', ['a"b\\c']],
    ['a\\', ['a']],
  ])('splits %j', (line, texts) => {
    expect(shellWords(line).map(({ text }) => text)).toEqual(texts);
  });

  it('understands backslashes inside the single quotes of fish', () => {
    expect(shellWords("'it\\'s \\\\ \\n", 'fish')).toEqual([
      { text: "it's \\ \\n", raw: "'it\\'s \\\\ \\n", quote: "'" },
    ]);
  });
});
