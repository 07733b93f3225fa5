import { describe, expect, it } from 'vitest';
import { tarEntries } from './tar.ts';

const EPOCH = 1_700_000_000;

describe('tarEntries', () => {
  it('yields files and directories with their modes, times and bytes', () => {
    const archive = Buffer.concat([header('a/', '5', 0, 0o755), header('a/b.txt', '0', 3), padded('xyz'), end()]);
    expect(Array.from(tarEntries(archive))).toEqual([
      { path: 'a/', kind: 'directory', mode: 0o755, mtime: EPOCH, bytes: Buffer.alloc(0) },
      { path: 'a/b.txt', kind: 'file', mode: 0o644, mtime: EPOCH, bytes: Buffer.from('xyz') },
    ]);
  });

  it('reads the long name and the exact time of an entry from its pax header', () => {
    const name = `${'long/'.repeat(40)}é`;
    const pax = `${record('path', name)}${record('mtime', '1700000000.25')}`;
    const archive = Buffer.concat([
      header('PaxHeaders/x', 'x', Buffer.byteLength(pax)),
      padded(pax),
      header('short', '0', 0),
      header('next', '0', 0),
      end(),
    ]);
    expect(Array.from(tarEntries(archive), ({ path, mtime }) => [path, mtime])).toEqual([
      [name, 1_700_000_000.25],
      ['next', EPOCH],
    ]);
  });

  it('reads a long name from a GNU entry, and the bytes of a hard link from its file', () => {
    const name = 'long/'.repeat(40);
    const archive = Buffer.concat([
      header('././@LongLink', 'L', name.length + 1),
      padded(`${name}\0`),
      header('cut', '0', 3),
      padded('xyz'),
      header('././@LongLink', 'K', name.length + 1),
      padded(`${name}\0`),
      header('link', '1', 0),
      end(),
    ]);
    expect(Array.from(tarEntries(archive), ({ path, bytes }) => [path, bytes.toString()])).toEqual([
      [name, 'xyz'],
      ['link', 'xyz'],
    ]);
    expect(() => Array.from(tarEntries(header('link', '1', 0)))).toThrow('link is a link to nothing');
  });

  it('refuses unsupported entries', () => {
    expect(() => Array.from(tarEntries(Buffer.concat([header('link', '2', 0), end()])))).toThrow('link is of type 2');
    expect(() => Array.from(tarEntries(header('half', '0', 9)))).toThrow('half is cut off');
  });
});

function header(name: string, type: string, size: number, mode = 0o644): Buffer {
  const block = Buffer.alloc(512);
  block.write(name, 0);
  block.write(`${mode.toString(8).padStart(7, '0')}\0`, 100);
  block.write(`${size.toString(8).padStart(11, '0')}\0`, 124);
  block.write(`${EPOCH.toString(8).padStart(11, '0')}\0`, 136);
  block.write(type, 156);
  block.write('ustar\0', 257);
  return block;
}

function padded(text: string): Buffer {
  const bytes = Buffer.from(text);
  return Buffer.concat([bytes, Buffer.alloc(512 - (bytes.length % 512))]);
}

function end(): Buffer {
  return Buffer.alloc(1024);
}

function record(key: string, value: string): string {
  const rest = Buffer.byteLength(` ${key}=${value}\n`);
  const length = rest + String(rest + 2).length;
  return `${length} ${key}=${value}\n`;
}
