import type { Batch } from '../../datastore/batch.ts';
import { NONE as NO_VALUE, type TypedRow, type TypedValue } from '../../datastore/typed-value.ts';
import type { Expression } from '../../expression/expression.ts';
import type { ScanOptions } from '../instance.ts';
import { PickleReader } from '../pickle-reader.ts';
import { OUTCOME_NAMES } from '../right-wrong.ts';
import type { DiffTally, RowChange, RowFate, RowOutcome, ValueChange } from './changes.ts';
import { columnsOfNames } from './check-names.ts';
import { type ChosenJoin, chooseJoin } from './choose-join.ts';
import { type Difference, RowComparer } from './compare-rows.ts';
import { Contents } from './contents.ts';
import { Cursor } from './cursor.ts';
import { hashJoin } from './hash-join.ts';
import type { Join, JoinedRows } from './joined.ts';
import { mergeJoin } from './merge-join.ts';
import { type DiffOptions, type DiffSource, type ShownRows, USUALLY_IGNORED } from './options.ts';
import { judgeOf, labelsOf, outcomeFrom } from './outcome.ts';
import type { RowView } from './row-view.ts';

/** What a diff reads of each table; all columns where it is undefined. */
type ReadColumns = readonly [readonly string[] | undefined, readonly string[] | undefined];

/** A change that may turn out to be none, once the contents of artifacts were compared. */
interface Draft extends Omit<RowChange, 'change' | 'columns'> {
  readonly change: RowFate | 'undecided';
  readonly differences: readonly Difference[];
}

/**
 * Two tables, row by row. Nothing but what the options name is read before `changes` is iterated; each iteration reads
 * both tables.
 */
export class TableDiff {
  /** The columns whose values join the rows. */
  readonly join: ChosenJoin;
  readonly ignored: readonly string[];
  /** Those of the ignored columns that the tables have, as far as they were read. */
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

  /** Checks the options against both tables, and chooses how to join them. */
  static async open(base: DiffSource, job: DiffSource, options: DiffOptions = {}): Promise<TableDiff> {
    const sources = [base, job] as const;
    const join = await chooseJoin(sources, options);
    const [from, to] = await Promise.all([base.table.key(), job.table.key()]);
    const keys = [from.column, to.column] as const;
    const { where, right, columns } = options;
    const joined = join.byKey ? [] : join.on;
    const named = [...new Set([...joined, ...(columns ?? []), ...namesOf(where), ...namesOf(right)])];
    const pickles = options.unpickle === false ? undefined : new PickleReader();
    const found = await columnsOfNames(sources, named, pickles);
    const read = columns === undefined ? ([undefined, undefined] as const) : await narrowed(sources, found, keys);
    return new TableDiff(sources, keys, options, join, read);
  }

  /** The rows to be shown, in portions; `tally` counts all rows. */
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
    for await (const portion of this.#join()) {
      const drafts: Draft[] = [];
      const add = (
        rows: JoinedRows,
        change: Draft['change'],
        outcome: RowOutcome | null,
        found: readonly Difference[],
      ) => {
        drafts.push(this.#draft(rows, change, outcome, found));
      };
      for (const { base, job } of portion) {
        if (where !== undefined && !holdsInEither(where, base, job)) continue;
        if (base === null || job === null) {
          const row = base ?? job;
          if (row === null) continue;
          const change = base === null ? 'added' : 'removed';
          tally.counts[change]++;
          const names = comparer.namesOf(row);
          if (!isShown(change, null)) continue;
          const differences = names.flatMap((name) => onlyIn(change, name, row.lookup(name)));
          add({ base, job }, change, null, differences);
          continue;
        }
        const differences = comparer.differences(base, job);
        const wasRight = judge(base);
        const outcome = wasRight === null ? null : outcomeFrom(wasRight, judge(job));
        if (outcome !== null) tally.outcomes[outcome]++;
        if (differences.some(({ contents }) => contents.length > 0)) {
          add({ base, job }, 'undecided', outcome, differences);
          continue;
        }
        const change = differences.length > 0 ? 'changed' : 'equal';
        tally.counts[change]++;
        for (const { name } of differences) tally.columns.set(name, (tally.columns.get(name) ?? 0) + 1);
        if (isShown(change, outcome)) add({ base, job }, change, outcome, differences);
      }
      if (drafts.length === 0) continue;
      const changes: RowChange[] = [];
      for (const draft of drafts) {
        const change = await this.#decided(draft, tally);
        if (isShown(change.change, change.outcome)) changes.push(change);
      }
      if (changes.length > 0) yield changes;
    }
  }

  #draft(
    { base, job }: JoinedRows,
    change: Draft['change'],
    outcome: RowOutcome | null,
    differences: readonly Difference[],
  ): Draft {
    const row = job ?? base;
    const key = row === null ? [] : this.#keyNames(row === base).map((name) => row.lookup(name) ?? NO_VALUE);
    const held = (view: RowView | null) => (this.#options.rows === true && view !== null ? wholeRow(view) : null);
    const isLabelled = outcome !== null && this.#options.right === undefined && base !== null && job !== null;
    const labels = isLabelled ? labelsOf(base, job) : null;
    return { key, change, outcome, differences, labels, base: held(base), job: held(job) };
  }

  #keyNames(isBase: boolean): readonly string[] {
    return this.join.byKey ? [this.#keys[isBase ? 0 : 1]] : this.join.on;
  }

  /** Compares contents, where they decide. */
  async #decided({ differences, change, ...rest }: Draft, tally: DiffTally): Promise<RowChange> {
    const columns = new Map<string, ValueChange>();
    for (const { name, old, new: value, contents } of differences) {
      if (contents.length > 0 && (await this.contents.areSame(contents))) continue;
      columns.set(name, { old, new: value });
      if (change === 'undecided') tally.columns.set(name, (tally.columns.get(name) ?? 0) + 1);
    }
    if (change !== 'undecided') return { ...rest, change, columns };
    const decided = columns.size > 0 ? 'changed' : 'equal';
    tally.counts[decided]++;
    return { ...rest, change: decided, columns };
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
    return new Cursor(this.#read(index), this.#sources[index].table.name, this.#keys[index], this.pickles);
  }

  #read(index: 0 | 1): AsyncIterable<Batch> {
    const { skipDamaged, signal } = this.#options;
    const options: ScanOptions = { columns: this.#columns[index], skipDamaged, signal };
    return this.#sources[index].table.read(options);
  }
}

function wholeRow(view: RowView): TypedRow {
  const names = [...view.names()];
  return new Map(
    names.flatMap((name) => {
      const value = view.get(name);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

function namesOf(expression: Expression | undefined): readonly string[] {
  return expression?.names ?? [];
}

/** The columns to read where not all are compared: those that hold what is compared, joined by, judged or tested. */
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

function onlyIn(change: 'added' | 'removed', name: string, value: TypedValue | undefined): Difference[] {
  if (value === undefined || value.value === null) return [];
  const [old, added] = change === 'removed' ? [value, undefined] : [undefined, value];
  return [{ name, old, new: added, contents: [] }];
}

type IsShown = (change: RowFate, outcome: RowOutcome | null) => boolean;

function shownBy(only: readonly ShownRows[] | undefined): IsShown {
  const words = new Set<string>(only ?? ['changed', 'added', 'removed']);
  if (words.has('wrong')) words.add('broken').add('both_wrong');
  return (change, outcome) => words.has(change) || (outcome !== null && words.has(outcome));
}
