import type { TypedValue } from '../datastore/typed-value.ts';
import { unpickle } from '../pickle/unpickle.ts';
import { UnreadablePickle } from '../pickle/unreadable.ts';

type Bytes = Extract<TypedValue, { type: 'BYTES' }>;

/** What was seen of a column. */
interface ColumnTally {
  /** Whether any of its cells is a pickle, or begins like one: else it is a column of plain bytes. */
  hasPickles: boolean;
  unread: number;
  reason: string;
}

/** Reads pickles in cells, and counts those that stay bytes. */
export class PickleReader {
  readonly #columns = new Map<string, ColumnTally>();

  /** The value that the bytes of a column's cell hold; the bytes themselves where they are no whole pickle. */
  read(column: string, bytes: Bytes): TypedValue {
    let tally = this.#columns.get(column);
    if (tally === undefined) {
      tally = { hasPickles: false, unread: 0, reason: '' };
      this.#columns.set(column, tally);
    }
    try {
      const value = unpickle(bytes.value);
      tally.hasPickles = true;
      return value;
    } catch (error) {
      if (!(error instanceof UnreadablePickle)) throw error;
      tally.hasPickles ||= beginsLikePickle(bytes.value);
      if (tally.unread === 0) tally.reason = error.message;
      tally.unread++;
      return bytes;
    }
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
}

/** By the opcode PROTO with which protocols 2 to 5 begin. */
function beginsLikePickle(bytes: Uint8Array): boolean {
  return bytes[0] === 0x80 && bytes[1] !== undefined && bytes[1] >= 2 && bytes[1] <= 5;
}
