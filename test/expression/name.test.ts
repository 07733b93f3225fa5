import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quoteName } from '../../src/expression/name.ts';
import { parse } from '../../src/expression/parser.ts';

describe('quoteName', () => {
  it('uses backquotes only where they are needed', () => {
    expect(
      ['accuracy', 'a.b', '准确率', 'sys/x', 'f1-score:x', 'x/', 'and', 'NONE', '1a', 'a.', 'a`\\'].map(quoteName),
    ).toEqual([
      'accuracy',
      'a.b',
      '准确率',
      'sys/x',
      'f1-score:x',
      '`x/`',
      '`and`',
      '`NONE`',
      '`1a`',
      '`a.`',
      '`a\\`\\\\`',
    ]);
  });

  it('writes every name so that it reads back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (name) => {
        expect(parse(quoteName(name), 'x').names).toEqual([name]);
      }),
    );
  });
});
