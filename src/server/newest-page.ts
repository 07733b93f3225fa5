import { byNewest, type JobRecord } from '../job/record.ts';
import type { Page } from './endpoints.ts';
import { isAsAsked } from './pages.ts';

/** More jobs than anyone pins. */
const MIN_SIZE = 50;

export type FetchJobs = (page: number, size: number) => Promise<Page<JobRecord>>;

export interface NewestPage extends Page<JobRecord> {
  /** Whether any job is pinned: then a page costs several requests. */
  readonly arePinned: boolean;
}

/**
 * A page of a project's jobs, newest first; null if the server does not page as asked, or has pinned jobs among others that it
 * does not send newest first. It sends pinned jobs before all others (`order by pinned_time desc, job_id desc`): these are put in
 * their places, which takes the others around the page. With `isUnpinned`, it is known that there are none.
 */
export async function newestPage(
  fetch: FetchJobs,
  page: number,
  size: number,
  isUnpinned = false,
): Promise<NewestPage | null> {
  const [jobs, first] = await Promise.all([fetch(page, size), page === 1 || isUnpinned ? null : fetch(1, 1)]);
  if ((first ?? jobs).list[0]?.pinned !== true)
    return isAsAsked(jobs, page, size) ? { ...jobs, arePinned: false } : null;
  const window = Math.max(size, MIN_SIZE);
  const head = page === 1 && window === size ? jobs : await fetch(1, window);
  const { total } = head;
  const pinned = head.list.filter((job) => job.pinned);
  if (pinned.length === window) return null;
  const from = (page - 1) * size;
  const firstPage = Math.floor(from / window) + 1;
  const lastPage = Math.max(firstPage, Math.ceil(Math.min(from + size + pinned.length, total) / window));
  const numbers = Array.from({ length: lastPage - firstPage + 1 }, (_, index) => firstPage + index);
  const pages = await Promise.all(numbers.map((number) => (number === 1 ? head : fetch(number, window))));
  if (!pages.every((one, index) => one.total === total && isAsAsked(one, firstPage + index, window))) return null;
  const others = pages.flatMap(({ list }) => list.filter((job) => !job.pinned));
  if (others.some((job, index) => byNewest(others[index - 1] ?? job, job) > 0)) return null;
  // What precedes the others is in front of the page, too: jobs that are not pinned, and pinned ones that are newer.
  const before = Math.max(0, (firstPage - 1) * window - pinned.length);
  const list = [...pinned, ...others].sort(byNewest).slice(from - before, from - before + size);
  return { total, list, pageSize: size, arePinned: true };
}
