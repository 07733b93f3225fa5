/** Bytes of JSON text that grow. */
export class JsonOutput {
  /** The output so far, up to `length`. */
  out = Buffer.allocUnsafe(1 << 18);
  length = 0;
  /** Room for what the record at hand can still need. */
  protected margin = 0;

  /** The bytes written so far, in a buffer of their own that is no larger; the next ones begin anew. */
  take(): Uint8Array {
    const chunk = new Uint8Array(this.out.subarray(0, this.length));
    this.length = 0;
    return chunk;
  }

  /** Appends text that was made elsewhere. */
  append(text: string): void {
    this.reserve(text.length * 3 + this.margin);
    this.length += this.out.write(text, this.length);
  }

  /** Appends bytes as they are. */
  put(bytes: Uint8Array): void {
    if (this.length + bytes.length > this.out.length) this.reserve(bytes.length);
    const { out } = this;
    for (let index = 0; index < bytes.length; index++) out[this.length + index] = bytes[index] as number;
    this.length += bytes.length;
  }

  protected ascii(text: string): void {
    const { out, length } = this;
    for (let index = 0; index < text.length; index++) out[length + index] = text.charCodeAt(index);
    this.length = length + text.length;
  }

  protected reserve(bytes: number): void {
    if (this.length + bytes <= this.out.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.out.length * 2, this.length + bytes));
    larger.set(this.out.subarray(0, this.length));
    this.out = larger;
  }
}
