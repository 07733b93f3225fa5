import type { KernelMemory } from '../../kernel/memory.ts';
import type { KernelExports } from '../../kernel/module.ts';

/** The lines of a window by key, as the kernel's `index` lists them without reading their rows. */
export class KernelLines {
  private readonly exports: KernelExports;
  private readonly memory: KernelMemory;
  private readonly max: number;
  private readonly region: number;

  /** `max` is the maximum of lines in a list. */
  constructor(exports: KernelExports, memory: KernelMemory, max: number) {
    this.exports = exports;
    this.memory = memory;
    this.max = max;
    this.region = memory.take(max * 24);
  }

  /** Lists the lines from a place in the window to its end. */
  find(from: number, end: number): { readonly status: number; readonly count: number } {
    const at = this.region;
    const max = this.max;
    const [words, revisions, places, steps] = [at, at + max * 8, at + max * 16, at + max * 20];
    const status = this.exports.index(from, end, places, revisions, steps, words, max);
    return { status, count: this.exports.linesScanned() };
  }

  /** A line of the list: its place, its first revision, the step that reads its key, and the word of its key. */
  at(line: number): { place: number; revision: number; step: number; word: number } {
    const at = this.region;
    const max = this.max;
    const { u32 } = this.memory;
    const low = u32[(at + max * 8) / 4 + line * 2] ?? 0;
    const high = u32[(at + max * 8) / 4 + line * 2 + 1] ?? 0;
    return {
      place: u32[(at + max * 16) / 4 + line] ?? 0,
      revision: high * 0x1_0000_0000 + low,
      step: u32[(at + max * 20) / 4 + line] ?? 0,
      word: at + line * 8,
    };
  }
}
