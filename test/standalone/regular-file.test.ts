import { closeSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { openRegularFile, readTextFile } from '../../src/standalone/regular-file.ts';
import { makeOddFile, makeSparseFile, ODD_FILES } from '../support/odd-files.ts';
import { temporaryFolder } from '../support/stores.ts';

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(await temporaryFolder(), 'files-'));
  writeFileSync(join(folder, 'text'), 'é🙂\n');
  symlinkSync('text', join(folder, 'link'));
});

describe('openRegularFile', () => {
  it('opens a file, even through a link, and has its size', () => {
    for (const name of ['text', 'link']) {
      const file = openRegularFile(join(folder, name), 7);
      expect(file?.size).toBe(7);
      if (file) closeSync(file.descriptor);
    }
  });

  it('is null where there is none', () => {
    expect(openRegularFile(join(folder, 'none'), 7)).toBeNull();
    expect(openRegularFile(join(folder, 'none', 'none'), 7)).toBeNull();
  });

  it.each(ODD_FILES)('refuses %s at once', (kind) => {
    const path = join(folder, 'odd');
    makeOddFile(kind, path);
    // Opening a FIFO would never end.
    expect(() => openRegularFile(path, 7)).toThrow(expect.objectContaining({ code: 'damaged' }));
    expect(() => openRegularFile(path, 7)).toThrow(path);
  });

  it('refuses a file that is too large, or in the place of a folder', () => {
    expect(() => openRegularFile(join(folder, 'text'), 6)).toThrow('too large (7 bytes)');
    const sparse = join(folder, 'sparse');
    makeSparseFile(sparse, 2 ** 40);
    expect(() => readTextFile(sparse, 1 << 20)).toThrow('too large (1099511627776 bytes)');
    expect(() => openRegularFile(join(folder, 'text', 'x'), 7)).toThrow('cannot be read: not a directory');
  });
});

describe('readTextFile', () => {
  it('returns the text, or null if there is no file', () => {
    expect(readTextFile(join(folder, 'text'), 100)).toBe('é🙂\n');
    expect(readTextFile(join(folder, 'none'), 100)).toBeNull();
    writeFileSync(join(folder, 'latin'), Buffer.from('caf\xe9', 'latin1'));
    expect(() => readTextFile(join(folder, 'latin'), 100)).toThrow(`${join(folder, 'latin')}: not UTF-8 text`);
  });
});
