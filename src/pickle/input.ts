import type { Memory } from './limits.ts';
import { UnreadablePickle } from './unreadable.ts';

const scratch = new Float64Array(1);
const scratchBytes = new Uint8Array(scratch.buffer);

/** The bytes of a pickle, and the position of the next one to read. */
export class PickleInput {
  readonly bytes: Buffer;
  position: number;
  readonly #memory: Memory;

  constructor(bytes: Uint8Array, position: number, memory: Memory) {
    this.#memory = memory;
    this.bytes = Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.position = position;
  }

  /** Skips this many bytes; returns where they begin. */
  skip(length: number): number {
    const start = this.position;
    if (length > this.bytes.length - start) throw endsEarly();
    this.position = start + length;
    return start;
  }

  byte(): number {
    const byte = this.bytes[this.position++];
    if (byte === undefined) throw endsEarly();
    return byte;
  }

  uint16(): number {
    const at = this.skip(2);
    return this.#at(at) | (this.#at(at + 1) << 8);
  }

  int32(): number {
    const at = this.skip(4);
    return this.#at(at) | (this.#at(at + 1) << 8) | (this.#at(at + 2) << 16) | (this.#at(at + 3) << 24);
  }

  uint32(): number {
    return this.int32() >>> 0;
  }

  /** A length of eight bytes. Rounding above 2^53 does not matter: such lengths are beyond the end. */
  uint64(): number {
    const low = this.uint32();
    return this.uint32() * 2 ** 32 + low;
  }

  /** A big-endian double. */
  float64(): number {
    const at = this.skip(8);
    for (let index = 0; index < 8; index++) scratchBytes[7 - index] = this.#at(at + index);
    return scratch[0] as number;
  }

  /** Skips a line, counted as a string of two bytes per character; returns where it ends. */
  skipLine(): number {
    const end = this.bytes.indexOf(10, this.position);
    if (end < 0) throw endsEarly();
    this.#memory.use(2 * (end - this.position));
    this.position = end + 1;
    return end;
  }

  /** The bytes of a line. */
  line(): Buffer {
    const start = this.position;
    return this.bytes.subarray(start, this.skipLine());
  }

  /** A line of UTF-8. */
  nameLine(): string {
    const start = this.position;
    return this.bytes.toString('utf8', start, this.skipLine());
  }

  /** A line of ASCII. */
  textLine(): string {
    const start = this.position;
    return this.bytes.toString('latin1', start, this.skipLine());
  }

  /** A line with an index into the memo. */
  indexLine(): number {
    const text = this.textLine().trim();
    const index = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    if (Number.isNaN(index)) throw new UnreadablePickle('it refers to a place that is not a number');
    return index;
  }

  #at(index: number): number {
    return this.bytes[index] as number;
  }
}

function endsEarly(): UnreadablePickle {
  return new UnreadablePickle('it ends early');
}
