import type { Column } from '../../datastore/cell.ts';
import type { TypedValue } from '../../datastore/typed-value.ts';
import type { RowView } from './row-view.ts';
import type { ContentPair } from './same-value.ts';

/** A value in the base and in the job; undefined if the row has none. */
export interface ValueChange {
  readonly old: TypedValue | undefined;
  readonly new: TypedValue | undefined;
}

/** The columns of the two batches. */
export interface DifferentCells {
  readonly from: Column | undefined;
  readonly to: Column | undefined;
}

/** A value that differs. If it has contents, it differs only if one of them does. */
export interface Difference {
  readonly name: string;
  readonly contents: readonly ContentPair[];
  /** The columns whose cells differ; undefined if the cells had to be decoded to compare them. */
  readonly cells?: DifferentCells;
  /** Reads both values from the rows in which the difference was found. */
  readonly read: (base: RowView, job: RowView) => ValueChange;
}
