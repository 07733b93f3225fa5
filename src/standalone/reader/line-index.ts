import { integerAt, TAG } from '../../datastore/cell.ts';
import { compareKeys, isBeforeStart, type KeyRange } from '../../datastore/keys.ts';
import type { SwjobError } from '../../errors.ts';
import type { KeyValue } from '../../job/instance.ts';
import type { Kernel } from './kernel.ts';
import type { Line, LoadedBlock } from './loaded-block.ts';

/** A cursor over the keys of a block's lines, for the merge of overlapping blocks. */
export class LineIndex {
  readonly block: LoadedBlock;
  /** The number of the current line. */
  at = 0;
  private count = 0;
  /** Of each line: where it begins and ends, its first revision, and its key as a number, or where its text begins. */
  private starts = new Int32Array(0);
  private ends = new Int32Array(0);
  private revisions = new Float64Array(0);
  private numbers = new Float64Array(0);
  /** The keys that are neither. */
  private readonly others = new Map<number, KeyValue>();
  private readonly tag: number;
  /** Whether all keys are in `numbers`. */
  private isNumeric: boolean;
  private readonly damages: { readonly at: number; readonly error: SwjobError }[] = [];
  private readonly skip: ((damage: SwjobError) => void) | undefined;
  private reported = 0;

  /** `tag` is that of the keys that the kernel finds. Damage is passed to `skip`, or thrown, when the cursor reaches it. */
  constructor(block: LoadedBlock, tag: number, skip: ((damage: SwjobError) => void) | undefined) {
    this.block = block;
    this.tag = tag;
    this.isNumeric = !this.isText;
    this.skip = skip;
  }

  private get isText(): boolean {
    return this.tag === TAG.string || this.tag === TAG.bytes;
  }

  /** Moves to the first key of a range. */
  moveTo(range: KeyRange): void {
    if (range.start !== undefined) this.at = this.firstWhere((line) => !isBeforeStart(this.keyOf(line), range));
  }

  /** The current key; undefined at the end. */
  get key(): KeyValue | undefined {
    return this.isAtEnd ? undefined : this.keyOf(this.at);
  }

  get isAtEnd(): boolean {
    return this.at >= this.count;
  }

  get lastKey(): KeyValue | undefined {
    return this.count > 0 ? this.keyOf(this.count - 1) : undefined;
  }

  get revision(): number {
    return this.revisions[this.at] ?? 0;
  }

  get line(): Line {
    return this.lineAt(this.at);
  }

  /** Compares the current keys of this block and another; neither is at its end. */
  compare(other: LineIndex): number {
    return this.compareAt(this.at, other);
  }

  /** The number of lines, from the current one on, whose keys precede the current key of another block and meet a condition. */
  countBefore(other: LineIndex | undefined, isWanted: ((key: KeyValue) => boolean) | null): number {
    const end = this.firstWhere(
      (line) =>
        (other !== undefined && this.compareAt(line, other) >= 0) || (isWanted !== null && !isWanted(this.keyOf(line))),
    );
    return Math.min(end, this.damages[this.reported]?.at ?? end) - this.at;
  }

  /** How many lines from the current one on, at most `most`, are adjacent and fit in this many bytes; where they end. */
  adjacent(most: number, room: number): { readonly count: number; readonly end: number } {
    const { starts, ends, at } = this;
    const limit = (starts[at] ?? 0) + room;
    let line = at;
    let end = starts[at] ?? 0;
    while (line < at + most && starts[line] === end && (ends[line] ?? 0) < limit) end = (ends[line++] ?? 0) + 1;
    return { count: line - at, end };
  }

  /** Where the current line begins. */
  get start(): number {
    return this.starts[this.at] ?? 0;
  }

  /** Its length, with a line feed. */
  get size(): number {
    return (this.ends[this.at] ?? 0) + 1 - this.start;
  }

  advance(count = 1): void {
    this.at += count;
  }

  /** Reports or throws damage before the current key. */
  checkDamage(): void {
    for (
      let damage = this.damages[this.reported];
      damage && damage.at <= this.at;
      damage = this.damages[this.reported]
    ) {
      this.reported++;
      if (this.skip === undefined) throw damage.error;
      this.skip(damage.error);
    }
  }

