/** So many bytes of text are held back at the most: those of a hundred thousand usual rows. */
const MOST = 40 << 20;

/** Text is copied into slabs of at least so much, each twice as large as the one before: many small pieces scatter memory. */
const FIRST_SLAB = 1 << 16;
const LARGEST_SLAB = 4 << 20;

/** Text that waits until it is known what stands before it; there may be too much of it to be kept. */
export class HeldText {
  private readonly most: number;
  private readonly slabs: Slab[] = [];
  private length = 0;
  private dropped = false;

  constructor(most = MOST) {
    this.most = most;
  }

  /** False once some of the text is gone. */
  get isWhole(): boolean {
    return !this.dropped;
  }

  /** Keeps a copy. */
  add(chunk: Uint8Array): void {
    if (this.dropped) return;
    this.length += chunk.length;
    if (this.length > this.most) {
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
    const size = last === undefined ? FIRST_SLAB : Math.min(last.bytes.length * 2, LARGEST_SLAB);
    const slab = { bytes: new Uint8Array(size), filled: 0 };
    this.slabs.push(slab);
    return slab;
  }

  /** Gives up what was kept, and keeps nothing any more. */
  drop(): void {
    this.dropped = true;
    this.slabs.length = 0;
  }

  /** The text in its order; each chunk is let go when the next is asked for. */
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
