import type { Column } from '../../datastore/batch.ts';
import type { TypedValue } from '../../datastore/typed-value.ts';
import type { RowView } from './row-view.ts';
import type { ContentPair } from './same-value.ts';

/** A value in the base and in the job; undefined where the row has none. */
export interface ValueChange {
  readonly old: TypedValue | undefined;
  readonly new: TypedValue | undefined;
}

/** Columns of two batches. */
export interface DifferentCells {
  readonly from: Column | undefined;
  readonly to: Column | undefined;
}

/** A value that differs, provided that one of the contents does where there are any. */
export interface Difference {
  readonly name: string;
  readonly contents: readonly ContentPair[];
  /** The columns whose cells differ; undefined where values had to be made of them. */
  readonly cells?: DifferentCells;
  /** Both values, of the rows in which it was found. */
  readonly read: (base: RowView, job: RowView) => ValueChange;
}
