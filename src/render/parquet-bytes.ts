const FIRST_BYTES = 256;
/** More memory is released after a page with a huge cell. */
const MOST_KEPT = 1 << 23;
/** Shorter strings are copied faster byte by byte than with `set`. */
const SHORT = 32;

const NOTHING = new Uint8Array(0);
const encoder = new TextEncoder();

/** Values of one column in Parquet's PLAIN encoding, in growing, reused memory. */
export class PlainBytes {
  length = 0;
  bytes = new Uint8Array(FIRST_BYTES);
  private f32 = new Float32Array(this.bytes.buffer);
  private f64 = new Float64Array(this.bytes.buffer);
  private i32 = new Int32Array(this.bytes.buffer);
  private bits = 0;

  clear(): void {
    this.length = 0;
    this.bits = 0;
    if (this.bytes.length > MOST_KEPT) this.use(new Uint8Array(FIRST_BYTES));
  }

  int32(value: number): void {
    this.reserve(4);
    this.i32[this.length >>> 2] = value;
    this.length += 4;
  }

  /** A 64-bit integer from its two halves. */
  int64(low: number, high: number): void {
    this.reserve(8);
    const at = this.length >>> 2;
    this.i32[at] = low;
    this.i32[at + 1] = high;
    this.length += 8;
  }

  float(value: number): void {
    this.reserve(4);
    this.f32[this.length >>> 2] = value;
    this.length += 4;
  }

  double(value: number): void {
    this.reserve(8);
    this.f64[this.length >>> 3] = value;
    this.length += 8;
  }

  doubles(from: Float64Array, at: number, count: number): void {
    this.reserve(count * 8);
    const to = this.length >>> 3;
    for (let index = 0; index < count; index++) this.f64[to + index] = from[at + index] ?? 0;
    this.length += count * 8;
  }

  bool(value: boolean): void {
    if (this.bits === 0) {
      this.reserve(1);
      this.bytes[this.length++] = 0;
    }
    const last = this.length - 1;
    if (value) this.bytes[last] = (this.bytes[last] ?? 0) | (1 << this.bits);
    this.bits = (this.bits + 1) & 7;
  }

  /** The length, then the bytes. */
  byteArray(from: Uint8Array, at = 0, count = from.length): void {
    this.reserve(count + 4);
    const { bytes } = this;
    let to = this.length;
    bytes[to++] = count;
    bytes[to++] = count >>> 8;
    bytes[to++] = count >>> 16;
    bytes[to++] = count >>> 24;
    if (count > SHORT) bytes.set(from.subarray(at, at + count), to);
    else for (let index = 0; index < count; index++) bytes[to + index] = from[at + index] ?? 0;
    this.length = to + count;
  }

  /** A byte array with text, in pieces. */
  text(pieces: Iterable<string>): void {
    const start = this.length;
    this.byteArray(NOTHING);
    for (const piece of pieces) {
      this.reserve(piece.length * 3);
      this.length += encoder.encodeInto(piece, this.bytes.subarray(this.length)).written;
    }
    new DataView(this.bytes.buffer).setUint32(start, this.length - start - 4, true);
  }

  private reserve(more: number): void {
    if (this.length + more <= this.bytes.length) return;
    // A multiple of 8 bytes, as the views require.
    const bytes = new Uint8Array(Math.max(this.bytes.length * 2, (this.length + more + 7) & ~7));
    bytes.set(this.bytes.subarray(0, this.length));
    this.use(bytes);
  }

  private use(bytes: Uint8Array<ArrayBuffer>): void {
    this.bytes = bytes;
    this.f32 = new Float32Array(bytes.buffer);
    this.f64 = new Float64Array(bytes.buffer);
    this.i32 = new Int32Array(bytes.buffer);
  }
}
