import type { RowView } from './row-view.ts';

/** Two matching rows, or a row that only one table has. The views are valid until the next pair is requested. */
export interface JoinedRows {
  base: RowView | null;
  job: RowView | null;
}

/** Pairs in portions. A portion is synchronous, and has to be consumed to its end. */
export type Join = AsyncGenerator<Iterable<JoinedRows>, void, undefined>;
