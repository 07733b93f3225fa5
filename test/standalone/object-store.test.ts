import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ArtifactLink } from '../../src/job/instance.ts';
import { ObjectStore } from '../../src/standalone/object-store.ts';
import { makeOddFile, makeSparseFile, ODD_FILES } from '../support/odd-files.ts';
import { temporaryFolder } from '../support/stores.ts';

const CONTENT = Buffer.from(Array.from({ length: 300 }, (_, index) => index % 251));
const NAME = createHash('blake2b512').update(CONTENT).digest('hex').slice(0, 64);

let root: string;
let objects: ObjectStore;
const pathOf = (name: string) => join(root, '.objectstore', name.slice(0, 2), name);

beforeAll(async () => {
  root = mkdtempSync(join(await temporaryFolder(), 'objects-'));
  objects = new ObjectStore(root);
  mkdirSync(join(root, '.objectstore', NAME.slice(0, 2)), { recursive: true });
  writeFileSync(pathOf(NAME), CONTENT);
  writeFileSync(join(root, 'secret'), 'secret');
});

const damageOf = async (link: ArtifactLink) => expect(objects.read(link)).rejects.toMatchObject({ code: 'damaged' });

describe('ObjectStore', () => {
  it('prefers the content of a dataset, and finds one that a job logged', async () => {
    mkdirSync(join(root, '.objectstore', 'blake2b', 'ab'), { recursive: true });
    mkdirSync(join(root, '.objectstore', 'ab'), { recursive: true });
    writeFileSync(join(root, '.objectstore', 'blake2b', 'ab', 'abcdea'), 'dataset');
    writeFileSync(pathOf('abcdea'), 'job');
    writeFileSync(pathOf('abcdee'), 'job');
    expect(Buffer.from(await objects.read({ uri: 'abcdea', offset: 0 })).toString()).toBe('dataset');
    expect(Buffer.from(await objects.read({ uri: 'abcdee', offset: 0 })).toString()).toBe('job');
    expect(objects.pathOf({ uri: 'abcdea', offset: 0 })).toContain('blake2b');
    await expect(objects.read({ uri: 'abcded', offset: 0 })).rejects.toThrow(`${pathOf('abcded')}: the object`);
  });

  it('returns the bytes of a range, to the end without a size', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(CONTENT.length), fc.nat(CONTENT.length), async (a, b) => {
        const [offset, end] = a < b ? [a, b] : [b, a];
        const read = async (size?: number) => Buffer.from(await objects.read({ uri: NAME, offset, size }));
        expect(await read(end - offset)).toEqual(CONTENT.subarray(offset, end));
        expect(await read()).toEqual(CONTENT.subarray(offset));
        expect(await read(-1)).toEqual(CONTENT.subarray(offset));
      }),
    );
  });

  it.each<[string, Partial<ArtifactLink>]>([
    ['behind its end', { offset: 301 }],
    ['longer than it is', { offset: 0, size: 301 }],
    ['that ends behind it', { offset: 299, size: 2 }],
    ['from before its start', { offset: -1, size: 1 }],
    ['with a fraction', { offset: 0.5, size: 1 }],
    ['of a fraction', { offset: 0, size: 1.5 }],
    ['of a size that means nothing', { offset: 0, size: -2 }],
    ['of no number', { offset: 0, size: Number.NaN }],
    ['from no number', { offset: Number.NaN }],
    ['without end', { offset: 0, size: Number.POSITIVE_INFINITY }],
    ['of unsafe size', { offset: 2 ** 53, size: 2 ** 53 }],
  ])('refuses a range %s', async (_which, range) => {
    await damageOf({ uri: NAME, offset: 0, ...range });
    await expect(objects.read({ uri: NAME, offset: 0, ...range })).rejects.toThrow(
      'the object has 300 bytes, an artifact needs',
    );
  });

  it('refuses names other than hashes, and opens nothing for them', async () => {
    for (const uri of [
      '',
      '..',
      '../secret',
      '../../secret',
      `${NAME}/../../../secret`,
      '/etc/passwd',
      'abcdef\0',
      'abc def',
      's3://b/abcdef',
      'abcde',
      '__proto__',
      'constructor',
      'a'.repeat(129),
      `${NAME}\n`,
    ]) {
      await expect(objects.read({ uri, offset: 0 })).rejects.toMatchObject({
        code: 'damaged',
        message: `the artifact ${JSON.stringify(uri)} is not an object of this store`,
      });
    }
  });

  it('reports a missing object', async () => {
    await expect(objects.read({ uri: 'abcdef', offset: 0 })).rejects.toMatchObject({
      code: 'damaged',
      message: `${pathOf('abcdef')}: the object of an artifact is missing`,
    });
  });

  it('refuses a link, which could pass off any file of the user as an artifact', async () => {
    mkdirSync(join(root, '.objectstore', 'aa'), { recursive: true });
    symlinkSync(pathOf(NAME), pathOf('aabbcc'));
    await expect(objects.read({ uri: 'aabbcc', offset: 1, size: 2 })).rejects.toMatchObject({
      code: 'damaged',
      message: `${pathOf('aabbcc')}: a symbolic link`,
    });
  });

  it.each(ODD_FILES)('refuses %s at once', async (kind) => {
    makeOddFile(kind, pathOf('ddeeff'));
    // Opening a FIFO would never end.
    await damageOf({ uri: 'ddeeff', offset: 0 });
    await damageOf({ uri: 'ddeeff', offset: 0, size: 10 });
  });

  it('reports a content that is too large for memory, but can read it in chunks', async () => {
    mkdirSync(join(root, '.objectstore', 'ff'), { recursive: true });
    makeSparseFile(pathOf('ffffff'), 2 ** 42);
    await expect(objects.read({ uri: 'ffffff', offset: 0 })).rejects.toMatchObject({
      code: 'operation-failed',
      message: `${pathOf('ffffff')}: ${2 ** 42} bytes of content do not fit into memory`,
    });
    let size = 0;
    for await (const chunk of objects.chunks({ uri: 'ffffff', offset: 2 ** 32, size: 2 ** 21 + 1 }))
      size += chunk.length;
    expect(size).toBe(2 ** 21 + 1);
    expect(await objects.read({ uri: 'ffffff', offset: 2 ** 41, size: 3 })).toEqual(Buffer.alloc(3));
  });
});
