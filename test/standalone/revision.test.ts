import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareRevisions, parseRevision, revisionOf } from '../../src/standalone/revision.ts';

describe('revisions', () => {
  it('compare as integers, whatever their length', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 10n ** 25n), fc.bigInt(0n, 10n ** 3n), (a, b) => {
        const order = compareRevisions(revisionOf(a), revisionOf(b));
        expect(Math.sign(order)).toBe(a < b ? -1 : a > b ? 1 : 0);
        expect(parseRevision(`00${a}`)).toBe(revisionOf(a));
      }),
    );
    expect(parseRevision('0')).toBe('0');
    expect(parseRevision('000')).toBe('0');
  });

  it('consist only of digits', () => {
    for (const text of ['', '-1', '1.0', '1e3', ' 1', '1\n', '0x1', '١']) expect(parseRevision(text)).toBeNull();
  });
});
