import { type Batch, NO_ROWS } from '../../datastore/batch.ts';
import { type Column, integerAt, TAG } from '../../datastore/cell.ts';
import { compareKeys } from '../../datastore/keys.ts';
import { SwjobError } from '../../errors.ts';
import { show } from '../../text/show.ts';
import type { KeyValue, TableSource } from '../instance.ts';
import type { PickleReader } from '../pickle-reader.ts';
import { BatchRow } from './row-view.ts';
import { compareBytes } from './same-cell.ts';

const NUMBERS = 0;
const STRINGS = 1;
const BYTES = 2;

/** Walks a table in key order, one batch at a time. */
export class Cursor {
  readonly view: BatchRow;
  /** Whether all batches have been read. */
  isEnded = false;
  readonly #batches: AsyncIterator<Batch>;
  readonly #table: Pick<TableSource, 'name' | 'keyOrder'>;
  readonly #keyColumn: string;
  #batch: Batch = NO_ROWS;
  #index = 0;
  #key: Column | undefined;
  #kind = NUMBERS;
  #isChecked = false;
  #lastKey: KeyValue | undefined;

  constructor(
    batches: AsyncIterable<Batch>,
    table: Pick<TableSource, 'name' | 'keyOrder'>,
    keyColumn: string,
    pickles: PickleReader | undefined,
  ) {
    this.#batches = batches[Symbol.asyncIterator]();
    this.#table = table;
    this.#keyColumn = keyColumn;
    this.view = new BatchRow(NO_ROWS, pickles);
  }

  /** Whether the cursor is past the last row of its batch. */
  get isPast(): boolean {
    return this.#index >= this.#batch.length;
  }

  /** Moves to the next batch with rows, if the cursor is past its batch. */
  async load(): Promise<void> {
    while (this.isPast && !this.isEnded) {
      const { done, value } = await this.#batches.next();
      this.isEnded = done === true;
      this.#batch = done === true ? NO_ROWS : value;
      this.#index = -1;
      this.#key = this.#batch.column(this.#keyColumn);
      this.advance();
    }
  }

  advance(): void {
    this.#index++;
    if (this.isPast) return;
    this.view.moveTo(this.#batch, this.#batch.at(this.#index));
    const kind = this.#kindOfKey();
    if (kind < this.#kind) throw this.#mixedKeys();
    this.#kind = kind;
    if (this.#isChecked) this.#checkKey();
  }

  /** Compares the current key with that of another table: negative, 0 or positive. */
  compareKey(other: Cursor): number {
    const [mine, theirs] = [this.#key, other.#key];
    const [row, otherRow] = [this.view.row, other.view.row];
    const { keyOrder } = this.#table;
    const order = keyOrder === other.#table.keyOrder ? keyOrder : undefined;
    if (mine !== undefined && theirs !== undefined) {
      const tag = mine.tags[row];
      const otherTag = theirs.tags[otherRow];
      if (order === undefined && tag === TAG.string && otherTag === TAG.string) {
        return compareBytes(this.#batch, mine.words, row, other.#batch, theirs.words, otherRow);
      }
      if (isInteger(tag) && isInteger(otherTag)) {
        const [a, b] = [integerAt(mine.words, row), integerAt(theirs.words, otherRow)];
        return a < b ? -1 : a > b ? 1 : 0;
      }
    }
    return (order ?? compareKeys)(this.#keyValue(), other.#keyValue());
  }

  /** From now on, throws for a key that does not have the same place in the order of the other table. */
  checkOrder(other: Cursor): void {
    this.#isChecked = this.#table.keyOrder !== undefined && this.#table.keyOrder !== other.#table.keyOrder;
  }

  #checkKey(): void {
    const key = this.#keyValue();
    if (this.#lastKey !== undefined && compareKeys(key, this.#lastKey) < 0) {
      throw new SwjobError(
        'operation-failed',
        `the Server orders the keys of ${show(this.#table.name)} in another way`,
        {
          hint: 'Join by a column other than the key: --on COLUMN',
        },
      );
    }
    this.#lastKey = key;
  }

  async close(): Promise<void> {
    await this.#batches.return?.();
  }

  #keyValue(): KeyValue {
    const value = this.#key && this.#batch.value(this.#key, this.view.row)?.value;
    if (typeof value !== 'object' && value !== undefined) return value;
    if (value instanceof Uint8Array) return value;
    throw new SwjobError('damaged', `the table ${show(this.#table.name)} has a row without a key`);
  }

  #kindOfKey(): number {
    const tag = this.#key?.tags[this.view.row] ?? TAG.absent;
    if (tag === TAG.string || tag === TAG.escaped) return STRINGS;
    if (tag === TAG.bytes) return BYTES;
    if (tag !== TAG.value) return NUMBERS;
    const key = this.#keyValue();
    return typeof key === 'string' ? STRINGS : typeof key === 'object' ? BYTES : NUMBERS;
  }

  /** Only the instance knows how it orders keys of different kinds. */
  #mixedKeys(): SwjobError {
    return new SwjobError('operation-failed', `the keys of the table ${show(this.#table.name)} are of several kinds`, {
      hint: 'Join by a column whose values are of one kind: --on COLUMN',
    });
  }
}

function isInteger(tag: number | undefined): boolean {
  return tag !== undefined && tag >= TAG.int8 && tag <= TAG.int64;
}
