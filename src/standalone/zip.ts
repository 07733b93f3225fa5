import { damaged, isError, messageOf, type SwjobError } from '../errors.ts';
import { releaseBuffer, sizeToReuse } from '../files/release-buffer.ts';

/** PKWARE APPNOTE 4.3: signatures and fixed sizes of the three kinds of records in a block's archive. */
const END_OF_DIRECTORY = { signature: 0x06054b50, size: 22, maxComment: 0xffff };
const DIRECTORY_ENTRY = { signature: 0x02014b50, size: 46 };
const LOCAL_HEADER = { signature: 0x04034b50, size: 30 };
const STORED = 0;
const DEFLATED = 8;
/** RFC 1952: the header before a deflated stream (no name, no time, no system), and the size of the trailer after it. */
const GZIP_HEADER = Buffer.from([0x1f, 0x8b, DEFLATED, 0, 0, 0, 0, 0, 0, 0xff]);
const GZIP_TRAILER = 8;

/**
 * No block that a client writes comes near this: 10,000 rows, long values kept outside. One line of it is still a
 * string.
 */
export const MAX_BLOCK_BYTES = (1 << 29) - 1024;
/** Smaller entries are unpacked sooner than another thread begins with them. */
const MAX_SYNC = 1 << 16;
/** Larger entries are unpacked in pieces. */
const MAX_WHOLE = 1 << 24;
/** The size of a piece. */
export const PIECE = 1 << 22;
/** The packed bytes of a beginning, and the maximum of what they unpack to: about a thousand rows. */
const BEGINNING = { packed: 1 << 18, unpacked: 1 << 22 };

/** Content that is being unpacked: as a whole or, if it is large, in pieces that are cut anywhere. */
export type Unpacking = Whole | { readonly pieces: AsyncGenerator<Buffer>; readonly size: number };

interface Whole {
  readonly whole: Promise<Buffer>;
  /** What it begins with, sooner than the whole is there, and not checked; may be empty. */
  readonly beginning?: () => Buffer;
}

export interface EntryLimits {
  /** Larger entries are refused. */
  readonly maxBytes?: number;
  /** Larger entries are unpacked in pieces, which takes less memory. */
  readonly maxWhole?: number;
}

/** The content of the first entry of a ZIP archive; see `openFirstEntry`. */
export async function readFirstEntry(archive: Buffer, path: string, maxBytes = MAX_BLOCK_BYTES): Promise<Buffer> {
  return contentOf(openFirstEntry(archive, path, { maxBytes }));
}

export async function contentOf(unpacking: Unpacking): Promise<Buffer> {
  return 'whole' in unpacking ? unpacking.whole : joined(unpacking.pieces, unpacking.size);
}

/** Joins pieces of this size in all. Each is released at once, so that the content is in memory once. */
async function joined(pieces: AsyncIterable<Buffer>, size: number): Promise<Buffer> {
  const whole = Buffer.allocUnsafeSlow(size);
  let filled = 0;
  for await (const piece of pieces) {
    filled += piece.copy(whole, filled);
    releaseBuffer(piece);
  }
  return whole;
}

/**
 * Unpacks the first entry of a ZIP archive, checked against the archive's size and CRC-32. A datastore block is an archive
 * with one deflated entry of any name. `path` is for messages. The archive cannot be used again: its headers are
 * overwritten, and its memory is released.
 */
export function openFirstEntry(archive: Buffer, path: string, limits: EntryLimits = {}): Unpacking {
  const fail = (error: unknown) => {
    throw unreadableArchive(error, path);
  };
  try {
    const entry = openEntry(archive, limits);
    return 'whole' in entry
      ? { ...entry, whole: entry.whole.catch(fail) }
      : { ...entry, pieces: guarded(entry.pieces, fail) };
  } catch (error) {
    return fail(error);
  }
}

async function* guarded(pieces: AsyncIterable<Buffer>, fail: (error: unknown) => never): AsyncGenerator<Buffer> {
  try {
    yield* pieces;
  } catch (error) {
    fail(error);
  }
}

function unreadableArchive(error: unknown, path: string): SwjobError {
  const reason = messageOf(error);
  return damaged(`${path}: not a readable ZIP archive: ${reason}`, { cause: error });
}

function openEntry(archive: Buffer, { maxBytes = MAX_BLOCK_BYTES, maxWhole = MAX_WHOLE }: EntryLimits): Unpacking {
  const end = findEndOfDirectory(archive);
  const entries = archive.readUInt16LE(end + 10);
  if (entries === 0) throw new Error('the archive is empty');
  const entry = archive.readUInt32LE(end + 16);
  expectSignature(archive, entry, DIRECTORY_ENTRY);

  const flags = archive.readUInt16LE(entry + 8);
  const method = archive.readUInt16LE(entry + 10);
  const checksum = archive.readUInt32LE(entry + 16);
  const packedSize = archive.readUInt32LE(entry + 20);
  const size = archive.readUInt32LE(entry + 24);
  const header = archive.readUInt32LE(entry + 42);
  if (flags & 1) throw new Error('the entry is encrypted');
  if (packedSize === 0xffffffff || size === 0xffffffff) throw new Error('the entry is larger than 4 GiB');
  if (size > maxBytes) throw new Error(`the entry holds ${size} bytes, more than the ${maxBytes} allowed`);

  expectSignature(archive, header, LOCAL_HEADER);
  const start = header + LOCAL_HEADER.size + archive.readUInt16LE(header + 26) + archive.readUInt16LE(header + 28);
  const packed = { start, end: start + packedSize };
  // The directory follows every entry, so there has to be room for the trailer.
  if (packed.end + GZIP_TRAILER > archive.length) throw new Error('the entry is cut off');
  if (method === STORED) return { whole: checkStored(archive.subarray(start, packed.end), size, checksum) };
  if (method !== DEFLATED) throw new Error(`the entry is packed by the unknown method ${method}`);
  const file = asGzip(archive, packed, size, checksum);
  if (size > maxWhole) return { pieces: unpackPieces(file, size), size };
  return { whole: unpackWhole(file, size), beginning: () => unpackBeginning(file) };
}

