/** Where a page stands among all pages, as `list --meta` and the library show it. */
export interface Pagination {
  /** Jobs on all pages together. */
  readonly total: number;
  /** From 1. */
  readonly page: number;
  /** Jobs a page; all of them if no size was asked for. */
  readonly size: number;
  /** How many pages there are; 0 if there are no jobs. */
  readonly pages: number;
  /** Whether there is a page after this one. */
  readonly has_next: boolean;
}

export function paginationOf(total: number, page: number, size: number | undefined): Pagination {
  const perPage = size ?? Math.max(total, 1);
  const pages = Math.ceil(total / perPage);
  return { total, page, size: size ?? total, pages, has_next: page < pages };
}
