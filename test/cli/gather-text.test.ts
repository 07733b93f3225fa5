import { describe, expect, it } from 'vitest';
import { gatherText } from '../../src/cli/gather-text.ts';
import type { RowChange } from '../../src/job/diff/changes.ts';
import { BoundedBuffer } from '../../src/render/bounded-buffer.ts';

function changes(count: number): RowChange[] {
  return Array.from({ length: count }, (_, index) => ({
    key: [{ type: 'INT64', value: index }],
    change: 'changed',
    outcome: null,
    columns: new Map(),
    labels: null,
    base: null,
    job: null,
  }));
}

async function gathered(count: number, limit: number, held: BoundedBuffer) {
  const told = { seen: 0, saved: 0, passes: 0 };
  const portions = async function* () {
    told.passes++;
    for (let start = 0; start < count; start += 4) yield changes(count).slice(start, start + 4);
  };
  const diff = {
    changes: portions,
    again: portions,
    seen: () => {
      told.seen++;
    },
    save: async () => {
      told.saved++;
    },
  };
  const write = (some: readonly RowChange[], before: number) =>
    some.map(({ key }, index) => `${key[0]?.value}:${before + index} `).join('');
  const { count: all, text } = await gatherText(diff, limit, write, held);
  let whole = '';
  for await (const chunk of text()) whole += Buffer.from(chunk).toString();
  return { ...told, all, whole };
}

describe('the text of changes', () => {
  it.each([
    [5, 100, 1000, 1, 5],
    [5, 2, 1000, 1, 2],
    [30, 100, 40, 2, 30],
    [30, 20, 40, 2, 20],
    [0, 10, 1000, 1, 0],
    [3, 0, 1000, 1, 0],
  ])('of %i rows up to %i, with %i bytes held, takes %i passes', async (count, limit, most, passes, shown) => {
    const { whole, ...told } = await gathered(count, limit, new BoundedBuffer(most));
    expect(whole).toBe(Array.from({ length: shown }, (_, index) => `${index}:${index} `).join(''));
    expect(told).toEqual({ all: count, seen: count, saved: shown, passes });
  });
});
