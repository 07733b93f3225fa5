import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blanksBefore, blanksBehind, isNumber, pointOf } from '../../src/render/number-point.ts';

const NUMBER = /^((?:\* )?[-+]?\d+)((?:\.\d+)?(?:e[-+]?\d+)?)$/i;
/** Numbers, and text that is almost a number. */
const texts = fc.oneof(
  fc.double().map(String),
  fc.bigInt().map(String),
  fc.string({ unit: fc.constantFrom(...'019.-+eE* '), maxLength: 8 }),
);

describe('the point of a number', () => {
  it('follows its integer part, and other texts have none', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const [, whole = '', rest = ''] = NUMBER.exec(text) ?? [];
        const found = NUMBER.test(text);
        expect({ text, is: isNumber(text), point: pointOf([text]) }).toEqual({
          ...{ text, is: found, point: { before: whole.length, behind: rest.length } },
        });
        const wide = { before: 10, behind: 10 };
        expect(blanksBefore(text, wide)).toBe(found ? Math.max(0, 10 - whole.length) : 0);
        expect(blanksBehind(text, wide)).toBe(found ? Math.max(0, 10 - rest.length) : 0);
      }),
      { numRuns: 3000 },
    );
  });

  it('is where a column of numbers aligns', () => {
    expect(pointOf(['1.25', '-10', 'n/a', '* 3e+20'])).toEqual({ before: 3, behind: 4 });
  });
});
