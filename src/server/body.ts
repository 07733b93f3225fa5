import { SwjobError } from '../errors.ts';

/** An error's text need not be read to its end. */
const MAX_ERROR_BYTES = 64 * 1024;

/** The body of an answer, as a stream and the length that it announced. */
export interface Body {
  readonly chunks: AsyncIterable<Uint8Array>;
  readonly announced: number | null;
}

/** Reads a whole body; one of more than `maxBytes` is refused as soon as that shows, not after. */
export async function readBody(what: string, { chunks, announced }: Body, maxBytes: number): Promise<Buffer> {
  if (announced !== null && announced > maxBytes) {
    // Ends the transfer: leaving a loop destroys the stream behind it.
    for await (const _ of chunks) break;
    throw tooLong(what, maxBytes);
  }
  const read: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    length += chunk.byteLength;
    if (length > maxBytes) throw tooLong(what, maxBytes);
    read.push(chunk);
  }
  return Buffer.concat(read, length);
}

/** The beginning of an error's body. */
export async function readErrorBody({ chunks }: Body): Promise<Buffer> {
  const read: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    read.push(chunk);
    length += chunk.byteLength;
    if (length >= MAX_ERROR_BYTES) break;
  }
  return Buffer.concat(read, length).subarray(0, MAX_ERROR_BYTES);
}

function tooLong(what: string, maxBytes: number): SwjobError {
  const limit = maxBytes >= 1024 * 1024 ? `${Math.floor(maxBytes / (1024 * 1024))} MiB` : `${maxBytes} bytes`;
  return new SwjobError('network', `${what}: the answer is longer than ${limit}`, {
    hint: 'Ask for less at once: fewer columns, or a smaller range.',
  });
}
