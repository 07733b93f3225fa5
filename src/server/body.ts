import { pipeline, Readable, type Transform } from 'node:stream';
import { errorCode, SwjobError } from '../errors.ts';
import { timeoutCause } from './connection-errors.ts';

/** The text of an error need not be complete. */
const MAX_ERROR_BYTES = 64 * 1024;
/** A server that sends less than this, on average over a request's time limit, counts as stalled. */
const SLOWEST_BYTES_A_SECOND = 1024;

/**
 * How long a body may take: `whole` means at most a request's time limit, `steady` any time as long as data keeps coming.
 */
export type Pace = 'whole' | 'steady';

/** The body of an answer as a stream, with its announced length. */
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

/** An answer is too long, or takes too long; a smaller request may succeed. */
export class TooMuchAtOnce extends SwjobError {}

/** Reads and unpacks a whole body; throws as soon as it exceeds `maxBytes`. */
export async function readBody(what: string, body: Body, limits: BodyLimits): Promise<Buffer> {
  const { maxBytes } = limits;
  if (body.announced !== null && body.announced > maxBytes) {
    // Ends the transfer: leaving the loop destroys the stream.
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

/** The beginning of an error's body, as far as it arrives in time and can be unpacked. */
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
    // The status matters more than a failure to read its explanation.
    if (!(error instanceof SwjobError)) throw error;
  }
  return Buffer.concat(read, length).subarray(0, MAX_ERROR_BYTES);
}

/** Passes chunks on until they take too long. Pauses between chunks have their own limit, so checking at each is enough. */
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
  // A failure of either stream surfaces in the loop below.
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
  const code = errorCode(error) ?? '';
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
