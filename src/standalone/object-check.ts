import { readSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { damaged } from '../errors.ts';
import type { ArtifactLink } from '../job/instance.ts';
import type { ObjectStore } from './object-store.ts';

/**
 * The header that the client writes before each content, big-endian: `SWDS`, the content's CRC-32, 8 reserved bytes, its
 * size, the padding after it, the format's version, `SDWS`.
 */
const HEADER = { size: 32, magic: 0x53574453, checksumAt: 4, sizeAt: 16 };
const PIECE = 1 << 16;

/**
 * Checks that the content behind a link exists, is complete, and matches its header's checksum if it has one. Throws what
 * `ObjectStore.readNow` throws; uses constant memory.
 */
export function checkObject(objects: ObjectStore, link: ArtifactLink): void {
  objects.within(link, ({ descriptor }, path, { offset, length }) => {
    const expected = statedChecksum(descriptor, offset, length);
    if (expected !== null && checksumOf(descriptor, offset, length) !== expected) {
      throw damaged(`${path}: the content at ${offset} does not match its checksum`);
    }
  });
}

/** The checksum in the header; null if no header with this size precedes the content. */
function statedChecksum(descriptor: number, offset: number, length: number): number | null {
  const header = Buffer.alloc(HEADER.size);
  if (offset < HEADER.size || readSync(descriptor, header, 0, HEADER.size, offset - HEADER.size) < HEADER.size) {
    return null;
  }
  const isHeader = header.readUInt32BE(0) === HEADER.magic && header.readUInt32BE(HEADER.sizeAt) === length;
  return isHeader ? header.readUInt32BE(HEADER.checksumAt) : null;
}

function checksumOf(descriptor: number, offset: number, length: number): number {
  const piece = Buffer.alloc(Math.min(PIECE, length));
  let checksum = 0;
  for (let done = 0; done < length; ) {
    const count = readSync(descriptor, piece, 0, Math.min(piece.length, length - done), offset + done);
    if (count === 0) break;
    checksum = crc32(piece.subarray(0, count), checksum);
    done += count;
  }
  return checksum;
}
