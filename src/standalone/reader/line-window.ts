import type { Kernel } from './kernel.ts';
import type { LineIndex } from './line-index.ts';
import type { Line, LoadedBlock } from './loaded-block.ts';

/** The lines of a key, where they begin in the window, and where they end. */
interface LinesOfKey {
  readonly lines: readonly Line[];
  readonly begin: number;
  readonly end: number;
}

/** The lines in the kernel's window, as pieces of blocks. Finds them in their blocks again. */
export class LineWindow {
  private readonly kernel: Kernel;
  /** Of each piece: its place in the window, its block, and where it begins there. Arrays take less time than objects. */
  private readonly places: number[] = [];
  private readonly blocks: LoadedBlock[] = [];
  private readonly offsets: number[] = [];
  /** How many keys are listed for the kernel; null where each line is a row. */
  private keys: number | null = null;

  constructor(kernel: Kernel) {
    this.kernel = kernel;
  }

  get isEmpty(): boolean {
    return this.places.length === 0;
  }

  /** Empties the window. If `isMerged`, the lines of a key become one row; otherwise each line does. */
  begin(isMerged: boolean, isAscii?: boolean): void {
    this.kernel.input.begin(isAscii);
    this.places.length = 0;
    this.blocks.length = 0;
    this.offsets.length = 0;
    this.keys = isMerged ? 0 : null;
  }

  /** Adds whole lines of a block. */
  add(block: LoadedBlock, start: number, end: number): void {
    const { input } = this.kernel;
    this.places.push(input.end);
    this.blocks.push(block);
    this.offsets.push(start);
    input.add(block.content, start, Math.min(end, block.content.length));
  }

  /** Adds the current lines of blocks, which have the same key. Returns false if there is no room for them. */
  addKey(indexes: readonly LineIndex[]): boolean {
    if (this.keys === null || this.keys >= this.kernel.maxLines) return false;
    let size = 0;
    for (const index of indexes) size += index.size;
    if (size > this.kernel.input.room) return false;
    this.list(this.kernel.input.end);
    for (const index of indexes) this.add(index.block, index.start, index.start + index.size);
    return true;
  }

  /** Adds lines of a block from the current one on, each with its own key, and skips them. Returns false if none has room. */
  addKeys(index: LineIndex, count: number): boolean {
    const { kernel } = this;
    let left = Math.min(count, kernel.maxLines - (this.keys ?? 0));
    const most = left;
    while (left > 0) {
      const { start } = index;
      const shift = kernel.input.end - start;
      const { count, end } = index.adjacent(left, kernel.input.room);
      if (count === 0) break;
      this.add(index.block, start, end);
      for (let line = 0; line < count; line++, index.advance()) this.list(index.start + shift);
      left -= count;
    }
    return left < most;
  }

  /** To be called after the last line was added. */
  close(): void {
    if (this.keys !== null) this.kernel.memory.u32[this.kernel.starts / 4 + this.keys] = 0;
    this.kernel.input.close();
  }

  /** Where the list of keys continues for this place; 0 if each line is a row. */
  startsFrom(place: number): number {
    if (this.keys === null) return 0;
    const key = this.keyAt(place);
    return this.kernel.starts + (this.placeOf(key) === place ? key : key + 1) * 4;
  }

  /** The lines of the key at a place in the window. */
  linesAt(place: number): LinesOfKey {
    if (this.keys === null) {
      const line = this.lineAt(place);
      return { lines: [line], begin: place, end: place + line.end + 1 - line.start };
    }
    const key = this.keyAt(place);
    const begin = this.placeOf(key);
    const end = key + 1 < this.keys ? this.placeOf(key + 1) : this.kernel.input.end;
    const lines: Line[] = [];
    for (let at = begin; at < end; ) {
      const line = this.lineAt(at);
      lines.push(line);
      at += line.end + 1 - line.start;
    }
    return { lines, begin, end };
  }

  /** Lists the place where the lines of a key begin. */
  private list(place: number): void {
    if (this.keys !== null) this.kernel.memory.u32[this.kernel.starts / 4 + this.keys++] = place;
  }

  private placeOf(key: number): number {
    return this.kernel.memory.u32[this.kernel.starts / 4 + key] ?? 0;
  }

  private keyAt(place: number): number {
    return lastUpTo(place, this.keys ?? 0, (key) => this.placeOf(key));
  }

  private lineAt(place: number): Line {
    const piece = lastUpTo(place, this.places.length, (index) => this.places[index] ?? 0);
    const block = this.blocks[piece];
    if (block === undefined) throw new Error('an empty window');
    const start = (this.offsets[piece] ?? 0) + place - (this.places[piece] ?? 0);
    return { block, start, end: block.endOfLine(start) };
  }
}

/** The last of ascending numbers that is not above a place. */
function lastUpTo(place: number, count: number, numberAt: (index: number) => number): number {
  let low = 0;
  let high = count - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (numberAt(middle) <= place) low = middle;
    else high = middle - 1;
  }
  return low;
}
