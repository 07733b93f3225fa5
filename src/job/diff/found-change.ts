import { NONE, type TypedRow, type TypedValue } from '../../datastore/typed-value.ts';
import type { InBatches, PredictedLabels, RowChange, RowFate, RowOutcome } from './changes.ts';
import type { Difference, ValueChange } from './difference.ts';
import { labelsOf } from './outcome.ts';
import { BatchRow, type RowView } from './row-view.ts';

/** A row of one table, or two matching rows, and what the comparison found. */
export interface Found {
  readonly base: RowView | null;
  readonly job: RowView | null;
  readonly outcome: RowOutcome | null;
  /** Where the two rows differ. */
  readonly differences: readonly Difference[];
  /** The names to report for a row that only one table has. */
  readonly names: readonly string[];
}

/** What all changes of a diff share. */
export interface ChangeContext {
  /** The names of the values that match rows, in the base and in the job. */
  readonly keys: readonly [base: readonly string[], job: readonly string[]];
  /** Whether labels decide what is right. */
  readonly hasLabels: boolean;
}

/** A change whose values are read from the rows on demand. */
export class FoundChange implements RowChange {
  readonly change: RowFate;
  readonly outcome: RowOutcome | null;
  readonly #found: Found;
  readonly #context: ChangeContext;
  #key: readonly TypedValue[] | undefined;
  #columns: ReadonlyMap<string, ValueChange> | undefined;

  constructor(change: RowFate, found: Found, context: ChangeContext) {
    this.change = change;
    this.outcome = found.outcome;
    this.#found = found;
    this.#context = context;
  }

  get key(): readonly TypedValue[] {
    this.#key ??= this.#readKey();
    return this.#key;
  }

  get columns(): ReadonlyMap<string, ValueChange> {
    this.#columns ??= this.#readColumns();
    return this.#columns;
  }

  get labels(): PredictedLabels | null {
    const { base, job, outcome } = this.#found;
    const isLabelled = this.#context.hasLabels && outcome !== null && base !== null && job !== null;
    return isLabelled ? labelsOf(base, job) : null;
  }

  get base(): TypedRow | null {
    return wholeRow(this.#found.base);
  }

  get job(): TypedRow | null {
    return wholeRow(this.#found.job);
  }

  get inBatches(): InBatches | undefined {
    const { base, job, differences } = this.#found;
    return base instanceof BatchRow && job instanceof BatchRow ? { base, job, differences } : undefined;
  }

  #readKey(): readonly TypedValue[] {
    const { base, job } = this.#found;
    const [ofBase, ofJob] = this.#context.keys;
    const lookup = (job ?? base)?.lookup;
    return (job === null ? ofBase : ofJob).map((name) => lookup?.(name) ?? NONE);
  }

  #readColumns(): ReadonlyMap<string, ValueChange> {
    const { base, job, differences, names } = this.#found;
    const columns = new Map<string, ValueChange>();
    if (base !== null && job !== null) {
      for (const { name, read } of differences) columns.set(name, read(base, job));
      return columns;
    }
    for (const name of names) {
      const value = (base ?? job)?.lookup(name);
      if (value === undefined || value.value === null) continue;
      columns.set(name, base === null ? { old: undefined, new: value } : { old: value, new: undefined });
    }
    return columns;
  }
}

function wholeRow(view: RowView | null): TypedRow | null {
  if (view === null) return null;
  const row = new Map<string, TypedValue>();
  for (const name of view.names()) {
    const value = view.get(name);
    if (value !== undefined) row.set(name, value);
  }
  return row;
}
