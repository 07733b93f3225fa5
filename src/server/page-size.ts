import { TooMuchAtOnce } from './body.ts';
import type { RecordsOptions } from './datastore-endpoints.ts';

/** The most rows that the server accepts in a request. */
export const MAX_PAGE_ROWS = 1000;
/** Two pages are in memory at once. This size is large enough to make the latency of requests insignificant. */
const PAGE_BYTES = 8 * 1024 * 1024;
/** A larger page is requested again with fewer rows. */
const MAX_PAGE_BYTES = 8 * PAGE_BYTES;
/** The next page has at most this many times the rows of the last one, because later rows may be longer. */
const GROWTH = 4;

/** How many rows to request first, given the length of a row in bytes (0 if unknown). */
export function firstPageRows(rowBytes: number): number {
  return rowBytes === 0 ? MAX_PAGE_ROWS : clamp(PAGE_BYTES / rowBytes, MAX_PAGE_ROWS);
}

/** How many rows to request after a page with this many rows and bytes. */
export function nextPageRows(rows: number, bytes: number): number {
  return clamp(PAGE_BYTES / Math.max(1, bytes / rows), Math.min(MAX_PAGE_ROWS, rows * GROWTH));
}

/** How many rows to request after an answer was too long; null if it was a single row. */
function fewerRows(rows: number): number | null {
  return rows <= 1 ? null : Math.max(1, Math.floor(rows / 8));
}

function clamp(rows: number, most: number): number {
  return Math.max(1, Math.min(most, Math.floor(rows)));
}

export interface FetchedPage<Reply> {
  readonly reply: Reply;
  /** How many rows were requested in the end. */
  readonly limit: number;
}

/** Fetches a page, with fewer rows if the answer is too long. */
export async function fetchPage<Reply>(
  fetch: (limit: number, options: RecordsOptions) => Promise<Reply>,
  rows: number,
  signal: AbortSignal | undefined,
): Promise<FetchedPage<Reply>> {
  for (let limit = rows; ; ) {
    const fewer = fewerRows(limit);
    // A single row may be of any length.
    const options = { signal, ...(fewer !== null && { maxBodyBytes: MAX_PAGE_BYTES }) };
    try {
      return { reply: await fetch(limit, options), limit };
    } catch (error) {
      if (!(error instanceof TooMuchAtOnce) || fewer === null) throw error;
      limit = fewer;
    }
  }
}
