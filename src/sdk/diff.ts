import type { TypedValue } from '../datastore/typed-value.ts';
import { SwjobError } from '../errors.ts';
import type { Expression } from '../expression/expression.ts';
import type { DiffTally, RowChange } from '../job/diff/changes.ts';
import type { DiffSource } from '../job/diff/options.ts';
import { type ArtifactReader, type JobSource, RESULTS_TABLE } from '../job/instance.ts';
import { eitherOf } from '../signals.ts';
import { withDamageCallback } from './callbacks.ts';
import { type Call, called, calledNow, calledRows } from './called.ts';
import { type DiffCounts, type DiffOptions, type DiffRow, diffOptions } from './diff-options.ts';
import { type GivenJob, givenJob, type JobOf } from './given-job.ts';
import { showBy } from './inspected.ts';
import { Job } from './job.ts';
import { failureOf, tableOfJob } from './table-of-job.ts';
import { libraryValue } from './typed-rows.ts';

/**
 * The differences between a table of two jobs, as an async iterable of rows. Nothing is read before it is iterated or
 * `counts` is called. Rows are yielded as they are read: no table is ever completely in memory.
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
  readonly #jobs: readonly [base: GivenJob, job: GivenJob];
  readonly #options: DiffOptions;
  #counted: DiffCounts | undefined;

  /** @hidden Made by `diff`. Typed as objects: the package's public types do not show what a Job is made of. */
  constructor(jobs: readonly [base: object, job: object], options: DiffOptions) {
    this.#jobs = jobs as readonly [base: GivenJob, job: GivenJob];
    this.#options = options;
    showBy(Diff.prototype, inspectDiff);
  }

  /** Iterates over the rows in key order, or in the base's order with `on`. Each iteration reads both tables again. */
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
   * Counts all rows, whatever `only` and `limit` are. Reads both tables, unless a loop over the rows has already reached
   * the end.
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

  /** The URIs of the base and of the job, as they were given: `27v6..qsrg`. */
  toString(): string {
    return this.#jobs.map(({ uri }) => uri).join('..');
  }

  /**
   * What `JSON.stringify` prints: which table of which jobs is compared, not its rows, which are yet to be read.
   *
   * @example
   * ```ts
   * import { diff } from 'swjob';
   *
   * console.log(JSON.stringify(diff('27v6', 'qsrg'))); // {"base":"27v6","job":"qsrg","table":"results"}
   * ```
   */
  toJSON(): Readonly<Record<'base' | 'job' | 'table', string>> {
    const [base, job] = this.#jobs;
    return { base: base.uri, job: job.uri, table: this.#options.table ?? RESULTS_TABLE };
  }

  async #open() {
    const { table = RESULTS_TABLE, where, right } = this.#options;
    const [base, job] = [await this.#jobs[0].source(), await this.#jobs[1].source()];
    const of = async (source: JobSource, { uri }: GivenJob): Promise<DiffSource> => ({
      table: tableOfJob(
        uri,
        await source.table(table).catch((error: unknown) => {
          throw failureOf(uri, error);
        }),
      ),
      artifacts: source.artifacts,
      job: source.id,
    });
    // Loaded on demand: a program that only reads rows does without it.
    const { TableDiff } = await import('../job/diff/table-diff.ts');
    const { DiffTally } = await import('../job/diff/changes.ts');
    const compared = [await of(base, this.#jobs[0]), await of(job, this.#jobs[1])] as const;
    const options = {
      ...this.#options,
      where: await condition(where, 'where'),
      right: await condition(right, 'right'),
    };
    const tally = new DiffTally();
    const portions = withDamageCallback(options, async function* (guarded) {
      yield* (await TableDiff.open(...compared, guarded)).changes(tally);
    });
    return { changes: this.#changes(portions, tally), readers: [base.artifacts, job.artifacts] as const };
  }

  async *#changes(portions: AsyncIterable<readonly RowChange[]>, tally: DiffTally): AsyncGenerator<RowChange> {
    const { mcnemarP } = await import('../job/diff/mcnemar.ts');
    for await (const changes of portions) yield* changes;
    const { counts, outcomes, judged, columns } = tally;
    const isJudged = this.#options.right !== undefined || judged > 0;
    this.#counted = {
      ...counts,
      outcome: isJudged ? { ...outcomes, p: mcnemarP(outcomes.fixed, outcomes.broken) } : null,
      columns: Object.fromEntries(columns),
    };
  }
}

function inspectDiff(this: Diff): string {
  return `Diff ${this}`;
}

async function condition(text: string | undefined, option: string): Promise<Expression | undefined> {
  if (text === undefined) return undefined;
  const { parseExpression } = await import('../expression/expression.ts');
  return parseExpression(text, option);
}

/**
 * Compares a table of two jobs row by row, as `swjob diff` does: what changed, and which predictions were fixed or
 * broken.
 *
 * @param base the URI of a job, or a Job
 * @param job the job to compare with it
 * @param options which table, which rows and columns, and how to match them
 * @returns the differences, read when they are iterated or counted
 * @throws {@link SwjobError} `usage` for invalid options, for `on` columns that several rows share the values of, and for
 *   keys of different kinds; while reading, `not-found` if a job, table or column does not exist, `damaged`,
 *   `interrupted` after an abort, `not-allowed`, `network`
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

/** Compares a table of two jobs; `jobOf` finds the ones given as URIs. */
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
