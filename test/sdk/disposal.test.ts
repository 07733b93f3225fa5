import { describe, expect, it } from 'vitest';
import { diff, job, Starwhale } from '../../src/index.ts';
import { useGoldenStore } from './environment.ts';

// Generators of Node 20 and 22 have no `Symbol.asyncDispose`.

const ITERATORS: Readonly<Record<string, () => AsyncGenerator<unknown, void, undefined>>> = {
  'getTableRows()': () => job('qsrg').getTableRows('results'),
  'getTableBatches()': () => job('qsrg').getTableBatches('results'),
  'jobs()': () => new Starwhale().jobs(),
  'a diff': () => diff('27v6', 'qsrg', { ignore: [], columns: ['id'], only: ['wrong'] })[Symbol.asyncIterator](),
};

describe.each(Object.entries(ITERATORS))('%s', (_name, open) => {
  it('ends with the block of `await using`', async () => {
    await useGoldenStore('real');
    let left: AsyncGenerator<unknown, void, undefined>;
    {
      await using items = open();
      left = items;
      expect(await items.next()).toMatchObject({ done: false });
    }
    expect(await left.next()).toEqual({ done: true, value: undefined });
  });
});
