import { integerAt, TAG, wordsOver } from '../../datastore/cell.ts';
import type { DataType, TypedValue } from '../../datastore/typed-value.ts';
import type { KeyValue } from '../../job/instance.ts';
import type { KernelColumn, KernelMemory } from '../../kernel/memory.ts';
import type { KernelExports } from '../../kernel/module.ts';
import { keyTagOf } from './stored-type.ts';

/** The kernel does not compare longer keys. */
const MAX_TEXT = 4096;

/** The keys of the rows in the kernel, and the last key, which the next one has to exceed. */
export class KernelKeys {
  private readonly exports: KernelExports;
  private readonly memory: KernelMemory;
  private readonly column: KernelColumn;
  /** How the kernel compares keys; -1 if it cannot. */
  readonly tag: number;
  /** Where the text of the last key is. */
  private readonly text: number;

  constructor(exports: KernelExports, memory: KernelMemory, column: KernelColumn, type: DataType | null) {
    this.exports = exports;
    this.memory = memory;
    this.column = column;
    this.tag = keyTagOf(type);
    this.text = memory.take(MAX_TEXT);
  }

  /** Whether the kernel checks that the keys of a block ascend. */
  get areCompared(): boolean {
    return this.tag >= 0;
  }

  /** Sets the key that the next one has to exceed. Returns false if the kernel cannot compare it. */
  setLast(key: KeyValue | undefined): boolean {
    const word = key === undefined ? undefined : this.wordOf(key);
    this.exports.setLastKey(this.tag, word !== undefined, word ?? 0n);
    return key === undefined || word !== undefined;
  }

  private wordOf(key: KeyValue): bigint | undefined {
    const { i64, f64, u32 } = wordsOver(new ArrayBuffer(8), 0, 1);
    if (this.tag === TAG.string || this.tag === TAG.bytes) {
      const text = textOf(key, this.tag);
      if (text === null || text.length > MAX_TEXT) return undefined;
      this.memory.bytes.set(text, this.text);
      u32.set([this.text, text.length]);
    } else if (typeof key === 'string' || typeof key === 'object') return undefined;
    else if (this.tag === TAG.int64) i64[0] = BigInt(key);
    else f64[0] = Number(key);
    return i64[0];
  }

  /** The key of a row; `values` are those of the batch. */
  at(row: number, values: readonly TypedValue[]): KeyValue {
    const { words, tags } = this.column;
    switch (this.tag) {
      case TAG.int64:
        return integerAt(words, row);
      case TAG.float64:
        return words.f64[row] ?? 0;
      default: {
        const at = words.u32[row * 2] ?? 0;
        if (tags[row] === TAG.value) return values[at]?.value as KeyValue;
        const text = this.memory.bytes.toString('utf8', at, at + (words.u32[row * 2 + 1] ?? 0));
        if (tags[row] === TAG.bytes) return bytesOf(text);
        return tags[row] === TAG.escaped ? (JSON.parse(`"${text}"`) as string) : text;
      }
    }
  }
}

/** A key as the kernel stores it; null for a key of another kind, and for strings that have no UTF-8. */
function textOf(key: KeyValue, tag: number): Buffer | null {
  if (tag === TAG.bytes) return key instanceof Uint8Array ? Buffer.from(Buffer.from(key).toString('base64')) : null;
  return typeof key !== 'string' || /\p{Surrogate}/u.test(key) ? null : Buffer.from(key);
}

function bytesOf(base64: string): Uint8Array {
  return new Uint8Array(Buffer.from(base64, 'base64'));
}
