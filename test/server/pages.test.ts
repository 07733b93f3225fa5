import { describe, expect, it } from 'vitest';
import type { Page } from '../../src/server/endpoints.ts';
import { everyPage, isAsAsked, mapBounded } from '../../src/server/pages.ts';

interface Served {
  /** The longest page that the server gives. */
  readonly cap?: number;
  readonly saysSize?: boolean;
  /** Called before each answer, with how many there were. */
  readonly before?: (requests: number, entries: string[]) => void;
  readonly total?: number;
}

/** A server with a list of entries, and what comes of reading it. */
async function read(count: number, { cap = 1000, saysSize = true, before, total }: Served = {}) {
  const all = Array.from({ length: count }, (_, i) => `${i}`);
  const warnings: string[] = [];
  let requests = 0;
  const fetchPage = async (page: number, asked: number): Promise<Page<string>> => {
    before?.(requests++, all);
    const size = Math.min(asked, cap);
    const list = all.slice((page - 1) * size, page * size);
    return { total: total ?? all.length, list, pageSize: saysSize ? size : null };
  };
  const warn = (text: string): void => void warnings.push(text);
  const entries = await everyPage({ what: 'jobs', fetchPage, identity: (entry) => entry, warn });
  return { entries, warnings, requests, all };
}

describe('everyPage', () => {
  it.each([0, 1, 199, 200, 201, 450])('returns all of %d entries in order, without an extra page', async (count) => {
    const { entries, all, warnings, requests } = await read(count);
    expect(entries).toEqual(all);
    expect(warnings).toEqual([]);
    expect(requests).toBeLessThanOrEqual(Math.max(1, Math.ceil(count / 200)));
  });

  it.each([
    { cap: 50 },
    { cap: 50, saysSize: false },
    { cap: 1 },
    { cap: 7, saysSize: false },
  ])('gives all of 250 entries where the server makes pages of %j', async (served) => {
    const { entries, all, warnings } = await read(250, served);
    expect(entries).toEqual(all);
    expect(warnings).toEqual([]);
  });

  it('loses none if others are removed or added between two pages', async () => {
    for (let moment = 1; moment < 8; moment++) {
      const removed = await read(450, {
        cap: 50,
        before: (requests, entries) => void (requests === moment && entries.splice(0, 30)),
      });
      expect(removed.all.filter((entry) => !removed.entries.includes(entry))).toEqual([]);
      expect(removed.warnings).toEqual([]);
      const added = await read(450, {
        cap: 50,
        before: (requests, entries) => void (requests === moment && entries.unshift('new', 'newer')),
      });
      const old = added.all.filter((entry) => !entry.startsWith('new'));
      expect(old.filter((entry) => !added.entries.includes(entry))).toEqual([]);
      expect(added.warnings).toEqual([]);
    }
  });

  it('loses none if another is added while several pages are on their way', async () => {
    const all = Array.from({ length: 450 }, (_, i) => `${i}`);
    const pageOf = (page: number) => ({
      total: all.length,
      list: all.slice((page - 1) * 200, page * 200),
      pageSize: 200,
    });
    let isFirst = true;
    const fetchPage = async (page: number): Promise<Page<string>> => {
      if (page !== 2 || !isFirst) return pageOf(page);
      isFirst = false;
      // The third page is read before, the second one after.
      await new Promise((resolve) => setTimeout(resolve, 5));
      all.unshift('new');
      return pageOf(page);
    };
    const warnings: string[] = [];
    const warn = (text: string): void => void warnings.push(text);
    const entries = await everyPage({ what: 'jobs', fetchPage, identity: (entry) => entry, warn });
    expect(all.filter((entry) => !entries.includes(entry))).toEqual([]);
    expect(warnings).toEqual([]);
  });

  it('reports if fewer came than the server counts, and does not continue forever', async () => {
    for (const total of [251, 10 ** 6, Number.MAX_SAFE_INTEGER]) {
      const { entries, warnings, requests } = await read(250, { total, before: () => {} });
      expect(entries).toHaveLength(250);
      expect(warnings).toEqual([`incomplete: the server counts ${total} jobs, and sent 250`]);
      expect(requests).toBeLessThan(12);
    }
  });

  it('ends with an error if the server makes up entries', async () => {
    let made = 0;
    const long = 'x'.repeat(1_000_000);
    const list = (text: string) => async (): Promise<Page<string>> => ({
      total: 10 ** 9,
      list: Array.from({ length: 200 }, () => `${made++} ${text}`),
      pageSize: 200,
    });
    const plan = { what: 'jobs', identity: (entry: string) => entry.slice(0, 12), warn: () => {} };
    await expect(everyPage({ ...plan, fetchPage: list('') })).rejects.toThrow('keeps sending jobs: more than 200000');
    made = 0;
    await expect(everyPage({ ...plan, fetchPage: list(long) })).rejects.toThrow('keeps sending jobs');
    expect(made).toBeLessThan(3000);
  });
});

describe('a page', () => {
  it.each([
    [{ total: 250, list: 100, pageSize: 100 }, 1, 100, true],
    [{ total: 250, list: 50, pageSize: 100 }, 3, 100, true],
    [{ total: 250, list: 0, pageSize: 100 }, 4, 100, true],
    [{ total: 250, list: 50, pageSize: 50 }, 1, 100, false],
    [{ total: 250, list: 50, pageSize: null }, 1, 100, false],
    [{ total: 250, list: 50, pageSize: 50 }, 3, 100, false],
    [{ total: 3, list: 3, pageSize: null }, 1, 100, true],
  ] as const)('%j as the %d of %d is as asked: %s', ({ total, list, pageSize }, page, size, asAsked) => {
    expect(isAsAsked({ total, list: new Array<string>(list).fill(''), pageSize }, page, size)).toBe(asAsked);
  });
});

describe('mapBounded', () => {
  it('keeps the order, and never runs more at once than allowed', async () => {
    let atWork = 0;
    let most = 0;
    const items = Array.from({ length: 30 }, (_, i) => i);
    const results = await mapBounded(items, 4, async (item) => {
      most = Math.max(most, ++atWork);
      await new Promise((resolve) => setTimeout(resolve, (item * 7) % 5));
      atWork--;
      return item * 2;
    });
    expect(results).toEqual(items.map((item) => item * 2));
    expect(most).toBe(4);
  });

  it('starts nothing after a failure', async () => {
    let begun = 0;
    const work = mapBounded([1, 2, 3, 4, 5, 6], 2, async (item) => {
      begun++;
      await Promise.resolve();
      if (item === 2) throw new Error('two');
      return item;
    });
    await expect(work).rejects.toThrow('two');
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(begun).toBeLessThan(5);
  });
});
