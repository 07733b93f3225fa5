import { promisify } from 'node:util';
import { crc32, inflateRaw } from 'node:zlib';
import { damaged, isSwjobError } from '../errors.ts';

const inflate = promisify(inflateRaw);

/** PKWARE APPNOTE 4.3: signatures and fixed sizes of the three records that a block's archive consists of. */
const END_OF_DIRECTORY = { signature: 0x06054b50, size: 22, maxComment: 0xffff };
const DIRECTORY_ENTRY = { signature: 0x02014b50, size: 46 };
const LOCAL_HEADER = { signature: 0x04034b50, size: 30 };
const STORED = 0;
const DEFLATED = 8;

/** No block that a client writes comes near this: 10,000 rows, long values kept outside. One line of it is still a string. */
export const MAX_BLOCK_BYTES = (1 << 29) - 1024;

/**
 * The content of the first entry of a ZIP archive, checked against the size and CRC-32 that the archive states.
 * A datastore block is an archive of one deflated entry of any name. `path` only serves the messages.
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
  if (size > maxBytes) throw new Error(`the entry holds ${size} bytes, more than the ${maxBytes} that are allowed`);

  expectSignature(archive, header, LOCAL_HEADER);
  const start = header + LOCAL_HEADER.size + archive.readUInt16LE(header + 26) + archive.readUInt16LE(header + 28);
  const packed = archive.subarray(start, start + packedSize);
  if (packed.length !== packedSize) throw new Error('the entry is cut off');

  const content = await unpack(packed, method, size);
  if (content.length !== size) throw new Error(`the entry has ${content.length} bytes, not the ${size} that it states`);
  if (crc32(content) !== checksum) throw new Error('the entry does not match its checksum');
  return content;
}

async function unpack(packed: Buffer, method: number, size: number): Promise<Buffer> {
  if (method === STORED) return packed;
  if (method !== DEFLATED) throw new Error(`the entry is packed by the unknown method ${method}`);
  // One byte more than stated: a longer stream fails here instead of filling the memory.
  return inflate(packed, { maxOutputLength: size + 1, chunkSize: Math.max(64, Math.min(size + 1, 1 << 24)) });
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
