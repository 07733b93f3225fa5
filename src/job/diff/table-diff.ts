import type { Batch } from '../../datastore/batch.ts';
import type { Expression } from '../../expression/expression.ts';
import type { ScanOptions } from '../instance.ts';
import { PickleReader } from '../pickle-reader.ts';
import { OUTCOME_NAMES } from '../right-wrong.ts';
import type { DiffTally, RowChange, RowFate, RowOutcome } from './changes.ts';
import { columnsOfNames } from './check-names.ts';
import { type ChosenJoin, chooseJoin } from './choose-join.ts';
import { RowComparer } from './compare-rows.ts';
import { Contents } from './contents.ts';
import { Cursor } from './cursor.ts';
import type { Difference } from './difference.ts';
import { type ChangeContext, type Found, FoundChange } from './found-change.ts';
import { hashJoin } from './hash-join.ts';
import type { Join } from './joined.ts';
import { mergeJoin } from './merge-join.ts';
import { type DiffOptions, type DiffSource, type ShownRows, USUALLY_IGNORED } from './options.ts';
import { judgeOf, outcomeFrom } from './outcome.ts';
import type { RowView } from './row-view.ts';

/** The columns that a diff reads from each table; undefined means all. */
type ReadColumns = readonly [readonly string[] | undefined, readonly string[] | undefined];

/**
 * Compares two tables row by row. `open` reads only what it needs to check the options; each iteration of `changes` reads
 * both tables.
 */
export class TableDiff {
  /** How the rows are matched. */
  readonly join: ChosenJoin;
  readonly ignored: readonly string[];
  /** The ignored columns that were met in the tables so far. */
  readonly ignoredColumns = new Set<string>();
  readonly pickles: PickleReader | undefined;
  readonly contents: Contents;
  readonly #sources: readonly [DiffSource, DiffSource];
  readonly #keys: readonly [string, string];
  readonly #options: DiffOptions;
  readonly #columns: ReadColumns;

  private constructor(
    sources: readonly [DiffSource, DiffSource],
    keys: readonly [string, string],
    options: DiffOptions,
    join: ChosenJoin,
    columns: ReadColumns,
  ) {
    this.#sources = sources;
    this.#keys = keys;
    this.#options = options;
    this.#columns = columns;
    this.join = join;
    this.ignored = options.ignore ?? USUALLY_IGNORED;
    this.pickles = options.unpickle === false ? undefined : new PickleReader();
    this.contents = new Contents(sources[0].artifacts, sources[1].artifacts);
  }

  /** Checks the options against both tables, and chooses how to match rows. */
  static async open(base: DiffSource, job: DiffSource, options: DiffOptions = {}): Promise<TableDiff> {
    const sources = [base, job] as const;
    const join = await chooseJoin(sources, options);
    const [from, to] = await Promise.all([base.table.key(), job.table.key()]);
    const keys = [from.column, to.column] as const;
    const { where, right, columns, rows } = options;
    const joined = join.byKey ? [] : join.on;
    const named = [...new Set([...joined, ...(columns ?? []), ...namesOf(where), ...namesOf(right)])];
    const pickles = options.unpickle === false ? undefined : new PickleReader();
    const found = await columnsOfNames(sources, named, pickles).catch(async (error: unknown) => {
      const { explainQuotes } = await import('../../expression/unknown-name.ts');
      throw explainQuotes(explainQuotes(error, where), right);
    });
    const isWhole = columns === undefined || rows === true;
    const read = isWhole ? ([undefined, undefined] as const) : await narrowed(sources, found, keys);
    return new TableDiff(sources, keys, options, join, read);
  }

