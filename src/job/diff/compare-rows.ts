import { type Batch, type Column, NO_ROWS, TAG } from '../../datastore/batch.ts';
import type { TypedValue } from '../../datastore/typed-value.ts';
import { BatchRow, type RowView } from './row-view.ts';
import { CELLS, compareCells } from './same-cell.ts';
import { type ContentPair, sameBytes, sameValue } from './same-value.ts';

/** A value that differs, provided that one of the contents does where there are any. */
export interface Difference {
  readonly name: string;
  readonly old: TypedValue | undefined;
  readonly new: TypedValue | undefined;
  readonly contents: readonly ContentPair[];
}

export interface CompareOptions {
  /** Only these names are compared; all columns unless given. */
  readonly names: readonly string[] | undefined;
  readonly leftOut: ReadonlySet<string>;
  readonly tolerance: number;
}

/** A name to compare, with its columns in the batches at hand. */
interface Compared {
  readonly name: string;
  readonly from: Column | undefined;
  readonly to: Column | undefined;
  /** Whether either leads into the value of a column. */
  readonly reaches: boolean;
}

/** Finds where two rows differ. */
export class RowComparer {
  readonly #options: CompareOptions;
  /** Is told of each name that is compared, and of each column that is left out. */
  readonly #met: (name: string, isLeftOut: boolean) => void;
  #base: Batch = NO_ROWS;
  #job: Batch = NO_ROWS;
  #compared: readonly Compared[] = [];

  constructor(options: CompareOptions, met: (name: string, isLeftOut: boolean) => void) {
    this.#options = options;
    this.#met = met;
    for (const name of options.names ?? []) met(name, false);
  }

  /** The names that are compared of a row that only one table has. */
  namesOf(row: RowView): readonly string[] {
    return this.#options.names ?? [...row.names()].filter((name) => this.#isCompared(name));
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
    const found: Difference[] = [];
    for (const { name, from, to, reaches } of this.#compared) {
      const verdict = reaches ? CELLS.unknown : compareCells(base.batch, from, base.row, job.batch, to, job.row);
      if (verdict === CELLS.same || (verdict === CELLS.unknown && isSamePickle(base, from, job, to))) continue;
      const [old, value] = reaches
        ? [base.lookup(name), job.lookup(name)]
        : [from && base.valueOf(from), to && job.valueOf(to)];
      const difference =
        verdict === CELLS.different && this.#options.tolerance === 0
          ? { name, old, new: value, contents: [] }
          : this.#ofValues(name, old, value);
      if (difference !== null) found.push(difference);
    }
    return found;
  }

  #ofValues(name: string, old: TypedValue | undefined, value: TypedValue | undefined): Difference | null {
    const contents: ContentPair[] = [];
    const isSame = sameValue(old, value, this.#options.tolerance, contents);
    if (isSame && contents.length === 0) return null;
    return { name, old, new: value, contents: isSame ? contents : [] };
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
      return [{ name, from, to, reaches: names !== undefined && (from === undefined || to === undefined) }];
    });
  }
}

/** Whether both cells are bytes, and the same ones: pickles need not be read then. */
function isSamePickle(base: BatchRow, from: Column | undefined, job: BatchRow, to: Column | undefined): boolean {
  if (from?.tags[base.row] !== TAG.value || to?.tags[job.row] !== TAG.value) return false;
  const old = base.batch.value(from, base.row);
  const value = job.batch.value(to, job.row);
  return old?.type === 'BYTES' && value?.type === 'BYTES' && sameBytes(old.value, value.value);
}
