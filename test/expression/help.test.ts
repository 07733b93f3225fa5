import { describe, expect, it } from 'vitest';
import { parseExpression } from '../../src/expression/expression.ts';
import { EXPRESSION_HELP } from '../../src/expression/help.ts';
import { KEYWORDS } from '../../src/expression/name.ts';
import { EXAMPLE } from '../../src/expression/syntax-error.ts';

describe('EXPRESSION_HELP', () => {
  it('fits a terminal of 80 columns', () => {
    for (const line of EXPRESSION_HELP.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });

  it('names every keyword', () => {
    for (const keyword of KEYWORDS) expect(EXPRESSION_HELP).toMatch(new RegExp(`\\b${keyword}\\b`));
  });

  it('has examples that work as printed', async () => {
    const examples = EXPRESSION_HELP.split('\n')
      .slice(2, 7)
      .map((line) => line.trim());
    const quoted = /--filter '(.*)'/.exec(EXPRESSION_HELP)?.[1] ?? '';
    const all = [...examples, quoted, EXAMPLE.replace('Example: ', '')];
    expect(all).toHaveLength(7);
    for (const example of all) expect((await parseExpression(example)).names).not.toEqual([]);
  });
});
