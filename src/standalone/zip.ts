import type { ZlibOptions } from 'node:zlib';
import { damaged, isSwjobError } from '../errors.ts';

/** PKWARE APPNOTE 4.3: signatures and fixed sizes of the three records that a block's archive consists of. */
const END_OF_DIRECTORY = { signature: 0x06054b50, size: 22, maxComment: 0xffff };
const DIRECTORY_ENTRY = { signature: 0x02014b50, size: 46 };
const LOCAL_HEADER = { signature: 0x04034b50, size: 30 };
const STORED = 0;
const DEFLATED = 8;
/** RFC 1952: what stands before a deflated stream (no name, no time, no system), and how much behind it. */
const GZIP_HEADER = Buffer.from([0x1f, 0x8b, DEFLATED, 0, 0, 0, 0, 0, 0, 0xff]);
const GZIP_TRAILER = 8;

/**
 * No block that a client writes comes near this: 10,000 rows, long values kept outside. One line of it is still a
 * string.
 */
export const MAX_BLOCK_BYTES = (1 << 29) - 1024;

/**
 * The content of the first entry of a ZIP archive, checked against the size and CRC-32 that the archive states.
 * A datastore block is an archive of one deflated entry of any name. `path` only serves the messages. The archive is used
 * up: its headers are written over.
 */
export async function readFirstEntry(archive: Buffer, path: string, maxBytes = MAX_BLOCK_BYTES): Promise<Buffer> {
  try {
    return await readEntry(archive, maxBytes);
  } catch (error) {
    if (isSwjobError(error)) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw damaged(`${path}: not a readable ZIP archive: ${reason}`, { cause: error });
  }
}

async function readEntry(archive: Buffer, maxBytes: number): Promise<Buffer> {
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
  // The directory's own end stands behind every entry.
  if (packed.end + GZIP_TRAILER > archive.length) throw new Error('the entry is cut off');
  if (method === STORED) return unpackStored(archive.subarray(start, packed.end), size, checksum);
  if (method !== DEFLATED) throw new Error(`the entry is packed by the unknown method ${method}`);
  return unpackDeflated(archive, packed, size, checksum);
}

async function unpackStored(content: Buffer, size: number, checksum: number): Promise<Buffer> {
  if (content.length !== size) throw new Error(`the entry has ${content.length} bytes, not the ${size} that it states`);
  const { crc32 } = process.getBuiltinModule('node:zlib');
  if (crc32(content) !== checksum) throw new Error(WRONG_CHECKSUM);
  return content;
}

const WRONG_CHECKSUM = 'the entry does not match its checksum';

/**
 * A gzip file holds the same stream, checksum and size in another frame: written around the entry, where its own headers
 * were read already, it has the checksum computed off this thread, beside the unpacking.
 */
async function unpackDeflated(
  archive: Buffer,
  { start, end }: { readonly start: number; readonly end: number },
  size: number,
  checksum: number,
): Promise<Buffer> {
  archive.set(GZIP_HEADER, start - GZIP_HEADER.length);
  archive.writeUInt32LE(checksum, end);
  archive.writeUInt32LE(size, end + 4);
  const file = archive.subarray(start - GZIP_HEADER.length, end + GZIP_TRAILER);
  // One byte more than stated: a longer stream fails here instead of filling the memory.
  const limits = { maxOutputLength: size + 1, chunkSize: Math.max(64, Math.min(size + 1, 1 << 24)) };
  const content = await unpackGzip(file, limits).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : '';
    if (reason === 'incorrect data check') throw new Error(WRONG_CHECKSUM, { cause: error });
    if (reason === 'incorrect length check') throw new Error(`the entry has not the ${size} bytes that it states`);
    throw error;
  });
  if (content.length !== size) throw new Error(`the entry has ${content.length} bytes, not the ${size} that it states`);
  return content;
}

async function unpackGzip(file: Buffer, limits: ZlibOptions): Promise<Buffer> {
  const { gunzip } = process.getBuiltinModule('node:zlib');
  return new Promise((resolve, reject) => {
    gunzip(file, limits, (error, content) => (error === null ? resolve(content) : reject(error)));
  });
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
