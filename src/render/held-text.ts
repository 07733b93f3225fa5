/** So many bytes of text are held back at the most: those of a hundred thousand usual rows. */
const MOST = 40 << 20;

/** Text that waits until it is known what stands before it; there may be too much of it to be kept. */
export class HeldText {
  private readonly most: number;
  private readonly chunks: Uint8Array[] = [];
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
    if (this.length > this.most) this.drop();
    else this.chunks.push(new Uint8Array(chunk));
  }

  /** Gives up what was kept, and keeps nothing any more. */
  drop(): void {
    this.dropped = true;
    this.chunks.length = 0;
  }

  /** The text in its order; each chunk is let go when the next is asked for. */
  *take(): Generator<Uint8Array> {
    for (let chunk = this.chunks.shift(); chunk !== undefined; chunk = this.chunks.shift()) yield chunk;
  }
}
