import { describe, expect, it } from 'vitest';
import { SwjobError } from '../../src/errors.ts';
import { tokenize } from '../../src/expression/tokenizer.ts';

const brief = (text: string) =>
  tokenize(text, 'x').map((token) => {
    if (token.kind === 'symbol') return token.symbol;
    if (token.kind === 'name') return [token.name];
    return token.kind === 'end' ? 'end' : `${token.kind} ${token.source}`;
  });

describe('tokenize', () => {
  it('reads operators, words and punctuation without needing spaces', () => {
    expect(brief('a<=-1&&!b!~"x"||c<>d'.replace('<>', '!='))).toEqual([
      ['a'],
      '<=',
      'number -1',
      'and',
      'not',
      ['b'],
      '!~',
      'string x',
      'or',
      ['c'],
      '!=',
      ['d'],
      'end',
    ]);
    expect(brief('in[1,.5,5.,1e5,-2E-3](')).toEqual([
      'in',
      '[',
      'number 1',
      ',',
      'number .5',
      ',',
      'number 5.',
      ',',
      'number 1e5',
      ',',
      'number -2E-3',
      ']',
      '(',
      'end',
    ]);
  });

  it('reads names: bare, dotted, in backquotes, in any script', () => {
    expect(brief('_a.b_1.0 `sys/x`.`a.b`.c 准确率 naïve and.x `and` `a\\`b\\\\c\\d`')).toEqual([
      ['_a.b_1.0'],
      ['sys/x.a.b.c'],
      ['准确率'],
      ['naïve'],
      ['and.x'],
      ['and'],
      ['a`b\\c\\d'],
      'end',
    ]);
  });

  it('reads / - and : as part of names, as there is no arithmetic', () => {
    expect(brief('input/label!=output/label and f1-score>-1 and not-a x:1/0-b `macro avg`/f1-score')).toEqual([
      ['input/label'],
      '!=',
      ['output/label'],
      'and',
      ['f1-score'],
      '>',
      'number -1',
      'and',
      ['not-a'],
      ['x:1/0-b'],
      ['macro avg/f1-score'],
      'end',
    ]);
  });

  it('reads keywords in any case', () => {
    expect(brief('AND Or nOt IN True FALSE None NULL')).toEqual([
      'and',
      'or',
      'not',
      'in',
      'constant true',
      'constant false',
      'constant none',
      'constant null',
      'end',
    ]);
  });

  it('keeps the escapes of a string', () => {
    expect(brief(`'it\\'s' "a\\"b" '\\d\\\\' '\n'`)).toEqual([
      "string it\\'s",
      'string a\\"b',
      'string \\d\\\\',
      'string \n',
      'end',
    ]);
  });

  it('gives every token its place', () => {
    expect(tokenize(" a >= '😀' ", 'x').map(({ start, end }) => [start, end])).toEqual([
      [1, 2],
      [3, 5],
      [6, 10],
      [11, 11],
    ]);
  });

  it.each([
    ['a- > 1', 'unexpected "-" after a name', 'needs backquotes: `a-`'],
    ['sys//x > 1', 'unexpected "//x" after a name', '`sys//x`'],
    ['a%b > 1', 'unexpected "%b" after a name', '`a%b`'],
    ['a. > 1', 'unexpected "." after a name', '`a.`'],
    ['2024-01-01', '"2024-01-01" is not a number', "'2024-01-01'"],
    ['1.2.3', '"1.2.3" is not a number', '`1.2.3`'],
    ['5x', '"5x" is not a number', 'quotes'],
    ["a == 'x", 'a quote is not closed', 'Example'],
    ["a == 'x\\'", 'a quote is not closed', 'Example'],
    ['`a', 'a backquote is not closed', 'Example'],
    ['``', 'backquotes are empty', 'Example'],
    ['a === 1', 'unexpected "==="', 'Write == instead.'],
    ['a <> 1', 'unexpected "<>"', 'Write != instead.'],
    ['a ≥ 1', 'unexpected "≥"', 'Write >= instead.'],
    ['a & b', 'unexpected "&"', 'Write and instead.'],
    ['a == ‘x’', 'unexpected "‘"', 'straight quotes'],
    ['a + 1', 'unexpected "+"', 'no arithmetic'],
    ['a == \u0007', 'unexpected "\\u0007"', 'Example'],
    ['😀', 'unexpected "😀"', 'Example'],
  ])('refuses %s', (text, message, hint) => {
    const attempt = () => tokenize(text, '--where');
    expect(attempt).toThrow(SwjobError);
    expect(attempt).toThrow(
      expect.objectContaining({
        code: 'usage',
        message: expect.stringContaining(message),
        hint: expect.stringContaining(hint),
      }),
    );
  });
});
