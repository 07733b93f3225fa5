import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KeyValue } from '../../src/job/instance.ts';
import { revisionOf } from '../../src/standalone/revision.ts';
import type { Tombstone } from '../../src/standalone/table-description.ts';
import { Tombstones } from '../../src/standalone/tombstones.ts';

const tombstone = (revision: number, part: Partial<Tombstone> = {}): Tombstone => ({
  start: undefined,
  end: undefined,
  endInclusive: false,
  keyPrefix: undefined,
  revision: revisionOf(BigInt(revision)),
  ...part,
});

const deleted = (tombstones: readonly Tombstone[], key: KeyValue, upTo?: number) =>
  new Tombstones(tombstones, upTo === undefined ? undefined : revisionOf(BigInt(upTo))).deletedUpTo(key);

describe('Tombstones', () => {
  it('include their start, and their end only if it is inclusive', () => {
    const exclusive = [tombstone(9, { start: 2, end: 4 })];
    expect([1, 2, 3.5, 4, 4n].map((key) => deleted(exclusive, key))).toEqual([
      undefined,
      '9',
      '9',
      undefined,
      undefined,
    ]);
    const inclusive = [tombstone(9, { start: 2, end: 4, endInclusive: true })];
    expect([4, 4n, 4.1].map((key) => deleted(inclusive, key))).toEqual(['9', '9', undefined]);
  });

  it('are open if a bound is missing', () => {
    expect(deleted([tombstone(9)], 'x')).toBe('9');
    expect(['a', 'b', '🙂'].map((key) => deleted([tombstone(9, { start: 'b' })], key))).toEqual([undefined, '9', '9']);
    expect([-5, 3].map((key) => deleted([tombstone(9, { end: 3 })], key))).toEqual(['9', undefined]);
  });

  it('with a prefix and a string key depend only on the prefix', () => {
    const prefixed = [tombstone(9, { start: 'z', end: 'zz', keyPrefix: 'a/' })];
    expect(['a/', 'a/b', 'a', 'z', ''].map((key) => deleted(prefixed, key))).toEqual([
      '9',
      '9',
      undefined,
      undefined,
      undefined,
    ]);
    expect([5, 1].map((key) => deleted([tombstone(9, { start: 2, keyPrefix: 'a' })], key))).toEqual(['9', undefined]);
  });

  it('delete up to the latest revision that covers a key', () => {
    const range = fc.record({
      revision: fc.nat(120),
      start: fc.option(fc.nat(9), { nil: undefined }),
      end: fc.option(fc.nat(9), { nil: undefined }),
      inclusive: fc.boolean(),
    });
    fc.assert(
      fc.property(
        fc.array(range, { maxLength: 6 }),
        fc.nat(9),
        fc.option(fc.nat(120), { nil: undefined }),
        (ranges, key, upTo) => {
          const covering = ranges
            .filter(
              ({ revision, start = -1, end = 10, inclusive }) =>
                revision <= (upTo ?? 120) && key >= start && (inclusive ? key <= end : key < end),
            )
            .map(({ revision }) => revision);
          const tombstones = ranges.map(({ revision, start, end, inclusive }) =>
            tombstone(revision, { start, end, endInclusive: inclusive }),
          );
          expect(deleted(tombstones, key, upTo)).toBe(covering.length > 0 ? String(Math.max(...covering)) : undefined);
        },
      ),
    );
  });
});
