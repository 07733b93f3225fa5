/** Maximum of bytes to hold: about a hundred thousand typical rows. */
const MAX_BYTES = 40 << 20;

/** Text is copied into slabs, each twice as large as the one before, as many small chunks would fragment memory. */
const FIRST_SLAB = 1 << 16;
const MAX_SLAB = 4 << 20;

/** Text that is held back until what precedes it is known; it is dropped if it grows too long. */
export class BoundedBuffer {
  private readonly maxBytes: number;
  private readonly slabs: Slab[] = [];
  private length = 0;
  private dropped = false;

  constructor(maxBytes = MAX_BYTES) {
    this.maxBytes = maxBytes;
  }

  /** False once the text was dropped. */
  get isWhole(): boolean {
    return !this.dropped;
  }

  /** Keeps a copy. */
  add(chunk: Uint8Array): void {
    if (this.dropped) return;
    this.length += chunk.length;
    if (this.length > this.maxBytes) {
      this.drop();
      return;
    }
    for (let from = 0; from < chunk.length; ) {
      const slab = this.slabWithRoom();
      const part = chunk.subarray(from, from + slab.bytes.length - slab.filled);
      slab.bytes.set(part, slab.filled);
      slab.filled += part.length;
      from += part.length;
    }
  }

  private slabWithRoom(): Slab {
    const last = this.slabs.at(-1);
    if (last !== undefined && last.filled < last.bytes.length) return last;
    const size = last === undefined ? FIRST_SLAB : Math.min(last.bytes.length * 2, MAX_SLAB);
    const slab = { bytes: new Uint8Array(size), filled: 0 };
    this.slabs.push(slab);
    return slab;
  }

  /** Drops the text, and keeps nothing from now on. */
  drop(): void {
    this.dropped = true;
    this.slabs.length = 0;
  }

  /** The text in order; each chunk is released when the next one is requested. */
  *take(): Generator<Uint8Array> {
    for (let slab = this.slabs.shift(); slab !== undefined; slab = this.slabs.shift()) {
      yield slab.bytes.subarray(0, slab.filled);
    }
  }
}

interface Slab {
  readonly bytes: Uint8Array;
  filled: number;
}
