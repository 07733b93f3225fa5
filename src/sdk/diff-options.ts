import { SHOWN_ROWS } from '../job/diff/options.ts';
import {
  type Check,
  type Checks,
  checkOptions,
  flag,
  list,
  oneOf,
  optional,
  signal,
  text,
  wholeNumber,
  wrong,
} from './arguments.ts';
import type { CallOptions, CheckedBy } from './call-options.ts';
import type { Value } from './value.ts';

/** What `diff` may be asked for. */
export interface DiffOptions extends CallOptions {
  /** The table's name; `results` unless given. */
  readonly table?: string | undefined;
  /** The columns whose values say which rows belong together; by default the key. The job's rows are held in memory. */
  readonly on?: readonly string[] | undefined;
  /** Columns that are not compared; `['duration_seconds']` unless given. */
  readonly ignore?: readonly string[] | undefined;
  /** Only these columns, or paths into them, are compared. */
  readonly columns?: readonly string[] | undefined;
  /** Numbers that differ by no more than this, absolutely or relatively, are equal. */
  readonly tolerance?: number | undefined;
  /** A condition: only rows for which it holds in either job. */
  readonly where?: string | undefined;
  /** A condition that makes a row right; unless given, that its label is the predicted one. */
  readonly right?: string | undefined;
  /** Which rows are given; changed, added and removed ones unless given. */
  readonly only?: readonly ('changed' | 'added' | 'removed' | 'fixed' | 'broken' | 'wrong')[] | undefined;
  /** At most this many rows. */
  readonly limit?: number | undefined;
  /** Whether pickled values are read as data; true unless given. */
  readonly unpickle?: boolean | undefined;
}

/** A value in the base and in the job; undefined if the row has none. */
export interface ValueChange {
  /** In the base. */
  readonly old: Value | undefined;
  /** In the job. */
  readonly new: Value | undefined;
}

/** Of the predictions that both jobs made, how many are right. */
export interface OutcomeCounts {
  /** Right in both jobs. */
  readonly both_right: number;
  /** Wrong in the base, right in the job. */
  readonly fixed: number;
  /** Right in the base, wrong in the job. */
  readonly broken: number;
  /** Wrong in both jobs. */
  readonly both_wrong: number;
  /** McNemar's exact p: how likely so uneven a split between fixed and broken is by chance. */
  readonly p: number;
}

/** A row that differs between two jobs, or that was asked for by its outcome. */
export interface DiffRow {
  /** The value of the key; a list where several columns join the rows. */
  readonly key: Value;
  /** What became of the row. */
  readonly change: 'equal' | 'changed' | 'added' | 'removed';
  /** The outcome of its prediction; null if nothing says what is right. */
  readonly outcome: 'both_right' | 'fixed' | 'broken' | 'both_wrong' | null;
  /** The columns that differ; of an added or removed row all. */
  readonly columns: Readonly<Record<string, ValueChange>>;
}

/** How many rows differ, and how many predictions became right or wrong. */
export interface DiffCounts {
  /** Rows of both jobs that are equal. */
  readonly equal: number;
  /** Rows of both jobs that differ. */
  readonly changed: number;
  /** Rows that only the job has. */
  readonly added: number;
  /** Rows that only the base has. */
  readonly removed: number;
  /** Null if nothing says what is right. */
  readonly outcome: OutcomeCounts | null;
  /** In how many rows of both jobs each column differs. */
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
  signal: optional(signal),
};

export const diffOptions: CheckedBy<DiffOptions> = (given, name) => checkOptions(given ?? {}, name, CHECKS);
