const TABLE_BITS = 14;
const FARTHEST = 0xffff;
/** The search for matches stops this far before the end, where a word could not be read. */
const MARGIN = 15;
const MULTIPLIER = 0x1e35a7bd;
/** Shorter literals are copied faster byte by byte than with `set`. */
const SHORT = 24;

const table = new Int32Array(1 << TABLE_BITS);

/**
 * Compresses bytes to Snappy's format: literals, and copies of what came at most 64 KiB earlier. The search for matches
 * takes larger steps where it finds few.
 */
export function snappy(input: Uint8Array): Uint8Array {
  const size = input.length;
  const words = new DataView(input.buffer, input.byteOffset, size);
  const output = new Output(input);
  output.size(size);
  table.fill(-1);
  const limit = size - MARGIN;
  let literal = 0;
  let misses = 0;
  for (let at = 0; at < limit; ) {
    const word = words.getUint32(at, true);
    const slot = Math.imul(word, MULTIPLIER) >>> (32 - TABLE_BITS);
    const candidate = table[slot] ?? -1;
    table[slot] = at;
    const offset = at - candidate;
    if (candidate < 0 || offset > FARTHEST || words.getUint32(candidate, true) !== word) {
      at += 1 + (misses++ >>> 5);
      continue;
    }
    let end = at + 4;
    while (end + 4 <= size && words.getUint32(end, true) === words.getUint32(end - offset, true)) end += 4;
    while (end < size && input[end] === input[end - offset]) end++;
    output.literal(literal, at);
    output.copy(offset, end - at);
    at = end;
    literal = end;
    misses = 0;
  }
  output.literal(literal, size);
  return output.taken();
}

class Output {
  private readonly input: Uint8Array;
  private readonly bytes: Uint8Array;
  private length = 0;

  constructor(input: Uint8Array) {
    this.input = input;
    // A literal takes at most 5 bytes more than its content; a copy never more than its content.
    this.bytes = new Uint8Array(32 + input.length + Math.ceil(input.length / 6));
  }

  size(value: number): void {
    let rest = value;
    for (; rest > 0x7f; rest >>>= 7) this.bytes[this.length++] = (rest & 0x7f) | 0x80;
    this.bytes[this.length++] = rest;
  }

  literal(from: number, to: number): void {
    const input = this.input;
    const bytes = this.bytes;
    const count = to - from;
    if (count === 0) return;
    const last = count - 1;
    let at = this.length;
    if (last < 60) bytes[at++] = last << 2;
    else {
      const width = last < 0x100 ? 1 : last < 0x1_0000 ? 2 : last < 0x100_0000 ? 3 : 4;
      bytes[at++] = (59 + width) << 2;
      for (let byte = 0; byte < width; byte++) bytes[at++] = last >>> (byte * 8);
    }
    if (count > SHORT) bytes.set(input.subarray(from, to), at);
    else for (let index = 0; index < count; index++) bytes[at + index] = input[from + index] ?? 0;
    this.length = at + count;
  }

  copy(offset: number, count: number): void {
    let left = count;
    // A long copy covers 1 to 64 bytes, a short one at least 4.
    for (; left >= 68; left -= 64) this.longCopy(offset, 64);
    if (left > 64) {
      this.longCopy(offset, 60);
      left -= 60;
    }
    if (left >= 12 || offset >= 2048) {
      this.longCopy(offset, left);
      return;
    }
    this.bytes[this.length++] = 1 | ((left - 4) << 2) | ((offset >>> 8) << 5);
    this.bytes[this.length++] = offset;
  }

  taken(): Uint8Array {
    return this.bytes.slice(0, this.length);
  }

  private longCopy(offset: number, count: number): void {
    const { bytes } = this;
    bytes[this.length++] = 2 | ((count - 1) << 2);
    bytes[this.length++] = offset;
    bytes[this.length++] = offset >>> 8;
  }
}
