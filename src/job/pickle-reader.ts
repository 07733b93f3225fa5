import type { TypedValue } from '../datastore/typed-value.ts';

type Bytes = Extract<TypedValue, { type: 'BYTES' }>;

/** What was seen of a column. */
interface ColumnTally {
  /** Whether any of its cells is a pickle, or begins like one: else it is a column of plain bytes. */
  hasPickles: boolean;
  unread: number;
  reason: string;
}

/** What reads one pickle: the value, or why it cannot be read. */
type Unpickle = (bytes: Uint8Array) => TypedValue | { readonly reason: string };

/** Reads pickles in cells, and counts those that stay bytes. */
export class PickleReader {
  readonly #columns = new Map<string, ColumnTally>();
  #unpickle: Unpickle | undefined;

  /** Loads what reads pickles: most tables have none. Has to be called before `read`. */
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

  /** The value that the bytes of a column's cell hold; the bytes themselves where they are no whole pickle. */
  read(column: string, bytes: Bytes): TypedValue {
    const read = this.#unpickle?.(bytes.value);
    if (read === undefined) return bytes;
    const tally = this.#tallyOf(column);
    if ('type' in read) {
      tally.hasPickles = true;
      return read;
    }
    tally.hasPickles ||= beginsLikePickle(bytes.value);
    if (tally.unread === 0) tally.reason = read.reason;
    tally.unread++;
    return bytes;
  }

  /** What people have to know of pickles that stayed bytes; null where there are none. */
  problem(): string | null {
    const columns = [...this.#columns].filter(([, { hasPickles, unread }]) => hasPickles && unread > 0);
    const [first] = columns;
    if (first === undefined) return null;
    const count = columns.reduce((sum, [, { unread }]) => sum + unread, 0);
    const [name, { reason }] = first;
    return `${count} ${count === 1 ? 'value stays' : 'values stay'} bytes: no readable pickle (the first, of ${name}: ${reason})`;
  }

  #tallyOf(column: string): ColumnTally {
    let tally = this.#columns.get(column);
    if (tally === undefined) {
      tally = { hasPickles: false, unread: 0, reason: '' };
      this.#columns.set(column, tally);
    }
    return tally;
  }
}

/** By the opcode PROTO with which protocols 2 to 5 begin. */
function beginsLikePickle(bytes: Uint8Array): boolean {
  return bytes[0] === 0x80 && bytes[1] !== undefined && bytes[1] >= 2 && bytes[1] <= 5;
}
