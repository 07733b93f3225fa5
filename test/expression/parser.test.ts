import { describe, expect, it } from 'vitest';
import { SwjobError } from '../../src/errors.ts';
import { parse } from '../../src/expression/parser.ts';

function refusal(text: string): SwjobError {
  try {
    parse(text, '--where');
  } catch (error) {
    if (error instanceof SwjobError) return error;
    throw error;
  }
  throw new Error(`${text} was accepted`);
}

describe('parse', () => {
  it('builds a tree without unnecessary levels', () => {
    const { condition } = parse('a or b and not c', 'x');
    expect(condition).toMatchObject({
      kind: 'or',
      conditions: [
        { kind: 'truthy', operand: { name: 'a', start: 0, end: 1 } },
        { kind: 'and', conditions: [{ kind: 'truthy' }, { kind: 'not', condition: { kind: 'truthy' } }] },
      ],
    });
  });

  it('reads the same condition in every spelling', () => {
    const shape = (text: string) =>
      JSON.stringify(parse(text, 'x').condition, (key, value) =>
        /^(start|end|source)$/.test(key) ? undefined : value,
      );
    expect(shape("a = 1 && !(b != 'x') || c not in [none]")).toBe(
      shape('a == 1 AND NOT (b != "x") or c NOT IN (Null)'),
    );
    expect(shape('not c\n\tin (1,)')).toBe(shape('not (c in (1))'));
  });

  it.each([
    ['', 'is empty'],
    ['  ', 'is empty'],
    ['a ==', 'expected a name or a value but found the end'],
    ['a == 1)', 'expected an operator or the end but found ")"'],
    ['(a == 1', 'expected an operator or ) but found the end'],
    ['a b', 'expected an operator or the end but found "b"'],
    ['a -1', 'expected an operator or the end but found "-1"'],
    ['and a', 'expected a name or a value but found "and"'],
    ['a not b', 'expected an operator or the end but found "not"'],
    ['a in 5', 'expected a list after in'],
    ['a in (1', 'expected , or )'],
    ['a in (1]', 'expected , or ) but found "]"'],
    ['a in (,)', 'expected a name or a value'],
    ['a in (b == 1)', 'expected , or )'],
    ['a in ((b and c))', 'a condition cannot be compared'],
    ['a ~ b', 'expected a regular expression in quotes'],
    ['(a == 1) == true', 'a condition cannot be compared'],
    ["a ~ 'x' == true", 'expected an operator or the end but found "=="'],
    ["'FAIL'", "'FAIL' alone is not a condition"],
    ["a == 'FAIL' or 'CANCELED'", "'CANCELED' alone is not a condition"],
    ['not none', '"none" alone is not a condition'],
    ["a == 'x\\dy'", 'unknown escape \\d'],
    ["a == '\\u{110000}'", 'unknown escape \\u'],
  ])('refuses %s', (text, message) => {
    const error = refusal(text);
    expect(error.code).toBe('usage');
    expect(error.message).toContain(message);
    expect(error.hint).toContain('Example: ');
  });

  it('gives hints for the syntax of other languages', () => {
    expect(refusal('a is none').hint).toContain('Write == or != instead');
    expect(refusal("a like 'x%'").hint).toContain('Write ~');
    expect(refusal('a between 1 and 2').hint).toContain('Write a chain instead');
  });

  it('points at the place', () => {
    expect(refusal("status == 'x' and\n== 3").hint?.split('\n').slice(0, 3)).toEqual([
      'At character 19:',
      "  status == 'x' and == 3",
      '                    ^^',
    ]);
  });

  it('holds its limits', () => {
    const deep = (levels: number, open: string) => `${open.repeat(levels)}a${open === '(' ? ')'.repeat(levels) : ''}`;
    for (const open of ['(', 'not ', '!']) {
      expect(parse(deep(200, open), 'x').names).toHaveLength(1);
      expect(refusal(deep(201, open)).message).toContain('more than 200 levels');
    }
    expect(refusal(`a${' '.repeat(10_000)}`).message).toContain('more than 10000 characters');
    expect(parse(`a${' or a'.repeat(1999)}`, 'x').condition).toMatchObject({
      kind: 'or',
      conditions: { length: 2000 },
    });
    expect(parse(`1${' < a'.repeat(2000)}`, 'x').condition).toMatchObject({ conditions: { length: 2000 } });
  });
});
