import type { TypedValue } from '../datastore/typed-value.ts';
import { SwjobError } from '../errors.ts';
import type { Expression } from '../expression/expression.ts';
import type { RowChange } from '../job/diff/changes.ts';
import type { TableDiff } from '../job/diff/table-diff.ts';
import { type ArtifactReader, type JobSource, RESULTS_TABLE } from '../job/instance.ts';
import { eitherOf } from '../signals.ts';
import { type Call, called, calledNow, calledRows } from './called.ts';
import { type DiffCounts, type DiffOptions, type DiffRow, diffOptions } from './diff-options.ts';
import { givenJob, type JobOf } from './given-job.ts';
import { Job } from './job.ts';
import { libraryValue } from './typed-rows.ts';

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
    const checked = diffOptions(options, call.name);
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
