import type { KernelMemory } from '../../kernel/memory.ts';
import type { KernelExports } from '../../kernel/module.ts';

/** The lines whose keys the kernel has found, without filling rows. */
export class KernelLines {
  private readonly exports: KernelExports;
  private readonly memory: KernelMemory;
  private readonly max: number;
  private readonly region: number;

  /** `max` is how many lines it finds at a time. */
  constructor(exports: KernelExports, memory: KernelMemory, max: number) {
    this.exports = exports;
    this.memory = memory;
    this.max = max;
    this.region = memory.take(max * 24);
  }

  /** Finds the keys of lines from a place of the window up to another; see `LineIndex`. */
  find(from: number, end: number): { readonly status: number; readonly count: number } {
    const at = this.region;
    const max = this.max;
    const [words, revisions, places, steps] = [at, at + max * 8, at + max * 16, at + max * 20];
    const status = this.exports.index(from, end, places, revisions, steps, words, max);
    return { status, count: this.exports.linesScanned() };
  }

  /** What the index holds of a line: its place, its first revision, its plan and the word of its key. */
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
