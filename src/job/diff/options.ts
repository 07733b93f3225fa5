import type { Expression } from '../../expression/expression.ts';
import type { ArtifactReader, ScanOptions, TableSource } from '../instance.ts';

/** Which rows of a diff are shown; a row is, if any of the words fits it. */
export const SHOWN_ROWS = ['changed', 'added', 'removed', 'fixed', 'broken', 'wrong'] as const;
export type ShownRows = (typeof SHOWN_ROWS)[number];

/** Columns that differ in every run, and say nothing about its results. */
export const USUALLY_IGNORED: readonly string[] = ['duration_seconds'];

/** One of the two tables, with what reads the contents of its artifacts. */
export interface DiffSource {
  readonly table: TableSource;
  readonly artifacts: ArtifactReader;
  /** What messages call the job. */
  readonly job: string;
}

export interface DiffOptions {
  /** The columns whose values say which rows belong together; by default the key. */
  readonly on?: readonly string[] | undefined;
  /** Columns that are not compared. */
  readonly ignore?: readonly string[] | undefined;
  /** Only these columns, or paths into them, are compared. */
  readonly columns?: readonly string[] | undefined;
  /** Numbers that differ by no more than this, absolutely or relatively, are equal. */
  readonly tolerance?: number | undefined;
  /** Only rows for which this holds in either table. */
  readonly where?: Expression | undefined;
  /** What makes a row right; unless given, that its label is the predicted one. */
  readonly right?: Expression | undefined;
  /** Unless given: changed, added and removed rows. */
  readonly only?: readonly ShownRows[] | undefined;
  /** Whether pickles are read; true unless given. */
  readonly unpickle?: boolean | undefined;
  /** Whether whole rows are read, whichever columns are compared. */
  readonly rows?: boolean | undefined;
  readonly skipDamaged?: ScanOptions['skipDamaged'];
  readonly signal?: AbortSignal | undefined;
}
