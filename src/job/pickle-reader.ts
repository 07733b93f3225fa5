import type { TypedValue } from '../datastore/typed-value.ts';

type Bytes = Extract<TypedValue, { type: 'BYTES' }>;

/** What was seen in a column. */
interface ColumnTally {
  /** Whether any cell is a pickle. */
  hasPickles: boolean;
  unread: number;
  /** How many of the unread cells begin like a pickle. A few of many plain bytes do so by chance. */
  alike: number;
  reason: string;
}

/** Reads one pickle: returns the value, or why it cannot be read. */
type Unpickle = (bytes: Uint8Array) => TypedValue | { readonly reason: string };

/** Reads pickles in cells, and counts the cells that stay bytes. */
export class PickleReader {
  /** The counts of reads outside of a pass. */
  readonly #single = new Tallies();
  readonly #passes = new Map<object, PicklePass[]>();
  #unpickle: Unpickle | undefined;

  /** Loads the unpickler on demand, since most tables have no pickles. Call it before `read`. */
  async load(): Promise<void> {
    if (this.#unpickle !== undefined) return;
    const { unpickle } = await import('../pickle/unpickle.ts');
    const { UnreadablePickle } = await import('../pickle/unreadable.ts');
    this.#unpickle = (bytes) => {
      try {
        return unpickle(bytes);
      } catch (error) {
        if (error instanceof UnreadablePickle) return { reason: error.message };
        throw error;
      }
    };
  }

  /** The value in a cell's bytes; the bytes themselves if they are not a complete pickle. */
  read(column: string, bytes: Bytes): TypedValue {
    return this.#read(bytes, this.#single, column, true);
  }

  /** Starts a pass over a table. Cells that several passes over the same table read are reported only once. */
  pass(table: object): PicklePass {
    const pass = new PicklePass((...cell) => this.#read(...cell));
    const passes = this.#passes.get(table);
    if (passes === undefined) this.#passes.set(table, [pass]);
    else passes.push(pass);
    return pass;
  }

  /** What to tell the user about pickles that stayed bytes; null if there are none. */
  problem(): string | null {
    const tables = Array.from(this.#passes.values(), (passes) => largest(passes.map(({ tallies }) => tallies)));
    const columns = [this.#single, ...tables].flatMap((tallies) =>
      [...tallies.columns].filter(([, tally]) => tally.unread > 0 && isPickled(tally)),
    );
    const [first] = columns;
    if (first === undefined) return null;
    const count = columns.reduce((sum, [, { unread }]) => sum + unread, 0);
    const [name, { reason }] = first;
    return `${count} ${count === 1 ? 'value stays' : 'values stay'} bytes: no readable pickle (the first, of ${name}: ${reason})`;
  }

  #read(bytes: Bytes, tallies: Tallies, column: string, isNew: boolean): TypedValue {
    const read = this.#unpickle?.(bytes.value);
    if (read === undefined) return bytes;
    if ('type' in read) {
      tallies.of(column).hasPickles = true;
      return read;
    }
    if (isNew) tallies.addUnread(column, bytes.value, read.reason);
    return bytes;
  }
}

/** Reads the pickles of one pass over a table. */
export class PicklePass {
  readonly tallies = new Tallies();
  readonly #readCell: ReadCell;
  /** The cells of this batch that stayed bytes: a condition and the output may both ask for them. */
  #unread = new Map<string, Set<number>>();

  constructor(readCell: ReadCell) {
    this.#readCell = readCell;
  }

  /** Call before each batch, as its rows are numbered from 0 again. */
  nextBatch(): void {
    if (this.#unread.size > 0) this.#unread = new Map();
  }

  /** The value of a cell, as `PickleReader.read` gives it. */
  read(column: string, bytes: Bytes, row: number): TypedValue {
    const known = this.#unread.get(column);
    const value = this.#readCell(bytes, this.tallies, column, known?.has(row) !== true);
    if (value !== bytes) return value;
    if (known === undefined) this.#unread.set(column, new Set([row]));
    else known.add(row);
    return value;
  }
}

type ReadCell = (bytes: Bytes, tallies: Tallies, column: string, isNew: boolean) => TypedValue;

/** What was seen in each column. */
class Tallies {
  readonly columns = new Map<string, ColumnTally>();

  of(column: string): ColumnTally {
    let tally = this.columns.get(column);
    if (tally === undefined) {
      tally = { hasPickles: false, unread: 0, alike: 0, reason: '' };
      this.columns.set(column, tally);
    }
    return tally;
  }

  addUnread(column: string, bytes: Uint8Array, reason: string): void {
    const tally = this.of(column);
    if (beginsLikePickle(bytes)) tally.alike++;
    if (tally.unread === 0) tally.reason = reason;
    tally.unread++;
  }

  get unread(): number {
    return [...this.columns.values()].reduce((sum, { unread }) => sum + unread, 0);
  }
}

/** The pass with the most cells that stayed bytes; the others read fewer rows or columns of the same table. */
function largest(passes: readonly Tallies[]): Tallies {
  return passes.reduce((most, tallies) => (tallies.unread > most.unread ? tallies : most), new Tallies());
}

/** Whether a column holds pickles; else its bytes are plain, and nobody expects to read them. */
function isPickled({ hasPickles, alike, unread }: ColumnTally): boolean {
  return hasPickles || alike * 2 > unread;
}

/** Pickles of protocols 2 to 5 begin with the opcode PROTO. */
function beginsLikePickle(bytes: Uint8Array): boolean {
  return bytes[0] === 0x80 && bytes[1] !== undefined && bytes[1] >= 2 && bytes[1] <= 5;
}
