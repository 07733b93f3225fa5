import { integerAt, TAG, wordsOver } from '../../datastore/cell.ts';
import type { DataType, TypedValue } from '../../datastore/typed-value.ts';
import type { KeyValue } from '../../job/instance.ts';
import type { KernelColumn, KernelMemory } from '../../kernel/memory.ts';
import type { KernelExports } from '../../kernel/module.ts';
import { KIND, keyKindOf } from './stored-kind.ts';

/** The longest key that the kernel can compare: see assembly/keys.ts. */
const MAX_TEXT = 4096;

/** The keys of the rows in the kernel, and the last key, which the next one has to exceed. */
export class KernelKeys {
  private readonly exports: KernelExports;
  private readonly memory: KernelMemory;
  private readonly column: KernelColumn;
  private readonly kind: number;

  constructor(exports: KernelExports, memory: KernelMemory, column: KernelColumn, type: DataType | null) {
    this.exports = exports;
    this.memory = memory;
    this.column = column;
    this.kind = keyKindOf(type);
  }

  /** Whether the kernel checks that the keys of a block ascend. */
  get areCompared(): boolean {
    return this.kind >= 0;
  }

  begin(): void {
    this.exports.beginKeys(this.kind);
  }

  /** The key of the last line that was read in this block. */
  get last(): KeyValue | undefined {
    const { exports, kind, memory } = this;
    if (!exports.hasLastKey()) return undefined;
    const slot = exports.keySlot();
    const text = () => memory.bytes.toString('utf8', slot, slot + exports.lastKeyLength());
    if (kind === KIND.string) return text();
    if (kind === KIND.bytes) return bytesOf(text());
    const words = wordsOver(new ArrayBuffer(8), 0, 1);
    words.i64[0] = BigInt.asIntN(64, exports.lastKeyWord());
    return kind === KIND.integer ? integerAt(words, 0) : words.f64[0];
  }

  /** Sets the last key. Returns false if the kernel cannot compare it. */
  setLast(key: KeyValue): boolean {
    const words = wordsOver(new ArrayBuffer(8), 0, 1);
    let length = 0;
    if (this.kind === KIND.string || this.kind === KIND.bytes) {
      const text = textOf(key, this.kind);
      if (text === null) return false;
      if (text.length > MAX_TEXT) return false;
      this.memory.bytes.set(text, this.exports.keySlot());
      length = text.length;
    } else if (typeof key === 'string' || typeof key === 'object') return false;
    else if (this.kind === KIND.integer) words.i64[0] = BigInt(key);
    else words.f64[0] = Number(key);
    this.exports.setLastKey(words.i64[0] ?? 0n, length);
    return true;
  }

  /** The key of a row; `values` are those of the batch. */
  at(row: number, values: readonly TypedValue[]): KeyValue {
    const { words, tags } = this.column;
    switch (this.kind) {
      case KIND.integer:
        return integerAt(words, row);
      case KIND.float:
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
function textOf(key: KeyValue, kind: number): Buffer | null {
  if (kind === KIND.bytes) return key instanceof Uint8Array ? Buffer.from(Buffer.from(key).toString('base64')) : null;
  return typeof key !== 'string' || /\p{Surrogate}/u.test(key) ? null : Buffer.from(key);
}

function bytesOf(base64: string): Uint8Array {
  return new Uint8Array(Buffer.from(base64, 'base64'));
}
