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
  const index = new LineIndex(block, skip);
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
    const { block } = this;
    const kernel = this.kernel;
    for (let offset = 0; offset < block.content.length; ) {
      const end = kernel === null ? offset : this.fill(kernel, offset);
      const isRead = kernel === null || end === offset ? this.decode(offset) : this.window(kernel, offset);
      if (!isRead) return;
      offset = end === offset ? block.endOfLine(offset) + 1 : end;
    }
    const wrong = block.countProblem(this.lines);
    if (wrong !== null) this.index.addDamage(wrong);
  }

  /** Copies complete lines to the window. Returns the offset after them. */
  private fill(kernel: Kernel, offset: number): number {
    kernel.input.begin(this.block.isAscii);
    const end = this.block.endOfLines(offset, kernel.input.room);
    if (end > offset) kernel.input.add(this.block.content, offset, end);
    kernel.input.close();
    return end;
  }

  /** Reads the lines of the window, which begin at `offset` in the block. Returns false if reading ends at damage. */
  private window(kernel: Kernel, offset: number): boolean {
    const shift = kernel.input.start - offset;
    for (let place = kernel.input.start; place < kernel.input.end; ) {
      const isCompared = kernel.keys.setLast(this.index.lastKey) && kernel.keys.areCompared;
      const { status, count } = kernel.lines.find(place, kernel.input.end);
      if (count > 0 && !this.addFound(kernel, count, shift, isCompared)) return false;
      place = kernel.linePlace;
      if (status === STATUS.done) break;
      if (status === STATUS.full || (status === STATUS.newSchema && kernel.addPlan() === 'done')) continue;
      if (!this.decode(place - shift)) return false;
      place = this.block.endOfLine(place - shift) + 1 + shift;
    }
    return true;
  }

  /** Adds lines that the kernel has found; `isCompared` if it has checked their order. */
  private addFound(kernel: Kernel, count: number, shift: number, isCompared: boolean): boolean {
    const { block, index } = this;
    const { first, last } = index.addFound(kernel, count, shift);
    // The keys between them are in order, so they are within the bounds, too.
    const areSound = [first, last].every((key) => keyProblem(key, undefined, block.description) === null);
    if (areSound && isCompared) {
      this.lines += count;
      return true;
    }
    for (const { key, line, revision } of index.takeBack(count)) {
      this.lines++;
      const problem = keyProblem(key, index.lastKey, block.description);
      if (problem === null) index.add(key, line, revision);
      else if (!index.addDamage(block.damage(line.start, problem))) return false;
    }
    return true;
  }

  /** Reads a line with the decoders. Returns false if reading ends at its damage. */
  private decode(start: number): boolean {
    const { block, index } = this;
    const end = block.endOfLine(start);
    if (block.isBlank(start, end)) return true;
    this.lines++;
    try {
      const line = { block, start, end };
      const { key, records } = this.repair.read(line, index.lastKey);
      index.add(key, line, Number(records[0]?.revision ?? 0));
      return true;
    } catch (error) {
      if (!isSwjobError(error, 'damaged')) throw error;
      return index.addDamage(error);
    }
  }
}
