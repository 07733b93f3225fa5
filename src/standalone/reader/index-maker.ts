import type { KeyRange } from '../../datastore/keys.ts';
import { isSwjobError, type SwjobError } from '../../errors.ts';
import { STATUS } from '../../kernel/memory.ts';
import type { Kernel } from './kernel.ts';
import { LineIndex } from './line-index.ts';
import { keyProblem, type LineRepair } from './line-repair.ts';
import type { LoadedBlock } from './loaded-block.ts';

/** The keys of a block, from the first one of the range on. */
export function indexOf(
  block: LoadedBlock,
  kernel: Kernel | null,
  repair: LineRepair,
  range: KeyRange,
  skip?: (damage: SwjobError) => void,
): LineIndex {
  const index = new LineIndex(block, kernel?.keys.tag ?? -1, skip);
  new IndexMaker(block, kernel, repair, index).make();
  index.moveTo(range);
  return index;
}

/** Reads the keys of a block with the kernel, and with the decoders if it cannot read a line. */
class IndexMaker {
  private readonly block: LoadedBlock;
  private readonly kernel: Kernel | null;
  private readonly repair: LineRepair;
  private readonly index: LineIndex;
  private lines = 0;

  constructor(block: LoadedBlock, kernel: Kernel | null, repair: LineRepair, index: LineIndex) {
    this.block = block;
    this.kernel = kernel;
    this.repair = repair;
    this.index = index;
  }

  make(): void {
    const block = this.block;
    const kernel = this.kernel;
    if (!(kernel?.keys.areCompared ? this.readWindows(kernel) : this.decode(0, block.content.length))) return;
    const wrong = block.countProblem(this.lines);
    if (wrong !== null) this.index.addDamage(wrong);
  }

  /** Reads all lines through the kernel's window. Returns false if reading ends at damage. */
  private readWindows(kernel: Kernel): boolean {
    const { block } = this;
    const { input } = kernel;
    for (let offset = 0; offset < block.content.length; ) {
      input.begin(block.isAscii);
      const end = block.endOfLines(offset, input.room);
      const next = end > offset ? end : block.endOfLine(offset) + 1;
      if (end > offset) input.add(block.content, offset, end);
      input.close();
      if (!(end > offset ? this.readWindow(kernel, offset, end) : this.decode(offset, next))) return false;
      offset = next;
    }
    return true;
  }

  /** Reads the lines of the window, from `offset` to `end` in the block. */
  private readWindow(kernel: Kernel, offset: number, end: number): boolean {
    const { block, index } = this;
    const shift = kernel.input.start - offset;
    for (let start = offset; start < end; ) {
      if (kernel.keys.setLast(index.lastKey)) {
        const { status, count } = kernel.list(start + shift);
        const found = kernel.linePlace - shift;
        if (count > 0 && !this.addFound(kernel, count, shift) && !this.decode(start, found)) return false;
        start = found;
        if (status === STATUS.done) return true;
        if (status === STATUS.full || (status === STATUS.newSchema && kernel.addPlan() === 'done')) continue;
      }
      const next = block.endOfLine(start) + 1;
      if (!this.decode(start, next)) return false;
      start = next;
    }
    return true;
  }

  /** Adds lines that the kernel has found. Returns false if some of their keys are outside the bounds of the block. */
  private addFound(kernel: Kernel, count: number, shift: number): boolean {
    const { block, index } = this;
    const outer = index.addFound(kernel, count, shift);
    // The keys between them are in order, so they are within the bounds, too.
    const areSound = outer.every((key) => keyProblem(key, undefined, block.description) === null);
    if (areSound) this.lines += count;
    else index.remove(count);
    return areSound;
  }

  /** Reads the lines between two offsets with the decoders. Returns false if reading ends at their damage. */
  private decode(from: number, to: number): boolean {
    const { block, index } = this;
    for (let start = from; start < to; ) {
      const line = { block, start, end: block.endOfLine(start) };
      start = line.end + 1;
      if (block.isBlank(line.start, line.end)) continue;
      this.lines++;
      try {
        const { key, records } = this.repair.read(line, index.lastKey);
        index.add(key, line, Number(records[0]?.revision ?? 0));
      } catch (error) {
        if (!isSwjobError(error, 'damaged')) throw error;
        if (!index.addDamage(error)) return false;
      }
    }
    return true;
  }
}
