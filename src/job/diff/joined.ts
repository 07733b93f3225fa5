import type { RowView } from './row-view.ts';

/** A row of either table, or one of both that belong together. The views are valid until the next pair is asked for. */
export interface JoinedRows {
  base: RowView | null;
  job: RowView | null;
}

/** Pairs in portions: what one portion gives needs no waiting, and has to be taken whole. */
export type Join = AsyncGenerator<Iterable<JoinedRows>, void, undefined>;
