import { crc32, deflateRawSync } from 'node:zlib';

/** What an archive states about its entry, if not the truth. */
export interface ZipOptions {
  readonly stored?: boolean;
  readonly method?: number;
  readonly flags?: number;
  readonly checksum?: number;
  readonly size?: number;
  readonly packedSize?: number;
  readonly entries?: number;
  readonly comment?: string;
  /** Entries behind the first. */
  readonly others?: readonly Buffer[];
}

/** A ZIP archive with one entry, or with several of which the first holds the content (PKWARE APPNOTE 4.3). */
export function zipFile(content: Buffer | string, options: ZipOptions = {}): Buffer {
  const contents = [Buffer.from(content), ...(options.others ?? [])];
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [index, bytes] of contents.entries()) {
    const { local, central } = entry(bytes, `tmp${index}é`, offset, index === 0 ? options : {});
    parts.push(local);
    directory.push(central);
    offset += local.length;
  }
  const directoryBytes = Buffer.concat(directory);
  const comment = Buffer.from(options.comment ?? '');
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(options.entries ?? contents.length, 8);
  end.writeUInt16LE(options.entries ?? contents.length, 10);
  end.writeUInt32LE(directoryBytes.length, 12);
  end.writeUInt32LE(offset, 16);
  end.writeUInt16LE(comment.length, 20);
  return Buffer.concat([...parts, directoryBytes, end, comment]);
}

function entry(content: Buffer, name: string, offset: number, options: ZipOptions) {
  const packed = options.stored ? content : deflateRawSync(content);
  const nameBytes = Buffer.from(name);
  const extra = Buffer.from([0xfe, 0xca, 2, 0, 7, 7]);
  const common = Buffer.alloc(26);
  common.writeUInt16LE(20, 0);
  common.writeUInt16LE(options.flags ?? 0, 2);
  common.writeUInt16LE(options.method ?? (options.stored ? 0 : 8), 4);
  common.writeUInt32LE(options.checksum ?? crc32(content), 10);
  common.writeUInt32LE(options.packedSize ?? packed.length, 14);
  common.writeUInt32LE(options.size ?? content.length, 18);
  common.writeUInt16LE(nameBytes.length, 22);
  const localLengths = Buffer.from(common);
  localLengths.writeUInt16LE(extra.length, 24);
  const local = Buffer.concat([signature(0x04034b50), localLengths, nameBytes, extra, packed]);
  const rest = Buffer.alloc(14);
  rest.writeUInt32LE(offset, 10);
  const central = Buffer.concat([signature(0x02014b50), Buffer.from([20, 3]), common, rest, nameBytes]);
  return { local, central };
}

function signature(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