async function checkStored(content: Buffer, size: number, checksum: number): Promise<Buffer> {
  if (content.length !== size) throw wrongSize(content.length, size);
  const { crc32 } = process.getBuiltinModule('node:zlib');
  if (crc32(content) !== checksum) throw new Error(WRONG_CHECKSUM);
  return content;
}

const WRONG_CHECKSUM = 'the entry does not match its checksum';

function wrongSize(found: number, stated: number): Error {
  return new Error(`the entry has ${found} bytes, not the ${stated} that it states`);
}

/**
 * Makes a gzip file of an entry, which frames the same stream, checksum and size differently. Its header and trailer are
 * written over those of the entry, which are no longer needed. zlib then verifies the checksum on its own thread.
 */
function asGzip(archive: Buffer, packed: { start: number; end: number }, size: number, checksum: number): Buffer {
  const { start, end } = packed;
  archive.set(GZIP_HEADER, start - GZIP_HEADER.length);
  archive.writeUInt32LE(checksum, end);
  archive.writeUInt32LE(size, end + 4);
  return archive.subarray(start - GZIP_HEADER.length, end + GZIP_TRAILER);
}

/** What zlib says of a gzip file, as what is wrong with its entry. */
function asEntryError(error: unknown, size: number): unknown {
  const reason = isError(error) ? error.message : '';
  if (reason === 'incorrect data check') return new Error(WRONG_CHECKSUM, { cause: error });
  return reason === 'incorrect length check' ? new Error(`the entry has not the ${size} bytes that it states`) : error;
}

async function unpackWhole(file: Buffer, size: number): Promise<Buffer> {
  const { gunzip, gunzipSync } = process.getBuiltinModule('node:zlib');
  // One byte more than stated: a longer stream then fails instead of filling the memory.
  const limits = { maxOutputLength: size + 1, chunkSize: Math.max(64, sizeToReuse(size + 1)) };
  const onThread = () =>
    new Promise<Buffer>((resolve, reject) => {
      gunzip(file, limits, (error, content) => (error === null ? resolve(content) : reject(error)));
    });
  try {
    const content = size <= MAX_SYNC ? gunzipSync(file, limits) : await onThread();
    if (content.length !== size) throw wrongSize(content.length, size);
    releaseBuffer(file);
    return content;
  } catch (error) {
    throw asEntryError(error, size);
  }
}

function unpackBeginning(file: Buffer): Buffer {
  const { constants, gunzipSync } = process.getBuiltinModule('node:zlib');
  const { packed, unpacked } = BEGINNING;
  if (file.length <= packed) return Buffer.alloc(0);
  try {
    const options = { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: unpacked, chunkSize: unpacked };
    return gunzipSync(file.subarray(0, packed), options);
  } catch {
    // The whole then tells what is wrong, or it is packed that densely that it has to be waited for.
    return Buffer.alloc(0);
  }
}

/** The next pieces are unpacked by zlib's thread while one is used. The last one comes only if all of them are sound. */
async function* unpackPieces(file: Buffer, size: number): AsyncGenerator<Buffer> {
  const { createGunzip } = process.getBuiltinModule('node:zlib');
  // Two pieces ahead: the types know nothing of this option.
  const options = { chunkSize: PIECE, readableHighWaterMark: PIECE + 1 };
  const stream = createGunzip(options);
  stream.end(file);
  let found = 0;
  try {
    for await (const piece of stream as AsyncIterable<Buffer>) {
      found += piece.length;
      if (found > size) break;
      yield piece;
    }
  } catch (error) {
    throw asEntryError(error, size);
  }
  if (found !== size) throw wrongSize(found, size);
  releaseBuffer(file);
}

function findEndOfDirectory(archive: Buffer): number {
  const lowest = Math.max(0, archive.length - END_OF_DIRECTORY.size - END_OF_DIRECTORY.maxComment);
  for (let offset = archive.length - END_OF_DIRECTORY.size; offset >= lowest; offset--) {
    if (archive.readUInt32LE(offset) === END_OF_DIRECTORY.signature) return offset;
  }
  throw new Error('it has no end of central directory');
}

function expectSignature(archive: Buffer, offset: number, record: { signature: number; size: number }): void {
  if (offset + record.size > archive.length || archive.readUInt32LE(offset) !== record.signature) {
    throw new Error('its directory points nowhere');
  }
}
