import { integerAt } from '../../datastore/cell.ts';
import { isBeforeStart, type KeyRange } from '../../datastore/keys.ts';
import { isSwjobError, type SwjobError } from '../../errors.ts';
import type { KeyValue } from '../../job/instance.ts';
import { STATUS } from '../../kernel/memory.ts';
import type { Kernel } from './kernel.ts';
import { KIND } from './kernel-plans.ts';
import { keyProblem, type LineRepair } from './line-repair.ts';
import type { Line, LoadedBlock } from './loaded-block.ts';

/** A cursor over the keys of a block's lines, for the merge of overlapping blocks. */
export class LineIndex {
  readonly block: LoadedBlock;
  private readonly keys: KeyValue[] = [];
  private readonly starts: number[] = [];
  private readonly revisions: number[] = [];
  private readonly damages: { readonly at: number; readonly error: SwjobError }[] = [];
  private readonly skip: ((damage: SwjobError) => void) | undefined;
  private at = 0;
  private reported = 0;

  /** Begins at the first key of the range. Damage is reported or thrown only when the cursor reaches it. */
  constructor(
    block: LoadedBlock,
    kernel: Kernel | null,
    repair: LineRepair,
    range: KeyRange,
    skip?: (damage: SwjobError) => void,
  ) {
    this.block = block;
    this.skip = skip;
    new IndexMaker(block, kernel, repair, this).make();
    const first = this.keys.findIndex((key) => !isBeforeStart(key, range));
    this.at = first < 0 ? this.keys.length : first;
  }

  /** The current key; undefined at the end. */
  get key(): KeyValue | undefined {
    return this.keys[this.at];
  }

  get revision(): number {
    return this.revisions[this.at] ?? 0;
  }

  get line(): Line {
    const { block } = this;
    const start = this.starts[this.at] ?? 0;
    return { block, start, end: block.endOfLine(start) };
  }

  advance(): void {
    this.at++;
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

  add(key: KeyValue, start: number, revision: number): void {
    this.keys.push(key);
    this.starts.push(start);
    this.revisions.push(revision);
  }

  /** Returns false if reading ends at this damage. */
  addDamage(error: SwjobError): boolean {
    this.damages.push({ at: this.keys.length, error });
    return this.skip !== undefined;
  }
}

/** Reads the keys of a block with the kernel, and with the decoders if it cannot read a line. */
class IndexMaker {
  private readonly block: LoadedBlock;
  private readonly kernel: Kernel | null;
  private readonly repair: LineRepair;
  private readonly index: LineIndex;
  private lastKey: KeyValue | undefined;
  private lines = 0;

  constructor(block: LoadedBlock, kernel: Kernel | null, repair: LineRepair, index: LineIndex) {
    this.block = block;
    this.kernel = kernel;
    this.repair = repair;
    this.index = index;
  }

  make(): void {
    const { block } = this;
    const kernel = this.kernel;
    const { content } = block;
    for (let offset = 0; offset < content.length; ) {
      const end = kernel === null ? offset : this.fill(kernel, offset);
      if (kernel === null || end === offset) {
        if (!this.decode(offset)) return;
        offset = block.endOfLine(offset) + 1;
        continue;
      }
      for (let place = kernel.input.start; place < kernel.input.end; ) {
        const { status, count } = kernel.lines.find(place, kernel.input.end);
        for (let line = 0; line < count; line++) {
          const { place: at, revision, step, word } = kernel.lines.at(line);
          if (!this.add(this.keyOf(kernel, step, word), offset + at - kernel.input.start, revision)) return;
        }
        place = kernel.linePlace;
        if (status === STATUS.done) break;
        if (status === STATUS.full || (status === STATUS.newSchema && kernel.addPlan() === 'done')) continue;
        const start = offset + place - kernel.input.start;
        if (!this.decode(start)) return;
        place = kernel.input.start + block.endOfLine(start) + 1 - offset;
      }
      offset = end;
    }
    const wrong = block.countProblem(this.lines);
    if (wrong !== null) this.index.addDamage(wrong);
  }

  /** Copies complete lines to the window. Returns the offset after them. */
  private fill(kernel: Kernel, offset: number): number {
    kernel.input.begin(this.block.isAscii);
    const end = endOfWindow(this.block, offset, kernel.input.room);
    if (end > offset) kernel.input.add(this.block.content, offset, end);
    kernel.input.close();
    return end;
  }

  private decode(start: number): boolean {
    const { block } = this;
    const end = block.endOfLine(start);
    if (block.isBlank(start, end)) return true;
    this.lines++;
    try {
      const { key, records } = this.repair.read({ block, start, end }, this.lastKey);
      this.lastKey = key;
      this.index.add(key, start, Number(records[0]?.revision ?? 0));
      return true;
    } catch (error) {
      if (!isSwjobError(error, 'damaged')) throw error;
      return this.index.addDamage(error);
    }
  }

  private add(key: KeyValue | undefined, start: number, revision: number): boolean {
    if (key === undefined) return this.decode(start);
    this.lines++;
    const problem = keyProblem(key, this.lastKey, this.block.description);
    if (problem !== null) return this.index.addDamage(this.block.damage(start, problem));
    this.lastKey = key;
    this.index.add(key, start, revision);
    return true;
  }

  /** The key in a word; undefined if the decoders have to read it. */
  private keyOf(kernel: Kernel, step: number, word: number): KeyValue | undefined {
    const { kinds } = kernel.plans.ofStep(step) ?? {};
    const { words, bytes } = kernel.memory;
    const text = () => {
      const at = words.u32[word / 4] ?? 0;
      return bytes.toString(this.block.isAscii ? 'latin1' : 'utf8', at, at + (words.u32[word / 4 + 1] ?? 0));
    };
    switch (kinds?.[0]?.kind) {
      case KIND.integer:
        return integerAt(words, word / 8);
      case KIND.float:
        return words.f64[word / 8];
      case KIND.bool:
        return words.u32[word / 4] === 1;
      case KIND.string:
        return text();
      case KIND.bytes:
        return new Uint8Array(Buffer.from(text(), 'base64'));
      default:
        return undefined;
    }
  }
}

/** Where the last complete line that fits in this many bytes ends; `offset` if none fits. */
export function endOfWindow({ content }: LoadedBlock, offset: number, room: number): number {
  // The last line may lack its line feed, which needs one more byte.
  if (content.length - offset < room) return content.length;
  return content.subarray(offset, offset + room).lastIndexOf(10) + 1 + offset;
}
