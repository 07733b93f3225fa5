import { type Batch, NO_ROWS } from '../../datastore/batch.ts';
import type { Column } from '../../datastore/cell.ts';
import type { TypedValue } from '../../datastore/typed-value.ts';
import type { Difference, DifferentCells, ValueChange } from './difference.ts';
import { BatchRow, type RowView } from './row-view.ts';
import { CELLS, compareCells, isOpaque } from './same-cell.ts';
import { type ContentPair, sameBytes, sameValue } from './same-value.ts';

export interface CompareOptions {
  /** Only these names are compared; all columns if undefined. */
  readonly names: readonly string[] | undefined;
  readonly leftOut: ReadonlySet<string>;
  readonly tolerance: number;
}

const NONE: readonly ContentPair[] = [];

/** A name to compare, with its columns in the current batches. It also represents a difference between them in any row. */
class Compared implements Difference {
  readonly contents = NONE;
  readonly name: string;
  readonly from: Column | undefined;
  readonly to: Column | undefined;
  /** Whether the name leads into the value of a column in either table. */
  readonly reaches: boolean;

  constructor(name: string, from: Column | undefined, to: Column | undefined, reaches: boolean) {
    this.name = name;
    this.from = from;
    this.to = to;
    this.reaches = reaches;
  }

  get cells(): DifferentCells {
    return this;
  }

  readonly read = (base: RowView, job: RowView): ValueChange => ({
    old: this.#valueOf(base, this.from),
    new: this.#valueOf(job, this.to),
  });

  #valueOf(row: RowView, column: Column | undefined): TypedValue | undefined {
    if (this.reaches || !(row instanceof BatchRow)) return row.lookup(this.name);
    return column && row.valueOf(column);
  }
}

const NO_DIFFERENCES: readonly Difference[] = [];

/** Finds where two rows differ. */
export class RowComparer {
  readonly #options: CompareOptions;
  /** Called with each name that is compared, and each column that is left out. */
  readonly #met: (name: string, isLeftOut: boolean) => void;
  #base: Batch = NO_ROWS;
  #job: Batch = NO_ROWS;
  #compared: readonly Compared[] = [];
  #named: { readonly columns: readonly Column[] | undefined; readonly names: readonly string[] } = {
    columns: undefined,
    names: [],
  };

  constructor(options: CompareOptions, met: (name: string, isLeftOut: boolean) => void) {
    this.#options = options;
    this.#met = met;
    for (const name of options.names ?? []) met(name, false);
  }

  /** The names to report for a row that only one table has. */
  namesOf(row: RowView): readonly string[] {
    if (this.#options.names !== undefined) return this.#options.names;
    const columns = row instanceof BatchRow ? row.batch.columns : undefined;
    if (columns !== undefined && columns === this.#named.columns) return this.#named.names;
    const names = [...row.names()].filter((name) => this.#isCompared(name));
    if (columns !== undefined) this.#named = { columns, names };
    return names;
  }

  differences(base: RowView, job: RowView): readonly Difference[] {
    if (base instanceof BatchRow && job instanceof BatchRow) return this.#ofCells(base, job);
    const found: Difference[] = [];
    for (const name of new Set([...this.namesOf(base), ...this.namesOf(job)])) {
      const difference = this.#ofValues(name, base.lookup(name), job.lookup(name));
      if (difference !== null) found.push(difference);
    }
    return found;
  }

  #ofCells(base: BatchRow, job: BatchRow): readonly Difference[] {
    if (base.batch !== this.#base || job.batch !== this.#job) this.#plan(base.batch, job.batch);
    const { tolerance } = this.#options;
    let found: Difference[] | undefined;
    for (const compared of this.#compared) {
      const { name, from, to, reaches } = compared;
      const verdict = reaches
        ? CELLS.unknown
        : compareCells(base.batch, from, base.row, job.batch, to, job.row, tolerance);
      if (verdict === CELLS.same || (verdict === CELLS.unknown && isSamePickle(base, from, job, to))) continue;
      if (verdict === CELLS.different) {
        found ??= [];
        found.push(compared);
        continue;
      }
      const { old, new: value } = compared.read(base, job);
      const difference = this.#ofValues(name, old, value);
      if (difference === null) continue;
      found ??= [];
      found.push(difference);
    }
    return found ?? NO_DIFFERENCES;
  }

  #ofValues(name: string, old: TypedValue | undefined, value: TypedValue | undefined): Difference | null {
    const contents: ContentPair[] = [];
    const isSame = sameValue(old, value, this.#options.tolerance, contents);
    if (isSame && contents.length === 0) return null;
    return { name, contents: isSame ? contents : NONE, read: () => ({ old, new: value }) };
  }

  #isCompared(name: string): boolean {
    const isLeftOut = this.#options.leftOut.has(name);
    this.#met(name, isLeftOut);
    return !isLeftOut;
  }

  #plan(base: Batch, job: Batch): void {
    const { names } = this.#options;
    this.#base = base;
    this.#job = job;
    const all = names ?? [...new Set([...base.columns, ...job.columns].map(({ name }) => name))];
    this.#compared = all.flatMap((name) => {
      if (names === undefined && !this.#isCompared(name)) return [];
      const [from, to] = [base.column(name), job.column(name)];
      return [new Compared(name, from, to, names !== undefined && (from === undefined || to === undefined))];
    });
  }
}

/** Whether both cells are the same bytes: pickles then need not be read. */
function isSamePickle(base: BatchRow, from: Column | undefined, job: BatchRow, to: Column | undefined): boolean {
  if (from === undefined || to === undefined) return false;
  if (!isOpaque(from.tags[base.row]) || !isOpaque(to.tags[job.row])) return false;
  const old = base.batch.value(from, base.row);
  const value = job.batch.value(to, job.row);
  return old?.type === 'BYTES' && value?.type === 'BYTES' && sameBytes(old.value, value.value);
}
