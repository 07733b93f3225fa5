import type { SwjobError } from '../errors.ts';
import { SHOWN_ROWS } from '../job/diff/options.ts';
import {
  type Check,
  type Checks,
  checkOptions,
  flag,
  list,
  listener,
  oneOf,
  optional,
  signal,
  text,
  wholeNumber,
  wrong,
} from './arguments.ts';
import type { CallOptions, CheckedBy } from './call-options.ts';
import type { Value } from './value.ts';

/** Options of `diff`. */
export interface DiffOptions extends CallOptions {
  /** The table's name; `results` by default. */
  readonly table?: string | undefined;
  /** Match rows by the values of these columns instead of by key. The job's rows are then held in memory. */
  readonly on?: readonly string[] | undefined;
  /** Columns to leave out of the comparison; `['duration_seconds']` by default. */
  readonly ignore?: readonly string[] | undefined;
  /** Compare only these columns, or paths into them. */
  readonly columns?: readonly string[] | undefined;
  /** Numbers that differ by no more than this, absolutely or relatively, count as equal. */
  readonly tolerance?: number | undefined;
  /** Only rows that match this condition in either job. */
  readonly where?: string | undefined;
  /** The condition that makes a row right; by default, that the predicted label is the true one. */
  readonly right?: string | undefined;
  /** Which rows to return; by default the changed, added and removed ones. */
  readonly only?: readonly ('changed' | 'added' | 'removed' | 'fixed' | 'broken' | 'wrong')[] | undefined;
  /** Return at most this many rows. */
  readonly limit?: number | undefined;
  /** Whether pickled values are read as data; true by default. */
  readonly unpickle?: boolean | undefined;
  /**
   * Skip damaged lines and blocks of Standalone tables, and receive an error for each, every time they are read. If it
   * throws, or its promise rejects, the reading ends with that error.
   */
  readonly skipDamaged?: ((damage: SwjobError) => void) | undefined;
}

/** A value in the base and in the job; undefined if the row has none. */
export interface ValueChange {
  /** The value in the base. */
  readonly old: Value | undefined;
  /** The value in the job. */
  readonly new: Value | undefined;
}

/** How many predictions are right, among the rows that both jobs have. */
export interface OutcomeCounts {
  /** Right in both jobs. */
  readonly both_right: number;
  /** Wrong in the base, right in the job. */
  readonly fixed: number;
  /** Right in the base, wrong in the job. */
  readonly broken: number;
  /** Wrong in both jobs. */
  readonly both_wrong: number;
  /** The p-value of McNemar's exact test: how likely a split at least this uneven between fixed and broken is by chance. */
  readonly p: number;
}

/** A row that differs between two jobs, or that `only` asks for by its outcome. */
export interface DiffRow {
  /** The value of the key; an array if several columns of `on` match the rows. */
  readonly key: Value;
  /** How the row differs. */
  readonly change: 'equal' | 'changed' | 'added' | 'removed';
  /** The outcome of its prediction; null if the row does not say what is right. */
  readonly outcome: 'both_right' | 'fixed' | 'broken' | 'both_wrong' | null;
  /** The columns that differ; all columns of an added or removed row. */
  readonly columns: Readonly<Record<string, ValueChange>>;
}

/** How many rows differ, and how predictions changed between right and wrong. */
export interface DiffCounts {
  /** Rows that both jobs have and that are equal. */
  readonly equal: number;
  /** Rows that both jobs have and that differ. */
  readonly changed: number;
  /** Rows that only the job has. */
  readonly added: number;
  /** Rows that only the base has. */
  readonly removed: number;
  /** How predictions changed; null if the rows do not say what is right. */
  readonly outcome: OutcomeCounts | null;
  /** In how many of the changed rows each column differs. */
  readonly columns: Readonly<Record<string, number>>;
}

const amount: Check<number> = (value, name) => {
  if (typeof value === 'number' && Number.isFinite(value) && value >= 0) return value;
  throw wrong(name, 'a number of 0 or more', value);
};

const CHECKS: Checks<DiffOptions> = {
  table: optional(text),
  on: optional(list(text)),
  ignore: optional(list(text)),
  columns: optional(list(text)),
  tolerance: optional(amount),
  where: optional(text),
  right: optional(text),
  only: optional(list(oneOf(SHOWN_ROWS))),
  limit: optional(wholeNumber(0)),
  unpickle: optional(flag),
  skipDamaged: optional(listener()),
  signal: optional(signal),
};

export const diffOptions: CheckedBy<DiffOptions> = (given, name) => checkOptions(given ?? {}, name, CHECKS);
