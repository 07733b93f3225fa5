import { beforeEach, expect, it, type MockInstance, vi } from 'vitest';
import { job } from '../../../src/index.ts';
import { blocksAhead, endScan } from '../../../src/standalone/reader/blocks-ahead.ts';
import { useGoldenStore } from '../../sdk/environment.ts';

let now: MockInstance<() => number>;

beforeEach(() => {
  // An hour later: scans of other tests no longer count.
  now = vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 3_600_000);
  return () => now.mockRestore();
});

it('are two for one scan, and fewer for each of several', () => {
  const [first, second, third, fourth] = [Symbol(), Symbol(), Symbol(), Symbol()];
  expect([blocksAhead(first), blocksAhead(first, 1), blocksAhead(first, 0)]).toEqual([2, 1, 0]);
  expect([blocksAhead(second), blocksAhead(first), blocksAhead(third), blocksAhead(third, 0)]).toEqual([1, 1, 1, 0]);
  expect([blocksAhead(fourth), blocksAhead(first)]).toEqual([0, 0]);
  endScan(third);
  expect(blocksAhead(first)).toBe(1);
  for (const scan of [second, fourth]) endScan(scan);
  expect(blocksAhead(first)).toBe(2);
  endScan(first);
});

it('do not depend on scans that have ended, also early', async () => {
  await useGoldenStore('tables');
  const begun = job('@latest').getTableRows('blocks-25k');
  await begun.next();
  const scan = Symbol();
  expect(blocksAhead(scan)).toBe(1);
  await begun.return();
  expect(blocksAhead(scan)).toBe(2);
  endScan(scan);
});

it('do not depend on scans that were dropped without an end', () => {
  const [dropped, scan] = [Symbol(), Symbol()];
  blocksAhead(dropped);
  expect(blocksAhead(scan)).toBe(1);
  now.mockReturnValue(Date.now() + 61_000);
  expect(blocksAhead(scan)).toBe(2);
  endScan(scan);
});
