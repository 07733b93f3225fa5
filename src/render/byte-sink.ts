import { failedWrite } from '../files/write-failure.ts';

/** Where rendered text goes. It collects small writes and passes them on in large chunks. */
export interface Sink {
  /** Takes a chunk; returns a promise only if the writer must wait before it continues. */
  write(chunk: string | Uint8Array): Promise<void> | undefined;
  /** Passes on everything written so far, and waits until it has been taken. */
  flush(): Promise<void>;
}

/** Writes pieces of text, and waits where the sink is full. */
export async function writePieces(sink: Sink, pieces: Iterable<string>): Promise<void> {
  for (const piece of pieces) {
    const wait = sink.write(piece);
    if (wait !== undefined) await wait;
  }
}

/** The part of a Node stream that a sink needs; `process.stdout` is one. */
export interface WritableLike {
  write(chunk: string | Uint8Array, callback: (error?: Error | null) => void): boolean;
  on(event: 'error', listener: (error: Error) => void): unknown;
  on(event: 'drain' | 'close', listener: () => void): unknown;
}

/** Thrown when the reader has closed the output (`| head -1`, a pager that was quit): a normal end, with exit status 0. */
export class ClosedOutput extends Error {
  constructor() {
    super('the reader of the output has closed it');
    this.name = 'ClosedOutput';
  }
}

/** Whether an error means that nobody reads the output any more. */
export function isClosedOutput(error: unknown): error is ClosedOutput {
  return error instanceof ClosedOutput;
}

/** Waits for output whose reader may close it early, if the exit status is a verdict that still counts; whether it did. */
export async function isCutShort(printing: Promise<unknown>): Promise<boolean> {
  try {
    await printing;
    return false;
  } catch (error) {
    if (isClosedOutput(error)) return true;
    throw error;
  }
}

/** About this many characters are collected before they are passed on. */
export const CHUNK_CHARACTERS = 65_536;

const CLOSED_CODES: ReadonlySet<unknown> = new Set([
  'EPIPE', // the other end of a pipe was closed
  'ECONNRESET', // the same for a socket
  'EOF', // the same on Windows
  'ERR_STREAM_DESTROYED', // a write after one of these
  'ERR_STREAM_WRITE_AFTER_END',
]);

/** What to throw for a failed write: `ClosedOutput`, or an error that says why the output cannot be written. */
export function writeError(error: Error, target: string): Error {
  const code = 'code' in error ? error.code : undefined;
  if (CLOSED_CODES.has(code)) return new ClosedOutput();
  return failedWrite(`cannot write ${target}`, error);
}

/** A sink for a Node stream that respects its backpressure. One per stream, as it never stops listening to it. */
export class ByteSink implements Sink {
  readonly #stream: WritableLike;
  readonly #target: string;
  #pending = '';
  #unsent = 0;
  #isFull = false;
  #failure: Error | undefined;
  #waiters: (() => void)[] = [];

  /** `target` names the output in errors. */
  constructor(stream: WritableLike, target = 'the output') {
    this.#stream = stream;
    this.#target = target;
    stream.on('error', (error) => this.#fail(error));
    stream.on('drain', () => {
      this.#isFull = false;
      this.#wake();
    });
    stream.on('close', () => {
      if (this.#unsent > 0) this.#failure ??= new ClosedOutput();
      this.#wake();
    });
  }

  write(chunk: string | Uint8Array): Promise<void> | undefined {
    if (typeof chunk === 'string') {
      this.#pending += chunk;
      if (this.#pending.length < CHUNK_CHARACTERS) return undefined;
    }
    this.#send();
    if (typeof chunk !== 'string') this.#pass(chunk);
    return this.#isFull || this.#failure !== undefined ? this.#until(() => !this.#isFull) : undefined;
  }

  flush(): Promise<void> {
    this.#send();
    return this.#until(() => this.#unsent === 0);
  }

  #send(): void {
    const text = this.#pending;
    this.#pending = '';
    if (text !== '') this.#pass(text);
  }

  #pass(chunk: string | Uint8Array): void {
    if (this.#failure !== undefined) return;
    this.#unsent++;
    const hasRoom = this.#stream.write(chunk, (error) => {
      this.#unsent--;
      if (error) this.#fail(error);
      else this.#wake();
    });
    if (!hasRoom) this.#isFull = true;
  }

  async #until(done: () => boolean): Promise<void> {
    while (this.#failure === undefined && !done()) await new Promise<void>((resolve) => this.#waiters.push(resolve));
    if (this.#failure !== undefined) throw this.#failure;
  }

  #fail(error: Error): void {
    this.#failure ??= writeError(error, this.#target);
    this.#wake();
  }

  #wake(): void {
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const resume of waiters) resume();
  }
}
