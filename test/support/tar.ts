const BLOCK = 512;

export interface TarEntry {
  readonly path: string;
  readonly kind: 'file' | 'directory';
  /** Permission bits. */
  readonly mode: number;
  /** Seconds since 1970, with the fraction from a pax header. */
  readonly mtime: number;
  readonly bytes: Buffer;
}

/**
 * The files and directories of an uncompressed tar archive (POSIX ustar with pax headers or GNU entries for long names),
 * in their order, hard links as files of their own. Anything else (symbolic links, devices) is an error: the golden archives hold none, so one that turns up
 * must not be left out in silence.
 */
export function* tarEntries(archive: Buffer): Generator<TarEntry> {
  let at = 0;
  const files = new Map<string, Buffer>();
  let extended = new Map<string, string>();
  while (at + BLOCK <= archive.length && archive[at] !== 0) {
    const header = archive.subarray(at, at + BLOCK);
    const type = String.fromCharCode(header[156] ?? 0);
    const prefix = text(header, 345, 155);
    const name = prefix === '' ? text(header, 0, 100) : `${prefix}/${text(header, 0, 100)}`;
    const size = octal(header, 124, 12);
    const start = at + BLOCK;
    if (start + size > archive.length) throw new Error(`tar: ${name} is cut off`);
    const bytes = archive.subarray(start, start + size);
    at = start + Math.ceil(size / BLOCK) * BLOCK;
    if (type === 'x') {
      extended = paxRecords(bytes);
      continue;
    }
    if (type === 'L' || type === 'K') {
      extended.set(type === 'L' ? 'path' : 'linkpath', text(bytes, 0, bytes.length));
      continue;
    }
    const path = extended.get('path') ?? name;
    const linked = type === '1' ? files.get(extended.get('linkpath') ?? text(header, 157, 100)) : bytes;
    if (linked === undefined) throw new Error(`tar: ${name} is a link to nothing`);
    files.set(path, linked);
    if (!['0', '\0', '1', '5'].includes(type)) throw new Error(`tar: ${name} is of type ${type}`);
    yield {
      path,
      kind: type === '5' ? 'directory' : 'file',
      mode: octal(header, 100, 8) & 0o777,
      mtime: Number(extended.get('mtime') ?? octal(header, 136, 12)),
      bytes: linked,
    };
    extended = new Map();
  }
}

/** Records of the form `LENGTH KEY=VALUE\n`, where the length counts the bytes of the whole record. */
function paxRecords(bytes: Buffer): Map<string, string> {
  const records = new Map<string, string>();
  for (let at = 0; at < bytes.length; ) {
    const space = bytes.indexOf(0x20, at);
    const length = Number(bytes.toString('latin1', at, space));
    if (space < 0 || !(length > 0)) throw new Error('tar: a pax record has no length');
    const record = bytes.toString('utf8', space + 1, at + length - 1);
    const equals = record.indexOf('=');
    records.set(record.slice(0, equals), record.slice(equals + 1));
    at += length;
  }
  return records;
}

function text(header: Buffer, start: number, length: number): string {
  const field = header.subarray(start, start + length);
  const end = field.indexOf(0);
  return field.toString('utf8', 0, end < 0 ? length : end);
}

function octal(header: Buffer, start: number, length: number): number {
  return Number.parseInt(text(header, start, length).trim() || '0', 8);
}
