import type { Batch } from '../datastore/batch.ts';
import { putValue } from '../datastore/batch-builder.ts';
import { type Column, TAG, wordsOver } from '../datastore/cell.ts';
import type { TypedValue } from '../datastore/typed-value.ts';
import { SwjobError } from '../errors.ts';
import { membersIn } from '../expression/named-value.ts';

/** Values nested deeper than this are not flattened. */
const MAX_LEVELS = 64;
const MAX_COLUMNS = 10_000;

/**
 * Flattens rows: a LIST, TUPLE, MAP or OBJECT becomes a column for each scalar inside, named by the path to it
 * (`output/scores/0`). A map with a key that no path can name stays whole; an empty container disappears.
 */
export class Flattening {
  /** How many values were dropped because another value of their row has the same name. */
  hidden = 0;
  /** The columns made from each column so far, in order of appearance. */
  readonly #made = new Map<string, Set<string>>();
  #madeCount = 0;
  readonly #places = new Map<string, Place>();
  /** The places that have a column in the current batch. */
  readonly #begun: Place[] = [];

  /** Flattens a batch; columns without containers are passed on unchanged. */
  batch(batch: Batch): Batch {
    for (const place of this.#begun.splice(0)) place.column = undefined;
    const made = new Map<string, MadeColumn>();
    const kept = new Map<string, Column>();
    for (const column of batch.columns) {
      const rest = this.#split(batch, column, made);
      if (rest !== null) kept.set(column.name, rest);
    }
    if (batch.columns.every((column) => kept.get(column.name) === column)) return batch;
    const columns = new Map<string, Column>();
    for (const { name } of batch.columns) {
      const own = this.#withMade(batch, kept.get(name), made.get(name));
      if (own !== undefined) columns.set(name, own);
      for (const inner of this.#made.get(name) ?? []) {
        const column = made.get(inner);
        if (column !== undefined && batch.column(inner) === undefined) columns.set(inner, column);
      }
    }
    return batch.withColumns([...columns.values()]);
  }

  /** Moves the scalars inside a column's containers to `made`; returns the rest of the column, null if nothing is left. */
  #split(batch: Batch, column: Column, made: Map<string, MadeColumn>): Column | null {
    const { tags } = column;
    const place = this.#places.get(column.name) ?? new Place(column.name);
    this.#places.set(column.name, place);
    let rest: Uint8Array | null = null;
    let left = 0;
    for (let index = 0; index < batch.length; index++) {
      const row = batch.at(index);
      const tag = tags[row] ?? TAG.absent;
      if (tag < TAG.value) {
        left++;
        continue;
      }
      const value = batch.value(column, row);
      if (value === undefined || !isContainer(value)) {
        left++;
        continue;
      }
      rest ??= tags.slice();
      rest[row] = TAG.absent;
      spread(value, place, (scalar, inner) => {
        inner.column ??= this.#begin(column.name, inner, made, batch.size);
        if (!inner.column.put(row, scalar)) this.hidden++;
      });
    }
    if (rest === null) return column;
    return left === 0 ? null : { ...column, tags: rest };
  }

  /** A column, with values found under its name inside other columns filling its gaps. */
  #withMade(batch: Batch, column: Column | undefined, made: MadeColumn | undefined): Column | undefined {
    if (column === undefined || made === undefined) return column ?? made;
    return batch.compute(column.name, (row) => {
      const own = batch.value(column, row);
      const inner = batch.value(made, row);
      if (own !== undefined && inner !== undefined) this.hidden++;
      return own ?? inner;
    });
  }

  /** Begins the column of a place in this batch; places inside different columns may have the same name, so share it. */
  #begin(column: string, place: Place, made: Map<string, MadeColumn>, size: number): MadeColumn {
    const { name } = place;
    this.#note(column, name);
    this.#begun.push(place);
    const begun = made.get(name) ?? new MadeColumn(name, size);
    made.set(name, begun);
    return begun;
  }

  #note(column: string, name: string): void {
    const names = this.#made.get(column) ?? new Set<string>();
    this.#made.set(column, names);
    if (names.has(name)) return;
    names.add(name);
    if (++this.#madeCount <= MAX_COLUMNS) return;
    throw new SwjobError('operation-failed', `--flatten makes more than ${MAX_COLUMNS} columns`, {
      hint: 'Choose the values to flatten with --columns.',
    });
  }
}

class MadeColumn implements Column {
  readonly name: string;
  readonly tags: Uint8Array;
  readonly words: Column['words'];
  readonly computed: TypedValue[] = [];

  constructor(name: string, size: number) {
    this.name = name;
    this.tags = new Uint8Array(size);
    this.words = wordsOver(new ArrayBuffer(size * 8), 0, size);
  }

  /** Returns false if the row already has a value. */
  put(row: number, value: TypedValue): boolean {
    if (this.tags[row] !== TAG.absent) return false;
    putValue(this, row, value, this.computed);
    return true;
  }
}

function isContainer({ type }: TypedValue): boolean {
  return type === 'LIST' || type === 'TUPLE' || type === 'MAP' || type === 'OBJECT';
}

/** A place inside the values of a column. All rows share one tree of places, as making the names again takes long. */
class Place {
  readonly name: string;
  /** Its column in the current batch. */
  column: MadeColumn | undefined;
  readonly #members = new Map<string, Place>();

  constructor(name: string) {
    this.name = name;
  }

  member(step: string): Place {
    const known = this.#members.get(step);
    if (known !== undefined) return known;
    const place = new Place(`${this.name}/${step}`);
    // Keys that differ from row to row are not worth remembering.
    if (this.#members.size < MAX_COLUMNS) this.#members.set(step, place);
    return place;
  }
}

/** Calls `each` for every scalar inside a value, with its place. */
function spread(value: TypedValue, place: Place, each: (scalar: TypedValue, place: Place) => void, level = 0): void {
  const members = isContainer(value) && level < MAX_LEVELS ? membersIn(value) : null;
  if (members === null) each(value, place);
  else for (const [step, member] of members) spread(member, place.member(step), each, level + 1);
}
