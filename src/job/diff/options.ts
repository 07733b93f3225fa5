import type { Expression } from '../../expression/expression.ts';
import type { ArtifactReader, ScanOptions, TableSource } from '../instance.ts';

/** Which rows of a diff are shown: those that any of these words applies to. */
export const SHOWN_ROWS = ['changed', 'added', 'removed', 'fixed', 'broken', 'wrong'] as const;
export type ShownRows = (typeof SHOWN_ROWS)[number];

/** Columns that differ in every run without saying anything about its results. */
export const USUALLY_IGNORED: readonly string[] = ['duration_seconds'];

/** One of the two tables, and the reader of its artifacts. */
export interface DiffSource {
  readonly table: TableSource;
  readonly artifacts: ArtifactReader;
  /** The job's name in messages. */
  readonly job: string;
}

export interface DiffOptions {
  /** The columns whose values match rows; by default the key. */
  readonly on?: readonly string[] | undefined;
  /** Columns to leave out of the comparison. */
  readonly ignore?: readonly string[] | undefined;
  /** Compare only these columns, or paths into them. */
  readonly columns?: readonly string[] | undefined;
  /** Numbers that differ by no more than this, absolutely or relatively, count as equal. */
  readonly tolerance?: number | undefined;
  /** Only rows that match this condition in either table. */
  readonly where?: Expression | undefined;
  /** The condition that makes a row right; by default, that the predicted label is the true one. */
  readonly right?: Expression | undefined;
  /** Which rows to show; by default the changed, added and removed ones. */
  readonly only?: readonly ShownRows[] | undefined;
  /** Whether pickles are read; true by default. */
  readonly unpickle?: boolean | undefined;
  /** Whether to read whole rows, whichever columns are compared. */
  readonly rows?: boolean | undefined;
  readonly skipDamaged?: ScanOptions['skipDamaged'];
  readonly signal?: AbortSignal | undefined;
}
