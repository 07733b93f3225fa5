import { TooMuchAtOnce } from './body.ts';
import type { RecordsOptions } from './endpoints.ts';
import type { RecordsReply } from './reply.ts';

/** The server refuses more. */
export const MAX_PAGE_ROWS = 1000;
/** Two pages are in memory at once, as text and as values: large enough that the way to the server counts little. */
const PAGE_BYTES = 8 * 1024 * 1024;
/** A page that grows beyond this is asked for again with fewer rows. */
const MAX_PAGE_BYTES = 8 * PAGE_BYTES;
/** The next page holds at most this many times the rows of the one before: rows may be longer further on. */
const GROWTH = 4;

/** How many rows to ask for, from the length of a row as far as it is known (0: unknown). */
export function firstPageRows(rowBytes: number): number {
  return rowBytes === 0 ? MAX_PAGE_ROWS : clamp(PAGE_BYTES / rowBytes, MAX_PAGE_ROWS);
}

/** How many rows to ask for after a page of this many rows and bytes. */
export function nextPageRows(rows: number, bytes: number): number {
  return clamp(PAGE_BYTES / Math.max(1, bytes / rows), Math.min(MAX_PAGE_ROWS, rows * GROWTH));
}

/** How many rows to ask for instead of this many whose answer was too long; null where one row is. */
function fewerRows(rows: number): number | null {
  return rows <= 1 ? null : Math.max(1, Math.floor(rows / 8));
}

function clamp(rows: number, most: number): number {
  return Math.max(1, Math.min(most, Math.floor(rows)));
}

export interface FetchedPage {
  readonly reply: RecordsReply;
  /** How many rows were asked for in the end. */
  readonly limit: number;
}

/** One page, asked for again with fewer rows where the answer is too long. */
export async function fetchPage(
  fetch: (limit: number, options: RecordsOptions) => Promise<RecordsReply>,
  rows: number,
  signal: AbortSignal | undefined,
): Promise<FetchedPage> {
  for (let limit = rows; ; ) {
    const fewer = fewerRows(limit);
    // A single row may be as long as any answer.
    const options = { signal, ...(fewer !== null && { maxBodyBytes: MAX_PAGE_BYTES }) };
    try {
      return { reply: await fetch(limit, options), limit };
    } catch (error) {
      if (!(error instanceof TooMuchAtOnce) || fewer === null) throw error;
      limit = fewer;
    }
  }
}
