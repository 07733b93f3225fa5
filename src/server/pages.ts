import type { Page } from './endpoints.ts';

/** Large enough for few requests; a job of a list takes about 5 kB. */
const PAGE_SIZE = 200;
const PAGES_AT_ONCE = 4;
/** Whatever total a server claims. */
const MAX_PAGES = 50_000;

/**
 * All entries of a paged list. Entries that move to another page meanwhile, because one was added, come once.
 * @param identity tells entries apart
 */
export async function everyPage<T>(
  fetchPage: (page: number, size: number) => Promise<Page<T>>,
  identity: (entry: T) => string,
): Promise<readonly T[]> {
  const first = await fetchPage(1, PAGE_SIZE);
  const more = first.list.length < PAGE_SIZE ? 0 : Math.min(Math.ceil(first.total / PAGE_SIZE), MAX_PAGES) - 1;
  const numbers = Array.from({ length: Math.max(0, more) }, (_, index) => index + 2);
  const pages = await mapBounded(numbers, PAGES_AT_ONCE, (page) => fetchPage(page, PAGE_SIZE));
  const entries = new Map<string, T>();
  for (const page of [first, ...pages]) for (const entry of page.list) entries.set(identity(entry), entry);
  return [...entries.values()];
}

/** Like `Promise.all` over `map`, with at most `limit` at work; after a failure none is begun. */
export async function mapBounded<In, Out>(
  items: readonly In[],
  limit: number,
  map: (item: In) => Promise<Out>,
): Promise<Out[]> {
  const results = new Array<Out>(items.length);
  const queue = items.entries();
  let failed = false;
  const work = async (): Promise<void> => {
    for (const [index, item] of queue) {
      if (failed) return;
      try {
        results[index] = await map(item);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, work));
  return results;
}
