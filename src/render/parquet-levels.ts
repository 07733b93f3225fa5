import type { ByteWriter } from 'hyparquet-writer';
import { writeRleBitPackedHybrid } from 'hyparquet-writer/src/encoding.js';

/** The definition or repetition levels of a page: a small number per value, usually the same for all. */
export class Levels {
  count = 0;
  private readonly highest: number;
  private levels: Uint8Array | null = null;

  /** `highest` is the level that all values are assumed to have until another one is added. */
  constructor(highest: number) {
    this.highest = highest;
  }

  /** The memory in use, in bytes. */
  get size(): number {
    return this.levels?.length ?? 0;
  }

  clear(): void {
    this.count = 0;
    this.levels = null;
  }

  add(level: number, count = 1): void {
    if (level !== this.highest || this.levels !== null) {
      const end = this.count + count;
      if (this.levels === null || end > this.levels.length) this.grow(end);
      this.levels?.fill(level, this.count, end);
    }
    this.count += count;
  }

  /** Writes the length of the levels, then the levels. */
  write(page: ByteWriter): void {
    if (this.highest === 0) return;
    const start = page.index;
    page.appendUint32(0);
    if (this.levels === null) {
      page.appendVarInt(this.count << 1);
      page.appendUint8(this.highest);
    } else {
      const bits = Math.ceil(Math.log2(this.highest + 1));
      writeRleBitPackedHybrid(page, this.levels.subarray(0, this.count), bits);
    }
    page.view.setUint32(start, page.index - start - 4, true);
  }

  private grow(count: number): void {
    const levels = new Uint8Array(Math.max(count * 2, 64)).fill(this.highest, 0, this.count);
    if (this.levels !== null) levels.set(this.levels.subarray(0, this.count));
    this.levels = levels;
  }
}
