import type { TypedValue } from '../datastore/typed-value.ts';
import { SwjobError } from '../errors.ts';
import type { Expression } from '../expression/expression.ts';
import type { RowChange } from '../job/diff/changes.ts';
import { SHOWN_ROWS } from '../job/diff/options.ts';
import type { TableDiff } from '../job/diff/table-diff.ts';
import { type ArtifactReader, type JobSource, RESULTS_TABLE } from '../job/instance.ts';
import { eitherOf } from '../signals.ts';
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
import type { CallOptions } from './call-options.ts';
import { type Call, called, calledNow, calledRows } from './called.ts';
import { givenJob, type JobOf } from './given-job.ts';
import { Job } from './job.ts';
import { libraryValue } from './typed-rows.ts';
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

/**
 * A diff of a table of two jobs: an async iterable of rows. Nothing is read before it is iterated, or asked for its
 * counts; the rows come as they are read, so no table is in memory as a whole.
 *
 * @example
 * ```ts
 * import { diff } from 'swjob';
 *
 * const changes = diff('27v6', 'qsrgiil7bkae', { limit: 10 });
 * for await (const { key, change } of changes) console.log(key, change);
 * console.log((await changes.counts()).added); // 0
 * ```
 */
export class Diff implements AsyncIterable<DiffRow> {
  readonly #find: readonly [() => Promise<JobSource>, () => Promise<JobSource>];
  readonly #options: DiffOptions;
  #counted: DiffCounts | undefined;

  /** @hidden Made by `diff`. */
  constructor(find: readonly [() => Promise<JobSource>, () => Promise<JobSource>], options: DiffOptions) {
    this.#find = find;
    this.#options = options;
  }

  /** The rows in key order; of rows joined by columns, in the order of the base. Each iteration reads both tables. */
  [Symbol.asyncIterator](): AsyncGenerator<DiffRow, void, undefined> {
    const { signal } = this.#options;
    return calledRows({ name: 'diff', of: Diff.prototype[Symbol.asyncIterator], signal }, () => this.#rows());
  }

  async *#rows(): AsyncGenerator<DiffRow, void, undefined> {
    let left = this.#options.limit ?? Number.POSITIVE_INFINITY;
    if (left === 0) return;
    const { changes, readers } = await this.#open();
    for await (const change of changes) {
      yield rowOf(change, readers);
      if (--left === 0) return;
    }
  }

  /**
   * What all rows together say, `only` and `limit` aside. Reads both tables, unless a loop over the rows has gone to the
   * end.
   *
   * @throws {@link SwjobError} as the iteration does
   *
   * @example
   * ```ts
   * import { diff } from 'swjob';
   *
   * const { changed, added, removed } = await diff('27v6', 'qsrgiil7bkae').counts();
   * console.log(changed, added, removed); // 0 0 0
   * ```
   */
  counts(): Promise<DiffCounts> {
    const { signal } = this.#options;
    return called({ name: 'Diff.counts', of: Diff.prototype.counts, signal }, async () => {
      if (this.#counted === undefined) for await (const _ of (await this.#open()).changes);
      if (this.#counted !== undefined) return this.#counted;
      throw new SwjobError('operation-failed', 'the rows were not counted');
    });
  }

  async #open() {
    const { table = RESULTS_TABLE, where, right } = this.#options;
    const [base, job] = [await this.#find[0](), await this.#find[1]()];
    const of = async (source: JobSource) => ({
      table: await source.table(table),
      artifacts: source.artifacts,
      job: source.id,
    });
    // Loaded where it is asked for: a program that reads rows need not have it.
    const { TableDiff } = await import('../job/diff/table-diff.ts');
    const compared = await TableDiff.open(await of(base), await of(job), {
      ...this.#options,
      where: await condition(where, 'where'),
      right: await condition(right, 'right'),
    });
    return { changes: this.#changes(compared), readers: [base.artifacts, job.artifacts] as const };
  }

  async *#changes(compared: TableDiff): AsyncGenerator<RowChange> {
    const { DiffTally } = await import('../job/diff/changes.ts');
    const { mcnemarP } = await import('../job/diff/mcnemar.ts');
    const tally = new DiffTally();
    for await (const changes of compared.changes(tally)) yield* changes;
    const { counts, outcomes, judged, columns } = tally;
    const isJudged = this.#options.right !== undefined || judged > 0;
    this.#counted = {
      ...counts,
      outcome: isJudged ? { ...outcomes, p: mcnemarP(outcomes.fixed, outcomes.broken) } : null,
      columns: Object.fromEntries(columns),
    };
  }
}

async function condition(text: string | undefined, option: string): Promise<Expression | undefined> {
  if (text === undefined) return undefined;
  const { parseExpression } = await import('../expression/expression.ts');
  return parseExpression(text, option);
}

/**
 * Compares a table of two jobs row by row, as `swjob diff` does: what changed, and which predictions were fixed and
 * broken.
 *
 * @param base the URI of a job, or a Job
 * @param job the job to compare with it
 * @param options which table, and what of it
 * @throws {@link SwjobError} `usage` for options that cannot be meant, values of `on` that several rows have, and keys of
 *   different kinds; when it is read, `not-found` for a job, table or column that is not there, `damaged`, `interrupted`
 *   after an abort, `not-allowed`, `network`
 *
 * @example
 * ```ts
 * import { diff } from 'swjob';
 *
 * const changes = diff('27v6', 'qsrgiil7bkae', { only: ['broken'] });
 * for await (const { key, columns } of changes) console.log(key, columns['output/label']);
 * const { equal, outcome } = await changes.counts();
 * console.log(equal, outcome?.p); // 200 1
 * ```
 */
export function diff(base: Job | string, job: Job | string, options: DiffOptions = {}): Diff {
  return diffIn({ name: 'diff', of: diff }, Job.get, base, job, options);
}

/** Compares a table of two jobs; `jobOf` finds those that are given by their URIs. */
export function diffIn(
  call: Pick<Call, 'name' | 'of' | 'signal'>,
  jobOf: JobOf,
  base: unknown,
  job: unknown,
  options: unknown,
): Diff {
  return calledNow(call, () => {
    const checked = checkOptions<DiffOptions>(options ?? {}, call.name, CHECKS);
    const signal = eitherOf(checked.signal, call.signal);
    return new Diff([givenJob(base, 'the base', jobOf), givenJob(job, 'the job', jobOf)], { ...checked, signal });
  });
}

function rowOf(
  { key, change, outcome, columns }: RowChange,
  [ofBase, ofJob]: readonly [ArtifactReader, ArtifactReader],
): DiffRow {
  const value = (typed: TypedValue | undefined, reader: ArtifactReader) =>
    typed === undefined ? undefined : libraryValue(typed, reader);
  const keys = key.map((each) => libraryValue(each, ofJob));
  return {
    key: keys.length === 1 ? (keys[0] ?? null) : keys,
    change,
    outcome,
    columns: Object.fromEntries(
      Array.from(columns, ([name, { old, new: job }]) => [name, { old: value(old, ofBase), new: value(job, ofJob) }]),
    ),
  };
}
