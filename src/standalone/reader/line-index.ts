import { integerAt } from '../../datastore/cell.ts';
import { isBeforeStart, type KeyRange } from '../../datastore/keys.ts';
import { isSwjobError, type SwjobError } from '../../errors.ts';
import type { KeyValue } from '../../job/instance.ts';
import { STATUS } from '../../kernel/memory.ts';
import type { Kernel } from './kernel.ts';
import { KIND } from './kernel-plans.ts';
import { keyProblem, type LineRepair } from './line-repair.ts';
import type { Line, LoadedBlock } from './loaded-block.ts';

/** The keys of a block's lines, in order, with a place in them: for the merge of blocks that overlap. */
export class LineIndex {
  readonly block: LoadedBlock;
  private readonly keys: KeyValue[] = [];
  private readonly starts: number[] = [];
  private readonly revisions: number[] = [];
  private readonly damages: { readonly at: number; readonly error: SwjobError }[] = [];
  private readonly skip: ((damage: SwjobError) => void) | undefined;
  private at = 0;
  private told = 0;

  /** Stands on the first key of the range. Damage is told, or raised, when it is reached. */
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

  /** The key at hand; undefined at the end. */
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

  /** Tells the damage before the key at hand, or raises it. */
  checkDamage(): void {
    for (let damage = this.damages[this.told]; damage && damage.at <= this.at; damage = this.damages[this.told]) {
      this.told++;
      if (this.skip === undefined) throw damage.error;
      this.skip(damage.error);
    }
  }

  add(key: KeyValue, start: number, revision: number): void {
    this.keys.push(key);
    this.starts.push(start);
    this.revisions.push(revision);
  }

  /** False where nothing behind the damage is read. */
  addDamage(error: SwjobError): boolean {
    this.damages.push({ at: this.keys.length, error });
    return this.skip !== undefined;
  }
}

/** Goes through the lines of a block, by the kernel as far as it can follow. */
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
        if (!this.thorough(offset)) return;
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
        if (status === STATUS.full || (status === STATUS.newSchema && kernel.learn() === 'learned')) continue;
        const start = offset + place - kernel.input.start;
        if (!this.thorough(start)) return;
        place = kernel.input.start + block.endOfLine(start) + 1 - offset;
      }
      offset = end;
    }
    const wrong = block.wrongCount(this.lines);
    if (wrong !== null) this.index.addDamage(wrong);
  }

  /** Lays whole lines into the window; gives the offset behind them. */
  private fill(kernel: Kernel, offset: number): number {
    kernel.input.begin(this.block.isAscii);
    const end = endOfWindow(this.block, offset, kernel.input.room);
    if (end > offset) kernel.input.add(this.block.content, offset, end);
    kernel.input.close();
    return end;
  }

  private thorough(start: number): boolean {
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
    if (key === undefined) return this.thorough(start);
    this.lines++;
    const problem = keyProblem(key, this.lastKey, this.block.description);
    if (problem !== null) return this.index.addDamage(this.block.damage(start, problem));
    this.lastKey = key;
    this.index.add(key, start, revision);
    return true;
  }

  /** The key behind a word; undefined where it has to be read thoroughly. */
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

/** Where the last whole line ends that fits into a window of this many bytes; `offset` where none does. */
export function endOfWindow({ content }: LoadedBlock, offset: number, room: number): number {
  // One byte more for a line feed that the last line may lack.
  if (content.length - offset < room) return content.length;
  return content.subarray(offset, offset + room).lastIndexOf(10) + 1 + offset;
}
