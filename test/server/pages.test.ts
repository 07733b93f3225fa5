import { describe, expect, it } from 'vitest';
import { everyPage, mapBounded } from '../../src/server/pages.ts';

describe('everyPage', () => {
  it('gives all entries in order, each once although some moved to the next page meanwhile', async () => {
    const asked: number[] = [];
    const entries = await everyPage<string>(
      async (page, size) => {
        asked.push(page);
        const first = (page - 1) * size - (page > 1 ? 2 : 0);
        return { total: 450, list: Array.from({ length: Math.min(size, 450 - first) }, (_, i) => `${first + i}`) };
      },
      (entry) => entry,
    );
    expect(asked).toEqual([1, 2, 3]);
    expect(entries).toEqual(Array.from({ length: 450 }, (_, i) => `${i}`).slice(0, entries.length));
    expect(entries.length).toBeGreaterThan(440);
  });

  it('does not believe in a total that the first page contradicts', async () => {
    let pages = 0;
    const fetchPage = async () => {
      pages++;
      return { total: Number.MAX_SAFE_INTEGER, list: ['only'] };
    };
    expect(await everyPage(fetchPage, (entry) => entry)).toEqual(['only']);
    expect(pages).toBe(1);
  });
});

describe('mapBounded', () => {
  it('keeps the order and never has more at work than allowed', async () => {
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

  it('begins nothing after a failure', async () => {
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
