import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSwjobError } from '../../src/errors.ts';
import { MAX_BLOCK_BYTES, openFirstEntry, readFirstEntry } from '../../src/standalone/zip.ts';
import { cpuNow } from '../support/cpu-now.ts';
import { type ZipOptions, zipFile } from '../support/zip-file.ts';

const TEXT = 'a line\nanother, é🙂\n';

/** The message of the damage found, without the path. */
async function damageOf(archive: Buffer, maxBytes?: number): Promise<string> {
  const error: unknown = await readFirstEntry(archive, 'b.zip', maxBytes).catch((caught: unknown) => caught);
  if (!isSwjobError(error, 'damaged')) throw new Error(`no damage: ${String(error)}`);
  expect(error.message).toMatch(/^b\.zip: not a readable ZIP archive: [^\n]+$/);
  return error.message;
}

function piecesOf(archive: Buffer): AsyncGenerator<Buffer> {
  const entry = openFirstEntry(archive, 'b.zip');
  if ('whole' in entry) throw new Error('not in pieces');
  return entry.pieces;
}

describe('readFirstEntry', () => {
  it.each<[string, ZipOptions]>([
    ['deflated', {}],
    ['stored', { stored: true }],
    ['before a comment', { comment: 'a comment' }],
    ['before a comment that looks like an end', { comment: `PK\x05\x06${'\0'.repeat(10)}` }],
    ['among others', { others: [Buffer.from('second'), randomBytes(1000)] }],
    ['with flags of its name and its sizes', { flags: 0x0808 }],
  ])('gives the content of an entry that is %s', async (_how, options) => {
    expect((await readFirstEntry(zipFile(TEXT, options), 'b.zip')).toString()).toBe(TEXT);
    expect(await readFirstEntry(zipFile('', options), 'b.zip')).toHaveLength(0);
  });

  it('returns any content', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 3000 }), fc.boolean(), async (bytes, stored) => {
        const content = await readFirstEntry(zipFile(Buffer.from(bytes), { stored }), 'b.zip');
        expect(content.equals(bytes)).toBe(true);
      }),
    );
    const large = randomBytes(3 << 20);
    expect((await readFirstEntry(zipFile(large), 'b.zip')).equals(large)).toBe(true);
  });

  it('unpacks a large entry in pieces, the last one only if all of it is sound', async () => {
    const large = Buffer.alloc(18 << 20, 'some text\n');
    const sizes: number[] = [];
    for await (const { length } of piecesOf(zipFile(large))) sizes.push(length);
    expect(sizes.length).toBeGreaterThan(4);
    expect(sizes.reduce((sum, size) => sum + size)).toBe(large.length);
    expect((await readFirstEntry(zipFile(large), 'b.zip')).equals(large)).toBe(true);
    expect(await damageOf(zipFile(large, { checksum: 1 }))).toContain('does not match its checksum');
    for (const size of [(18 << 20) - 1, (18 << 20) + 1]) {
      expect(await damageOf(zipFile(large, { size }))).toMatch(new RegExp(`not the ${size} (bytes )?that it states`));
    }
    expect('pieces' in openFirstEntry(zipFile(TEXT), 'b.zip', { maxWhole: TEXT.length })).toBe(true);
    const lie = piecesOf(zipFile(TEXT, { size: 20 << 20 }));
    await expect(lie.next()).rejects.toThrow('has not the 20971520 bytes');
  });

  it.each<[string, ZipOptions]>([
    ['does not match its checksum', { checksum: 1 }],
    ['does not match its checksum', { checksum: 1, stored: true }],
    ['has not the 5000 bytes that it states', { size: 5000 }],
    ['', { size: 3 }],
    ['not the 3 that it states', { size: 3, stored: true }],
    ['cut off', { packedSize: 100_000 }],
    ['not a readable ZIP archive: invalid', { packedSize: 4 }],
    ['is encrypted', { flags: 1 }],
    ['the unknown method 14', { method: 14 }],
    ['larger than 4 GiB', { size: 0xffffffff }],
    ['larger than 4 GiB', { packedSize: 0xffffffff }],
    ['the archive is empty', { entries: 0 }],
  ])('finds damage: %s', async (reason, options) => {
    expect(await damageOf(zipFile(TEXT, options))).toContain(reason);
  });

  it('finds damage in any truncated archive', async () => {
    const archive = zipFile(TEXT.repeat(20));
    for (let length = 0; length < archive.length; length++) await damageOf(Buffer.from(archive.subarray(0, length)));
    for (let start = 1; start < archive.length; start += 7) await damageOf(Buffer.from(archive.subarray(start)));
  });

  it('never unpacks more than allowed, whatever the entry states', async () => {
    const zeros = Buffer.alloc(20 << 20);
    expect(await damageOf(zipFile(zeros), 1 << 20)).toContain('more than the 1048576 allowed');
    // Built before measuring, so that its garbage does not count.
    const archive = zipFile(zeros, { size: 1000 });
    const before = process.memoryUsage().arrayBuffers;
    await damageOf(archive);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(5 << 20);
    expect(await damageOf(zipFile(TEXT, { size: MAX_BLOCK_BYTES + 1 }))).toContain('allowed');
  });

  it('returns the content or damage for any changed bytes', async () => {
    const archive = zipFile(TEXT.repeat(3), { comment: 'xyz' });
    const change = fc.record({ at: fc.nat(archive.length - 1), byte: fc.nat(255) });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), async (changes) => {
        const changed = Buffer.from(archive);
        for (const { at, byte } of changes) changed[at] = byte;
        const result: unknown = await readFirstEntry(changed, 'b.zip', 1 << 20).catch((error: unknown) => error);
        if (Buffer.isBuffer(result)) expect(result.toString()).toBe(TEXT.repeat(3));
        else expect(isSwjobError(result, 'damaged')).toBe(true);
      }),
      { numRuns: 1500 },
    );
  });

  it('finds damage in garbage, in bounded time', async () => {
    const signature = fc
      .constantFrom('PK\x05\x06', 'PK\x01\x02', 'PK\x03\x04')
      .map((text) => Buffer.from(text, 'latin1'));
    const piece = fc.oneof(fc.uint8Array({ maxLength: 60 }), signature);
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 8 }), async (pieces) => {
        await damageOf(Buffer.concat(pieces));
      }),
      { numRuns: 500 },
    );
    const started = cpuNow();
    await damageOf(Buffer.alloc(50 << 20, 'PK\x05\x05'));
    expect(cpuNow() - started).toBeLessThan(2000);
  });
});
