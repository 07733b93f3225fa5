import { SwjobError } from '../errors.ts';
import type { Page } from './endpoints.ts';

/** Large enough for few requests; a job of a list takes about 5 kB. */
const PAGE_SIZE = 200;
const PAGES_AT_ONCE = 4;
/** Lists that change while they are read are read again as often. */
const MAX_READS = 3;
/** No real list is that long; whatever total a server claims, and however many entries it makes up. */
const MAX_ENTRIES = 200_000;
/** What the entries of a list may hold in memory, all together. */
const MAX_KEPT_CHARACTERS = 256 * 1024 * 1024;

type FetchPage<T> = (page: number, size: number) => Promise<Page<T>>;

export interface ListPlan<T> {
  /** What the entries are, such as `jobs`. */
  readonly what: string;
  readonly fetchPage: FetchPage<T>;
  /** Tells entries apart. */
  readonly identity: (entry: T) => string;
  /** Called if fewer entries came than the server counts. */
  readonly warn: (text: string) => void;
}

/**
 * All entries of a paged list, each once. Pages are as long as the server makes them, whatever it was asked for. Where
 * entries were removed on the way, so that others moved to pages that were read before, the list is read again.
 */
export async function everyPage<T>({ what, fetchPage, identity, warn }: ListPlan<T>): Promise<readonly T[]> {
  const entries = new Map<string, T>();
  for (let reads = 1; ; reads++) {
    const collected = new Collected(what, identity);
    const { total, shrank } = await readOnce(fetchPage, collected);
    if (!shrank) entries.clear();
    for (const [key, entry] of collected.entries) entries.set(key, entry);
    if (shrank && reads < MAX_READS) continue;
    if (entries.size < total) warn(`incomplete: the server counts ${total} ${what}, and sent ${entries.size}`);
    return [...entries.values()];
  }
}

/** What was read of a list, within limits. */
class Collected<T> {
  readonly entries = new Map<string, T>();
  readonly #what: string;
  readonly #identity: (entry: T) => string;
  #characters = 0;

  constructor(what: string, identity: (entry: T) => string) {
    this.#what = what;
    this.#identity = identity;
  }

  /** True where a page had an entry that is new. */
  add({ list }: Page<T>): boolean {
    const before = this.entries.size;
    for (const entry of list) {
      const key = this.#identity(entry);
      if (!this.entries.has(key)) this.#characters += charactersIn(entry);
      this.entries.set(key, entry);
    }
    if (this.entries.size > MAX_ENTRIES || this.#characters > MAX_KEPT_CHARACTERS) throw tooLong(this.#what);
    return this.entries.size > before;
  }
}

async function readOnce<T>(
  fetchPage: FetchPage<T>,
  collected: Collected<T>,
): Promise<{ readonly total: number; readonly shrank: boolean }> {
  const first = await fetchPage(1, PAGE_SIZE);
  collected.add(first);
  let { total } = first;
  let shrank = false;
  const read = async (page: number): Promise<boolean> => {
    const next = await fetchPage(page, PAGE_SIZE);
    shrank ||= next.total < total;
    total = next.total;
    return collected.add(next);
  };
  // An empty first page is all that there is.
  const size = pageLength(first, PAGE_SIZE);
  const pages = first.list.length === 0 ? 1 : Math.ceil(Math.min(total, MAX_ENTRIES + size) / size);
  // A made-up total is found out by a page that brings nothing.
  let last = 1;
  for (let brought = true; brought && last < pages; ) {
    const numbers = Array.from({ length: Math.min(PAGES_AT_ONCE, pages - last) }, (_, index) => last + 1 + index);
    const news = await mapBounded(numbers, PAGES_AT_ONCE, read);
    brought = news.some((isNew) => isNew);
    last += numbers.length;
  }
  // Pages may be shorter than they say.
  while (!shrank && collected.entries.size < total && first.list.length > 0 && (await read(last + 1))) last++;
  return { total, shrank };
}

/** True for a page that is as it was asked for: not shorter because the server makes its own pages. */
export function isAsAsked<T>({ pageSize, list, total }: Page<T>, page: number, size: number): boolean {
  const expected = Math.max(0, Math.min(size, total - (page - 1) * size));
  return list.length === expected && (pageSize ?? size) === size;
}

/**
 * How many entries the server puts on a page that was asked to have `size`: what it says, or what it gave where there
 * are more.
 */
function pageLength<T>({ pageSize, list, total }: Page<T>, size: number): number {
  if (list.length < Math.min(size, total) && list.length > 0) return Math.min(pageSize ?? list.length, list.length);
  return Math.min(pageSize ?? size, size) || size;
}

/** The length of all strings in a value: what makes it large, if anything does. */
function charactersIn(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null) return 0;
  let sum = 0;
  for (const inner of Object.values(value)) sum += charactersIn(inner);
  return sum;
}

function tooLong(what: string): SwjobError {
  return new SwjobError(
    'network',
    `the server keeps sending ${what}: more than ${MAX_ENTRIES} of them, or too long ones`,
    {
      hint: 'Ask for a part of the list, as with --page 1 --size 100.',
    },
  );
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
