import { promisify } from 'node:util';
import { crc32, deflateRaw, inflateRawSync } from 'node:zlib';

const deflate = promisify(deflateRaw);

/** A ZIP archive of one deflated entry, as the client stores a block (PKWARE APPNOTE 4.3). */
export async function zipEntry(content, level) {
  const packed = await deflate(content, { level });
  const name = Buffer.from('block');
  const common = Buffer.alloc(26);
  common.writeUInt16LE(20, 0);
  common.writeUInt16LE(8, 4);
  common.writeUInt32LE(crc32(content), 10);
  common.writeUInt32LE(packed.length, 14);
  common.writeUInt32LE(content.length, 18);
  common.writeUInt16LE(name.length, 22);
  const directory = [signature(0x02014b50), Buffer.from([20, 3]), common, Buffer.alloc(14), name];
  const end = Buffer.alloc(18);
  end.writeUInt16LE(1, 4);
  end.writeUInt16LE(1, 6);
  end.writeUInt32LE(46 + name.length, 8);
  end.writeUInt32LE(30 + name.length + packed.length, 12);
  return Buffer.concat([signature(0x04034b50), common, name, packed, ...directory, signature(0x06054b50), end]);
}

/** The content of an archive with one entry, without any checks: the minimum work of reading a block. */
export function unzipEntry(archive) {
  const start = 30 + archive.readUInt16LE(26) + archive.readUInt16LE(28);
  return inflateRawSync(archive.subarray(start));
}

function signature(value) {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