  /** The rows to show, in portions; `tally` counts all rows. */
  async *changes(tally: DiffTally): AsyncGenerator<readonly RowChange[], void, undefined> {
    const { where, columns, tolerance = 0, only } = this.#options;
    const leftOut = new Set([...this.ignored, ...this.join.on, ...this.#keys]);
    const comparer = new RowComparer({ names: columns, leftOut, tolerance }, (name, isLeftOut) => {
      if (!isLeftOut && !tally.columns.has(name)) tally.columns.set(name, 0);
      if (isLeftOut && this.ignored.includes(name)) this.ignoredColumns.add(name);
    });
    const judge = judgeOf(this.#options.right);
    const isShown = shownBy(only);
    await this.pickles?.load();
    const context: ChangeContext = { keys: this.#keyNames(), hasLabels: this.#options.right === undefined };
    for await (const portion of this.#join()) {
      const changes: FoundChange[] = [];
      const undecided = new Map<number, Found>();
      for (const { base, job } of portion) {
        if (where !== undefined && !holdsInEither(where, base, job)) continue;
        if (base === null || job === null) {
          const row = base ?? job;
          if (row === null) continue;
          const change = base === null ? 'added' : 'removed';
          tally.counts[change]++;
          const names = comparer.namesOf(row);
          if (!isShown(change, null)) continue;
          changes.push(new FoundChange(change, foundOf(base, job, null, [], names), context));
          continue;
        }
        const differences = comparer.differences(base, job);
        const wasRight = judge(base);
        const outcome = wasRight === null ? null : outcomeFrom(wasRight, judge(job));
        if (outcome !== null) tally.outcomes[outcome]++;
        if (differences.some(({ contents }) => contents.length > 0)) {
          const found = foundOf(base, job, outcome, differences);
          undecided.set(changes.length, found);
          changes.push(new FoundChange('equal', found, context));
          continue;
        }
        const change = tallied(tally, differences);
        if (isShown(change, outcome)) {
          changes.push(new FoundChange(change, foundOf(base, job, outcome, differences), context));
        }
      }
      for (const [index, found] of undecided) {
        const differences = await this.#differing(found.differences);
        changes[index] = new FoundChange(tallied(tally, differences), { ...found, differences }, context);
      }
      const shown = undecided.size === 0 ? changes : changes.filter(({ change, outcome }) => isShown(change, outcome));
      if (shown.length > 0) yield shown;
    }
  }

  /** The names to ignore that are columns of neither table. To be asked after the rows were read. */
  async unknownIgnored(): Promise<readonly string[]> {
    const unseen = this.ignored.filter((name) => !this.ignoredColumns.has(name));
    if (unseen.length === 0) return [];
    const present = await Promise.all(this.#sources.map(({ table }) => table.present(unseen)));
    return unseen.filter((name) => !present.some((names) => names.has(name)));
  }

  #keyNames(): ChangeContext['keys'] {
    const [base, job] = this.#keys;
    return this.join.byKey ? [[base], [job]] : [this.join.on, this.join.on];
  }

  /** The differences that remain after the contents that decide some of them are compared. */
  async #differing(differences: readonly Difference[]): Promise<readonly Difference[]> {
    const left: Difference[] = [];
    for (const difference of differences) {
      const { contents } = difference;
      if (contents.length === 0 || !(await this.contents.areSame(contents))) left.push(difference);
    }
    return left;
  }

  #join(): Join {
    const { join } = this;
    if (join.byKey) return mergeJoin(this.#cursor(0), this.#cursor(1));
    const leftOut = new Set(this.ignored);
    for (const name of [...join.on, ...(this.#options.columns ?? []), ...OUTCOME_NAMES]) leftOut.delete(name);
    for (const name of [...namesOf(this.#options.where), ...namesOf(this.#options.right)]) leftOut.delete(name);
    const hashed = (index: 0 | 1) => ({ read: () => this.#read(index), job: this.#sources[index].job });
    return hashJoin(hashed(0), hashed(1), { on: join.on, pickles: this.pickles, leftOut });
  }

  #cursor(index: 0 | 1): Cursor {
    return new Cursor(this.#read(index), this.#sources[index].table, this.#keys[index], this.pickles);
  }

  #read(index: 0 | 1): AsyncIterable<Batch> {
    const { skipDamaged, signal } = this.#options;
    // Two tables are open at once.
    const options: ScanOptions = { columns: this.#columns[index], ahead: 1, skipDamaged, signal };
    return this.#sources[index].table.read(options);
  }
}

function foundOf(
  base: RowView | null,
  job: RowView | null,
  outcome: RowOutcome | null,
  differences: readonly Difference[],
  names: readonly string[] = [],
): Found {
  return { base: base?.still() ?? null, job: job?.still() ?? null, outcome, differences, names };
}

/** Counts a row that both tables have. */
function tallied({ counts, columns }: DiffTally, differences: readonly Difference[]): 'equal' | 'changed' {
  const change = differences.length > 0 ? 'changed' : 'equal';
  counts[change]++;
  for (const { name } of differences) columns.set(name, (columns.get(name) ?? 0) + 1);
  return change;
}

function namesOf(expression: Expression | undefined): readonly string[] {
  return expression?.names ?? [];
}

/** The columns to read if not all are compared: those compared, joined by, judged, or used in a condition. */
async function narrowed(
  sources: readonly [DiffSource, DiffSource],
  found: readonly [readonly string[], readonly string[]],
  keys: readonly [string, string],
): Promise<ReadColumns> {
  const columnsOf = async (index: 0 | 1): Promise<readonly string[]> => {
    const present = await sources[index].table.present(OUTCOME_NAMES);
    return [...new Set([keys[index], ...found[index], ...present])];
  };
  return [await columnsOf(0), await columnsOf(1)];
}

function holdsInEither(where: Expression, base: RowView | null, job: RowView | null): boolean {
  return (job !== null && where.test(job.lookup)) || (base !== null && where.test(base.lookup));
}

type IsShown = (change: RowFate, outcome: RowOutcome | null) => boolean;

function shownBy(only: readonly ShownRows[] | undefined): IsShown {
  const words = new Set<string>(only ?? ['changed', 'added', 'removed']);
  if (words.has('wrong')) words.add('broken').add('both_wrong');
  return (change, outcome) => words.has(change) || (outcome !== null && words.has(outcome));
}
