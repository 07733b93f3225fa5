import type { KernelMemory } from '../../kernel/memory.ts';
import type { KernelExports } from '../../kernel/module.ts';

/** The lines of a window by key, as the kernel's `index` lists them without reading their rows. */
export class KernelLines {
  /** Where the lists begin, counted in 32-bit numbers. */
  readonly places: number;
  readonly ends: number;
  readonly revisions: number;
  readonly words: number;
  private readonly exports: KernelExports;
  private readonly max: number;

  /** `max` is the maximum of lines in a list. */
  constructor(exports: KernelExports, memory: KernelMemory, max: number) {
    this.exports = exports;
    this.max = max;
    this.words = memory.take(max * 24) / 4;
    this.revisions = this.words + max * 2;
    this.places = this.revisions + max * 2;
    this.ends = this.places + max;
  }

  /** Lists the lines from a place in the window to its end. */
  find(from: number, end: number): { readonly status: number; readonly count: number } {
    const { places, ends, revisions, words } = this;
    const status = this.exports.index(from, end, places * 4, ends * 4, revisions * 4, words * 4, this.max);
    return { status, count: this.exports.lines.value };
  }
}
