import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byNewest, type JobRecord } from '../../src/job/record.ts';
import { newestPage } from '../../src/server/newest-page.ts';
import { jobRecord } from '../support/job-record.ts';

/** A server with this many jobs, a second apart, that lists the pinned ones first, the one that was pinned last before the others. */
function serverOf(count: number, pinned: readonly number[], created = (id: number) => id) {
  const jobs = Array.from({ length: count }, (_, index) => index + 1).map((id) =>
    jobRecord({
      id: `${id}`,
      created_at: new Date(1_795_423_510_000 + created(id) * 1000).toISOString(),
      pinned: pinned.includes(id),
    }),
  );
  const place = ({ id, pinned: isPinned }: JobRecord) => (isPinned ? pinned.indexOf(Number(id)) : pinned.length);
  const listed = jobs.toSorted((a, b) => place(a) - place(b) || Number(b.id) - Number(a.id));
  const asked: (readonly [page: number, size: number])[] = [];
  const fetch = async (page: number, size: number) => {
    asked.push([page, size]);
    return { total: count, list: listed.slice((page - 1) * size, page * size), pageSize: size };
  };
  return { fetch, asked, newest: jobs.toSorted(byNewest) };
}

const ids = (jobs: readonly JobRecord[] | undefined) => jobs?.map(({ id }) => id);

describe('a page of jobs, newest first', () => {
  it('has pinned jobs in their places, whatever the page', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 260 }),
        fc.uniqueArray(fc.integer({ min: 1, max: 260 }), { minLength: 1, maxLength: 49 }),
        fc.integer({ min: 1, max: 70 }),
        fc.integer({ min: 1, max: 30 }),
        async (count, numbers, size, page) => {
          const pinned = numbers.filter((id) => id <= count);
          fc.pre(pinned.length > 0);
          const { fetch, newest } = serverOf(count, pinned);
          const found = await newestPage(fetch, page, size);
          expect(found?.arePinned).toBe(true);
          expect(ids(found?.list)).toEqual(ids(newest.slice((page - 1) * size, page * size)));
          expect(found?.total).toBe(count);
        },
      ),
    );
  });

  it('costs one or two requests without pinned jobs, and two more with some', async () => {
    const plain = serverOf(1000, []);
    expect(ids((await newestPage(plain.fetch, 1, 3))?.list)).toEqual(['1000', '999', '998']);
    expect(ids((await newestPage(plain.fetch, 2, 3))?.list)).toEqual(['997', '996', '995']);
    expect(plain.asked).toEqual([
      [1, 3],
      [2, 3],
      [1, 1],
    ]);
    const some = serverOf(1000, [7, 990]);
    expect(ids((await newestPage(some.fetch, 4, 20))?.list)?.slice(0, 2)).toEqual(['940', '939']);
    expect(some.asked).toEqual([
      [4, 20],
      [1, 1],
      [1, 50],
      [2, 50],
    ]);
    const long = serverOf(1000, [7, 990]);
    expect(ids((await newestPage(long.fetch, 1, 50))?.list)?.slice(0, 2)).toEqual(['1000', '999']);
    expect(long.asked).toEqual([
      [1, 50],
      [2, 50],
    ]);
  });

  it('is left to reading all jobs if those that are not pinned are not listed newest first', async () => {
    const { fetch } = serverOf(100, [3], (id) => (id === 98 ? 1 : id));
    expect(await newestPage(fetch, 1, 20)).toBeNull();
    expect(await newestPage(fetch, 2, 50)).not.toBeNull();
  });

  it('is left to reading all jobs if the server has its own size of pages, or very many pinned jobs', async () => {
    const { fetch } = serverOf(100, [3]);
    const short = async (page: number, size: number) => fetch(page, Math.min(size, 10));
    expect(await newestPage(short, 1, 20, true)).toBeNull();
    expect(await newestPage(short, 1, 20)).toBeNull();
    const all = Array.from({ length: 60 }, (_, index) => index + 1);
    expect(await newestPage(serverOf(100, all).fetch, 1, 20)).toBeNull();
  });
});
