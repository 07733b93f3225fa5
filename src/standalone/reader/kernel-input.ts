import type { KernelMemory } from '../../kernel/memory.ts';

/** This much of a block is read at a time, so that it stays in the processor's cache. Longer lines enlarge it. */
const SIZE = 1 << 18;
const MAX_SIZE = 1 << 24;
/** Zeros after the last line: the kernel reads past the end, and must not find anything there. */
const SLACK = 64;
const LINE_FEED = 10;

/** The window: complete lines in the kernel's memory, for it to read. */
export class KernelInput {
  /** Where it begins in the memory. */
  start: number;
  size = SIZE;
  isAscii = true;
  private readonly memory: KernelMemory;
  private length = 0;

  constructor(memory: KernelMemory) {
    this.memory = memory;
    this.start = memory.take(this.size);
  }

  /** Where its last line ends. */
  get end(): number {
    return this.start + this.length;
  }

  get room(): number {
    return this.size - this.length;
  }

  /** Makes room for a line of this many bytes, and forgets what was added. Returns false if the line is too long. */
  grow(length: number): boolean {
    if (length > MAX_SIZE) return false;
    while (this.size < length) this.size *= 2;
    this.length = 0;
    this.start = this.memory.take(this.size);
    return true;
  }

  begin(isAscii = true): void {
    this.length = 0;
    this.isAscii = isAscii;
  }

  /** Adds complete lines. The last line of a block may lack its line feed. */
  add(content: Buffer, from: number, to: number): void {
    const { bytes } = this.memory;
    // Much faster than a part of a Buffer, which counts where lines are added one by one.
    bytes.set(new Uint8Array(content.buffer, content.byteOffset + from, to - from), this.end);
    this.length += to - from;
    if (content[to - 1] === LINE_FEED) return;
    bytes[this.end] = LINE_FEED;
    this.length++;
  }

  /** To be called after the last line was added. */
  close(): void {
    this.memory.bytes.fill(0, this.end, this.end + SLACK);
  }
}
