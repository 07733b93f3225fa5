/** Text that grows in a region of the transcoder's memory; what has no room there waits outside of it. */
export class TextOutput {
  /** Where the next byte goes. */
  at: number;
  readonly end: number;
  private readonly bytes: Buffer;
  private readonly start: number;
  private readonly spilled: Uint8Array[] = [];
  private spilledLength = 0;

  constructor(bytes: Buffer, start: number, end: number) {
    this.bytes = bytes;
    this.start = start;
    this.end = end;
    this.at = start;
  }

  get length(): number {
    return this.spilledLength + this.at - this.start;
  }

  put(bytes: Uint8Array): void {
    if (bytes.length > this.end - this.at) this.spill();
    if (bytes.length > this.end - this.at) this.keep(bytes);
    else {
      this.bytes.set(bytes, this.at);
      this.at += bytes.length;
    }
  }

  append(text: string): void {
    // A UTF-16 unit becomes at most three bytes.
    if (text.length * 3 > this.end - this.at) this.put(Buffer.from(text));
    else this.at += this.bytes.write(text, this.at);
  }

  /** The text so far, valid until more is written; the next begins anew. */
  take(): Uint8Array {
    if (this.spilled.length > 0) this.spill();
    const chunk = this.spilled.length > 0 ? Buffer.concat(this.spilled.splice(0)) : this.region();
    this.spilledLength = 0;
    this.at = this.start;
    return chunk;
  }

  private spill(): void {
    this.keep(new Uint8Array(this.region()));
    this.at = this.start;
  }

  private keep(bytes: Uint8Array): void {
    this.spilled.push(bytes);
    this.spilledLength += bytes.length;
  }

  private region(): Uint8Array {
    const { buffer, byteOffset } = this.bytes;
    return new Uint8Array(buffer, byteOffset + this.start, this.at - this.start);
  }
}
