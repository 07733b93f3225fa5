import { SwjobError } from '../errors.ts';
import type { Page } from './endpoints.ts';

/** Large enough to need few requests; a job in a list takes about 5 kB. */
const PAGE_SIZE = 200;
const PAGES_AT_ONCE = 4;
/** How often a list that changes while it is read is read. */
const MAX_READS = 3;
/** Longer than any real list: guards against a server that claims any total, or makes up entries. */
const MAX_ENTRIES = 200_000;
/** The memory limit for all entries of a list. */
const MAX_KEPT_CHARACTERS = 256 * 1024 * 1024;

type FetchPage<T> = (page: number, size: number) => Promise<Page<T>>;

export interface ListPlan<T> {
  /** The entries' name in messages, such as `jobs`. */
  readonly what: string;
  readonly fetchPage: FetchPage<T>;
  /** What distinguishes entries. */
  readonly identity: (entry: T) => string;
  /** Called if the server sent fewer entries than it counts. */
  readonly warn: (text: string) => void;
}

/**
 * All entries of a paged list, without duplicates, whatever page size the server uses. If others are added or removed in the
 * meantime, entries may move to pages that were already read, so the list is read again. Entries added after the first page
 * may be left out.
 */
export async function everyPage<T>({ what, fetchPage, identity, warn }: ListPlan<T>): Promise<readonly T[]> {
  const entries = new Map<string, T>();
  for (let reads = 1; ; reads++) {
    const collected = new Collected(what, identity);
    const { total, hasMoved } = await readOnce(fetchPage, collected);
    if (!hasMoved) entries.clear();
    for (const [key, entry] of collected.entries) entries.set(key, entry);
    if (hasMoved && reads < MAX_READS) continue;
    if (entries.size < total) warn(`incomplete: the server counts ${total} ${what}, and sent ${entries.size}`);
    return [...entries.values()];
  }
}

/** The entries read so far, within limits. */
class Collected<T> {
  readonly entries = new Map<string, T>();
  readonly #what: string;
  readonly #identity: (entry: T) => string;
  #characters = 0;

  constructor(what: string, identity: (entry: T) => string) {
    this.#what = what;
    this.#identity = identity;
  }

  /** Adds a page; returns whether it had a new entry. */
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

interface ReadList {
  /** How many entries there were from the first page to the last. */
  readonly total: number;
  /** Whether entries may have moved to pages that were already read. */
  readonly hasMoved: boolean;
}

async function readOnce<T>(fetchPage: FetchPage<T>, collected: Collected<T>): Promise<ReadList> {
  const first = await fetchPage(1, PAGE_SIZE);
  collected.add(first);
  let { total } = first;
  let [shrank, grew] = [false, false];
  const read = async (page: number): Promise<boolean> => {
    const next = await fetchPage(page, PAGE_SIZE);
    shrank ||= next.total < total;
    grew ||= next.total > total;
    total = next.total;
    return collected.add(next);
  };
  // If the first page is empty, so is the list.
  const size = pageLength(first, PAGE_SIZE);
  const pages = first.list.length === 0 ? 1 : Math.ceil(Math.min(total, MAX_ENTRIES + size) / size);
  // A page without new entries exposes a made-up total.
  let last = 1;
  for (let brought = true; brought && last < pages; ) {
    const numbers = Array.from({ length: Math.min(PAGES_AT_ONCE, pages - last) }, (_, index) => last + 1 + index);
    const news = await mapBounded(numbers, PAGES_AT_ONCE, read);
    brought = news.some((isNew) => isNew);
    last += numbers.length;
  }
  // Pages may be shorter than the server says.
  while (!shrank && collected.entries.size < total && first.list.length > 0 && (await read(last + 1))) last++;
  const least = Math.min(first.total, total);
  return { total: least, hasMoved: shrank || (grew && collected.entries.size < least) };
}

/** Whether a page is as requested, not shorter because the server uses its own page size. */
export function isAsAsked<T>({ pageSize, list, total }: Page<T>, page: number, size: number): boolean {
  const expected = Math.max(0, Math.min(size, total - (page - 1) * size));
  return list.length === expected && (pageSize ?? size) === size;
}

/**
 * How many entries the server puts on a page when `size` are requested: the number that it states, or that it sent if there
 * are more entries.
 */
function pageLength<T>({ pageSize, list, total }: Page<T>, size: number): number {
  if (list.length < Math.min(size, total) && list.length > 0) return Math.min(pageSize ?? list.length, list.length);
  return Math.min(pageSize ?? size, size) || size;
}

/** The length of all strings in a value, as an estimate of its size. */
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

/** `Promise.all` over `map`, with at most `limit` running at once; after a failure no more are started. */
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
