import { describe, expect, it } from 'vitest';
import { parse } from '../../src/expression/parser.ts';
import { compilePatterns } from '../../src/expression/pattern.ts';

const compile = (text: string) => compilePatterns(text, '--where', parse(text, '--where').matches);

describe('compilePatterns', () => {
  it('compiles each pattern once, with unchanged backslashes', async () => {
    const patterns = await compile(String.raw`a ~ '^\d+\.\d$' or b !~ '^\d+\.\d$' or c ~ "it\"s|\\"`);
    expect([...patterns.keys()]).toEqual([String.raw`^\d+\.\d$`, String.raw`it\"s|\\`]);
    expect(patterns.get(String.raw`^\d+\.\d$`)?.('12.5')).toBe(true);
    expect(patterns.get(String.raw`^\d+\.\d$`)?.('12x5')).toBe(false);
    expect(['it"s', 'a\\b', 'its'].map((text) => patterns.get(String.raw`it\"s|\\`)?.(text))).toEqual([
      true,
      true,
      false,
    ]);
  });

  it.each([
    '(?=x)',
    '(?<!x)y',
    String.raw`(a)\1`,
    '(',
    '[z-a]',
    'a**',
    'x{2000}',
    '((a{100}){100}){100}',
    '('.repeat(2000),
  ])('refuses %s with its reason and place', async (pattern) => {
    await expect(compile(`a ~ '${pattern}'`)).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringMatching(/^--where: invalid or unsupported regular expression: \S/),
      hint: expect.stringMatching(/^At character 5:\n {2}a ~ '.*\n {6}\^\^\^/),
    });
  });
});