  add(key: KeyValue, { start, end }: Line, revision: number): void {
    const line = this.grow(1);
    this.starts[line] = start;
    this.ends[line] = end;
    this.revisions[line] = revision;
    if (typeof key === 'number' && !Number.isNaN(key) && !this.isText) this.numbers[line] = key;
    else this.addOther(line, key);
  }

  /** Adds lines that the kernel has listed; the block would begin at `shift` in its window. Returns the outer keys. */
  addFound({ memory, listed }: Kernel, count: number, shift: number): readonly KeyValue[] {
    const { u32, words } = memory;
    const first = this.grow(count);
    for (let line = first, at = listed / 4; line < this.count; line++, at += 6) {
      this.starts[line] = (u32[at] ?? 0) - shift;
      this.ends[line] = (u32[at + 1] ?? 0) - shift - 1;
      this.revisions[line] = integerOf(u32, at + 2);
      const word = at / 2 + 2;
      if (this.isText) this.numbers[line] = (u32[word * 2] ?? 0) - shift;
      else {
        const key = this.tag === TAG.float64 ? (words.f64[word] ?? 0) : integerAt(words, word);
        if (typeof key === 'number') this.numbers[line] = key;
        else this.addOther(line, key);
      }
    }
    return [this.keyOf(first), this.keyOf(this.count - 1)];
  }

  /** Removes lines at the end. */
  remove(count: number): void {
    for (; count > 0; count--) this.others.delete(--this.count);
  }

  /** Returns false if reading ends at this damage. */
  addDamage(error: SwjobError): boolean {
    this.damages.push({ at: this.count, error });
    return this.skip !== undefined;
  }

  private lineAt(line: number): Line {
    return { block: this.block, start: this.starts[line] ?? 0, end: this.ends[line] ?? 0 };
  }

  private addOther(line: number, key: KeyValue): void {
    this.others.set(line, key);
    this.isNumeric = false;
  }

  private keyOf(line: number): KeyValue {
    const number = this.numbers[line] ?? 0;
    const other = this.others.get(line);
    if (other !== undefined || !this.isText) return other ?? number;
    const text = this.textAt(number);
    return this.tag === TAG.string ? text : new Uint8Array(Buffer.from(text, 'base64'));
  }

  /** The text of a key, which has no escapes. */
  private textAt(start: number): string {
    return this.block.text(start, this.block.content.indexOf('"', start));
  }

  private compareAt(line: number, other: LineIndex): number {
    if (!this.isNumeric || !other.isNumeric) return compareKeys(this.keyOf(line), other.keyOf(other.at));
    const [a, b] = [this.numbers[line] ?? 0, other.numbers[other.at] ?? 0];
    return a < b ? -1 : Number(a > b);
  }

  /** The first line, from the current one on, for which a test holds that then also holds for all later ones. */
  private firstWhere(holds: (line: number) => boolean): number {
    let low = this.at;
    let step = 1;
    while (low + step <= this.count && !holds(low + step - 1)) {
      low += step;
      step *= 2;
    }
    let high = Math.min(low + step - 1, this.count);
    while (low < high) {
      const middle = (low + high) >> 1;
      if (holds(middle)) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  /** Makes room for more lines. Returns the number of the first. */
  private grow(count: number): number {
    const first = this.count;
    this.count += count;
    if (this.count <= this.starts.length) return first;
    const size = Math.max(this.count, this.starts.length * 2, 1024);
    const grown = <T extends Int32Array | Float64Array>(to: T, from: T): T => {
      to.set(from);
      return to;
    };
    this.starts = grown(new Int32Array(size), this.starts);
    this.ends = grown(new Int32Array(size), this.ends);
    this.revisions = grown(new Float64Array(size), this.revisions);
    this.numbers = grown(new Float64Array(size), this.numbers);
    return first;
  }
}

function integerOf(u32: Uint32Array, at: number): number {
  return (u32[at + 1] ?? 0) * 0x1_0000_0000 + (u32[at] ?? 0);
}
