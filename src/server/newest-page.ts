import type { JobRecord } from '../job/record.ts';
import type { Page } from './endpoints.ts';
import { byNewest } from './jobs.ts';
import { isAsAsked } from './pages.ts';

/** More jobs than anyone pins. */
const MIN_SIZE = 50;

export type FetchJobs = (page: number, size: number) => Promise<Page<JobRecord>>;

/**
 * A page of a project's jobs as the server sends it: newest first. Null if the server does not page as asked, or if any job is
 * pinned: such jobs come before all others (`order by pinned_time desc, job_id desc`). With `isUnpinned`, it is known
 * that none is.
 */
export async function serverPage(
  fetch: FetchJobs,
  page: number,
  size: number,
  isUnpinned: boolean,
): Promise<Page<JobRecord> | null> {
  const [jobs, first] = await Promise.all([fetch(page, size), page === 1 || isUnpinned ? null : fetch(1, 1)]);
  return (first ?? jobs).list[0]?.pinned !== true && isAsAsked(jobs, page, size) ? jobs : null;
}

/**
 * A page of a project's jobs, newest first, where some are pinned: those are put in their places among the others, which takes
 * the others around the page. Null if the server does not page as asked, or does not send the others newest first.
 */
export async function pageAmongPinned(fetch: FetchJobs, page: number, size: number): Promise<Page<JobRecord> | null> {
  const window = Math.max(size, MIN_SIZE);
  const head = await fetch(1, window);
  const { total } = head;
  const pinned = head.list.filter((job) => job.pinned);
  if (pinned.length === 0 || pinned.length === window) return null;
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
  return { total, list, pageSize: size };
}
