/** The position of a page among all pages, as `list --meta` and the library show it. */
export interface Pagination {
  /** The number of jobs on all pages together. */
  readonly total: number;
  /** The number of the page, counted from 1. */
  readonly page: number;
  /** Jobs per page; the number of all jobs if no size was given. */
  readonly size: number;
  /** The number of pages; 0 if there are no jobs. */
  readonly pages: number;
  /** Whether there is a page after this one. */
  readonly has_next: boolean;
}

export function paginationOf(total: number, page: number, size: number | undefined): Pagination {
  const perPage = size ?? Math.max(total, 1);
  const pages = Math.ceil(total / perPage);
  return { total, page, size: size ?? total, pages, has_next: page < pages };
}
