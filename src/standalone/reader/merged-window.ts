import type { Kernel } from './kernel.ts';
import type { Line } from './loaded-block.ts';

/** A window with lines of several blocks, in key order. */
export class MergedWindow {
  private readonly kernel: Kernel;
  /** The lines of each key, and the places where they begin. */
  private keys: (readonly Line[])[] = [];
  private begins: number[] = [];

  constructor(kernel: Kernel) {
    this.kernel = kernel;
  }

  get isEmpty(): boolean {
    return this.keys.length === 0;
  }

  begin(isAscii: boolean): void {
    this.kernel.input.begin(isAscii);
    this.keys = [];
    this.begins = [];
  }

  /** Adds the lines of a key. Returns false if there is no room for them. */
  add(lines: readonly Line[]): boolean {
    const { kernel } = this;
    if (sizeOf(lines) > kernel.input.room || this.keys.length >= kernel.maxLines) return false;
    const begin = kernel.input.end;
    kernel.memory.u32[kernel.starts / 4 + this.keys.length] = begin;
    kernel.memory.u32[kernel.starts / 4 + this.keys.length + 1] = 0;
    this.keys.push(lines);
    this.begins.push(begin);
    for (const { block, start, end } of lines)
      kernel.input.add(block.content, start, Math.min(end + 1, block.content.length));
    return true;
  }

  /** Makes room for the lines of one key. Returns false if they are too long. */
  grow(lines: readonly Line[]): boolean {
    return this.kernel.growTo(sizeOf(lines));
  }

  startsFrom(place: number): number {
    const index = this.indexAt(place);
    return this.kernel.starts + (this.begins[index] === place ? index : index + 1) * 4;
  }

  linesAt(place: number): { readonly lines: readonly Line[]; readonly begin: number; readonly end: number } {
    const index = this.indexAt(place);
    return {
      lines: this.keys[index] ?? [],
      begin: this.begins[index] ?? place,
      end: this.begins[index + 1] ?? this.kernel.input.end,
    };
  }

  /** The index of the key whose line is at a place. */
  private indexAt(place: number): number {
    let low = 0;
    let high = this.begins.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.begins[middle] ?? 0) <= place) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

/** The bytes of lines, with their line feeds. */
function sizeOf(lines: readonly Line[]): number {
  return lines.reduce((sum, { start, end }) => sum + end + 1 - start, 0);
}
