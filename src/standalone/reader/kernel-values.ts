import { TAG, textAt } from '../../datastore/cell.ts';
import type { Decoder } from '../../datastore/schema.ts';
import type { TypedValue } from '../../datastore/typed-value.ts';
import { type KernelColumn, type KernelMemory, STORED } from '../../kernel/memory.ts';

const MAX_ENTRIES = 1 << 14;
/** The size of an entry: where a value starts and ends in the window, and the number of its decoder. */
const ENTRY = 16;

/** The values of a batch that the host has decoded, and those that the kernel left for it to decode. */
export class KernelValues {
  /** Where the kernel lists the values that it leaves to the host. */
  readonly entries: number;
  readonly maxEntries = MAX_ENTRIES;
  /** The decoded values, to which the words of cells refer. */
  decoded: TypedValue[] = [];
  private readonly memory: KernelMemory;
  private readonly decoders: readonly Decoder[];

  constructor(memory: KernelMemory, decoders: readonly Decoder[]) {
    this.memory = memory;
    this.decoders = decoders;
    this.entries = memory.take(MAX_ENTRIES * ENTRY);
  }

  /**
   * Decodes what the kernel left to the host in the rows from `from` to `to`. Stops at the first row with a value that does
   * not fit its type. Returns the number of that row, or `to`.
   */
  decode(from: number, to: number, isAscii: boolean): number {
    const columns = this.memory.columns.filter((column) => column.hasStored);
    for (let row = from; row < to; row++) {
      if (!columns.every((column) => this.decodeCell(column, row, isAscii))) return row;
    }
    return to;
  }

  private decodeCell({ tags, words }: KernelColumn, row: number, isAscii: boolean): boolean {
    if (tags[row] !== STORED) return true;
    try {
      const value = this.read(words.u32[row * 2] ?? 0, isAscii);
      tags[row] = TAG.value;
      words.u32[row * 2] = this.decoded.length;
      this.decoded.push(value);
      return true;
    } catch {
      return false;
    }
  }

  /** Decodes the value of an entry. */
  read(number: number, isAscii: boolean): TypedValue {
    const { bytes, u32 } = this.memory;
    const entry = (this.entries + number * ENTRY) / 4;
    const decode = this.decoders[u32[entry + 2] ?? 0];
    if (decode === undefined) throw new Error('a value without its decoder');
    return decode(JSON.parse(textAt(bytes, isAscii, u32[entry] ?? 0, u32[entry + 1] ?? 0)));
  }

  /** The decoded values of a row. */
  *ofRow(columns: readonly KernelColumn[], row: number): Generator<TypedValue> {
    if (this.decoded.length === 0) return;
    for (const { tags, words } of columns) {
      const value =
        tags[row] === TAG.value && words.u32[row * 2 + 1] === 0 ? this.decoded[words.u32[row * 2] ?? 0] : undefined;
      if (value !== undefined) yield value;
    }
  }
}
