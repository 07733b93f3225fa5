import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { checkObject } from '../../src/standalone/object-check.ts';
import { ObjectStore } from '../../src/standalone/object-store.ts';
import { temporaryFolder } from '../support/stores.ts';

const URI = 'ab'.repeat(32);

/** An object with one content, as the client writes it. */
function section(content: Buffer, checksum = crc32(content)): Buffer {
  const header = Buffer.alloc(32);
  header.write('SWDS', 0, 'latin1');
  header.writeUInt32BE(checksum, 4);
  header.writeUInt32BE(content.length, 16);
  header.write('SDWS', 28, 'latin1');
  return Buffer.concat([header, content, Buffer.alloc(7)]);
}

async function check(object: Buffer, offset: number, size?: number): Promise<void> {
  const root = mkdtempSync(join(await temporaryFolder(), 'objects-'));
  mkdirSync(join(root, '.objectstore', 'ab'), { recursive: true });
  writeFileSync(join(root, '.objectstore', 'ab', URI), object);
  checkObject(new ObjectStore(root), { uri: URI, offset, ...(size !== undefined && { size }) });
}

describe('checkObject', () => {
  const content = Buffer.alloc(200_000, 'content of many pieces ');

  it('accepts a content that matches its header', async () => {
    await check(section(content), 32, content.length);
    await check(section(Buffer.alloc(0)), 32, 0);
  });

  it('finds one that does not', async () => {
    await expect(check(section(content, 1), 32, content.length)).rejects.toMatchObject({
      code: 'damaged',
      message: expect.stringMatching(/ab: the content at 32 does not match its checksum$/),
    });
  });

  it('checks no checksum if no header with this size precedes the content', async () => {
    await check(section(content, 1), 32, 10);
    await check(section(content, 1), 40, 10);
    await check(content, 32, 10);
    await check(content, 0, 10);
  });

  it('finds a content that reaches beyond the end', async () => {
    await expect(check(content, 1, content.length)).rejects.toMatchObject({ code: 'damaged' });
    await expect(check(content, 2 ** 60, 1)).rejects.toMatchObject({ code: 'damaged' });
  });
});
