/** Maximum of bytes to hold: about a hundred thousand typical rows. */
const MAX_BYTES = 40 << 20;

/** Text is copied into slabs, each twice as large as the one before, as many small chunks would fragment memory. */
const FIRST_SLAB = 1 << 16;
const MAX_SLAB = 4 << 20;
const TAKEN_BYTES = 1 << 18;

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
      const end = endOfCharacters(chunk, from + slab.bytes.length - slab.filled);
      if (end <= from) {
        slab.bytes = slab.bytes.subarray(0, slab.filled);
        continue;
      }
      slab.bytes.set(chunk.subarray(from, end), slab.filled);
      slab.filled += end - from;
      from = end;
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

  /** The text in order, in chunks of whole characters. */
  *take(): Generator<Uint8Array> {
    for (let slab = this.slabs.shift(); slab !== undefined; slab = this.slabs.shift()) {
      const text = slab.bytes.subarray(0, slab.filled);
      for (let from = 0; from < text.length; ) {
        const end = endOfCharacters(text, from + TAKEN_BYTES);
        yield text.subarray(from, end);
        from = end;
      }
    }
  }
}

/** The last place up to `end` that does not lie within a character, which has up to four bytes. */
function endOfCharacters(utf8: Uint8Array, end: number): number {
  if (end >= utf8.length) return utf8.length;
  const isWithin = (at: number) => ((utf8[at] ?? 0) & 0xc0) === 0x80;
  return [end, end - 1, end - 2, end - 3].find((at) => !isWithin(at)) ?? end;
}

interface Slab {
  bytes: Uint8Array;
  filled: number;
}
