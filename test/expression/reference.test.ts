import { describe, expect, it } from 'vitest';
import { NONE } from '../../src/datastore/typed-value.ts';
import { parseExpression } from '../../src/expression/expression.ts';
import { checkNames, readReference, unknownNames } from '../../src/expression/reference.ts';
import { int, map, row, text } from './rows.ts';

describe('readReference', () => {
  const read = (segments: string[], lookup: ReturnType<typeof row>) =>
    readReference({ name: segments.join('.'), segments }, lookup);

  it('prefers the whole name, then the longest column that leads to the value', () => {
    const inner = map([text('c'), int(2)], [text('b.c'), int(9)]);
    expect(read(['a', 'b', 'c'], row({ 'a.b.c': int(1), 'a.b': inner }))).toEqual(int(1));
    expect(read(['a', 'b', 'c'], row({ 'a.b': inner, a: NONE }))).toEqual(int(2));
    expect(read(['a', 'b.c'], row({ 'a.b': inner, a: inner }))).toEqual(int(9));
    expect(read(['a', 'b'], row({ a: NONE }))).toBeUndefined();
    expect(read(['a', 'b'], row({}))).toBeUndefined();
  });

  it('takes big integer keys of a map by their text', () => {
    const big = map([int(9007199254740993n), text('x')]);
    expect(read(['m', '9007199254740993'], row({ m: big }))).toEqual(text('x'));
  });
});

describe('unknownNames', () => {
  it('suggests names that are near', async () => {
    const expression = await parseExpression('acuracy > 1 and duration_ms < 5 and model.name and `c.d` and qqq');
    expect(unknownNames(expression, ['accuracy', 'sys/duration_ms', 'model', 'c'])).toEqual([
      { name: 'acuracy', suggestions: ['accuracy'] },
      { name: 'duration_ms', suggestions: ['sys/duration_ms'] },
      { name: 'c.d', suggestions: [] },
      { name: 'qqq', suggestions: [] },
    ]);
  });
});

describe('checkNames', () => {
  it('accepts known names', async () => {
    const expression = await parseExpression('a.b == 1 and `__proto__`');
    expect(() => checkNames(expression, ['a', '__proto__'], '--where')).not.toThrow();
  });

  it('lists what there is, as it has to be written, and cannot drive the terminal', async () => {
    const expression = await parseExpression('duration_ms > 5');
    expect(() => checkNames(expression, ['sys/duration_ms', 'a', '\u001b[31m'], '--where')).toThrow(
      expect.objectContaining({
        code: 'usage',
        message: '--where: there is no duration_ms',
        hint: 'Did you mean `sys/duration_ms`?\nThere are: `sys/duration_ms`, a, `·[31m`',
      }),
    );
  });

  it('cuts a long list', async () => {
    const expression = await parseExpression('zzz');
    const known = Array.from({ length: 1000 }, (_, index) => `column${index}`);
    expect(() => checkNames(expression, known, 'x')).toThrow(
      expect.objectContaining({ hint: expect.stringMatching(/^There are: column0, .*column29 and 970 more$/) }),
    );
    expect(() => checkNames(expression, [], 'x')).toThrow(
      expect.objectContaining({ hint: 'There are no names at all.' }),
    );
  });
});
