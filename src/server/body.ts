import { pipeline, Readable, type Transform } from 'node:stream';
import { SwjobError } from '../errors.ts';
import { timeoutCause } from './errors.ts';

/** An error's text need not be read to its end. */
const MAX_ERROR_BYTES = 64 * 1024;
/** What comes more slowly than that, on average over a request's time limit, is a server that holds its reader up. */
const SLOWEST_BYTES_A_SECOND = 1024;

/**
 * How long a body may take: the whole of it no longer than a request's time limit, or as long as it likes while it goes
 * on at some pace.
 */
export type Pace = 'whole' | 'steady';

/** The body of an answer, as a stream and the length that it announced. */
export interface Body {
  readonly chunks: AsyncIterable<Uint8Array>;
  readonly announced: number | null;
  /** The header `Content-Encoding`; '' if there is none. */
  readonly encoding: string;
}

export interface BodyLimits {
  readonly maxBytes: number;
  readonly pace: Pace;
  readonly timeoutMs: number;
  readonly now: () => number;
}

/** An answer that is too long, or takes too long: asked for less, the server may give one that is not. */
export class TooMuchAtOnce extends SwjobError {}

/** Reads and unpacks a whole body; one of more than `maxBytes` is refused as soon as that shows, not after. */
export async function readBody(what: string, body: Body, limits: BodyLimits): Promise<Buffer> {
  const { maxBytes } = limits;
  if (body.announced !== null && body.announced > maxBytes) {
    // Ends the transfer: leaving a loop destroys the stream behind it.
    for await (const _ of body.chunks) break;
    throw tooLong(what, maxBytes);
  }
  const read: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of unpacked(what, inTime(what, body.chunks, limits), body.encoding)) {
    length += chunk.byteLength;
    if (length > maxBytes) throw tooLong(what, maxBytes);
    read.push(chunk);
  }
  return Buffer.concat(read, length);
}

/** The beginning of an error's body: as much as comes in time and can be unpacked. */
export async function readErrorBody(what: string, body: Body, limits: BodyLimits): Promise<Buffer> {
  const read: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of unpacked(what, inTime(what, body.chunks, { ...limits, pace: 'whole' }), body.encoding)) {
      read.push(chunk);
      length += chunk.byteLength;
      if (length >= MAX_ERROR_BYTES) break;
    }
  } catch (error) {
    // The status says more than that its explanation is damaged.
    if (!(error instanceof SwjobError)) throw error;
  }
  return Buffer.concat(read, length).subarray(0, MAX_ERROR_BYTES);
}

/** Passes pieces on until they take too long. Their pauses have a limit of their own, so looking at each is enough. */
async function* inTime(
  what: string,
  chunks: AsyncIterable<Uint8Array>,
  { pace, timeoutMs, now }: BodyLimits,
): AsyncGenerator<Uint8Array> {
  let since = now();
  let length = 0;
  for await (const chunk of chunks) {
    yield chunk;
    length += chunk.byteLength;
    const passed = now() - since;
    if (passed <= timeoutMs) continue;
    if (pace === 'whole' || length < (passed / 1000) * SLOWEST_BYTES_A_SECOND) throw tooSlow(what, timeoutMs);
    [since, length] = [now(), 0];
  }
}

async function* unpacked(
  what: string,
  chunks: AsyncIterable<Uint8Array>,
  encoding: string,
): AsyncGenerator<Uint8Array> {
  const names = encoding
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== 'identity');
  if (names.length === 0) return yield* chunks;
  const [name = ''] = names;
  const unpacker = names.length === 1 ? await unpackerFor(name) : null;
  if (unpacker === null) {
    throw new SwjobError(
      'network',
      `${what}: the answer is packed in a way that swjob cannot read: ${names.join(', ')}`,
      {
        hint: 'A proxy in front of the server may do that.',
      },
    );
  }
  // A failure of either comes out of the loop.
  pipeline(Readable.from(chunks), unpacker, () => {});
  try {
    yield* unpacker;
  } catch (error) {
    if (!isUnpackFailure(error)) throw error;
    throw new SwjobError('network', `${what}: the answer is cut off or damaged: it cannot be unpacked (${name})`);
  }
}

async function unpackerFor(name: string): Promise<Transform | null> {
  const { createBrotliDecompress, createGunzip, createUnzip } = await import('node:zlib');
  const options = { chunkSize: 64 * 1024 };
  if (name === 'gzip' || name === 'x-gzip') return createGunzip(options);
  if (name === 'deflate') return createUnzip(options);
  return name === 'br' ? createBrotliDecompress(options) : null;
}

function isUnpackFailure(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return /^(?:Z_|ERR_BROTLI|ERR__ERROR|ERR_PADDING|ERR_TRAILING)/.test(code) || code === 'ERR_STREAM_PREMATURE_CLOSE';
}

function tooLong(what: string, maxBytes: number): TooMuchAtOnce {
  const limit = maxBytes >= 1024 * 1024 ? `${Math.floor(maxBytes / (1024 * 1024))} MiB` : `${maxBytes} bytes`;
  return new TooMuchAtOnce('network', `${what}: the answer is longer than ${limit}`, {
    hint: 'Read less at once: fewer columns, or a smaller range.',
  });
}

function tooSlow(what: string, timeoutMs: number): TooMuchAtOnce {
  return new TooMuchAtOnce('network', `${what}: the answer took longer than ${timeoutMs / 1000} s`, {
    hint: 'Raise --request-timeout if the server is that slow.',
    cause: timeoutCause('the answer took too long'),
  });
}
