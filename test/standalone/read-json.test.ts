import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { readJsonManifest } from '../../src/standalone/read-json.ts';
import { makeOddFile, ODD_FILES } from '../support/odd-files.ts';
import { temporaryFolder } from '../support/stores.ts';

let path: string;
beforeAll(async () => {
  path = join(mkdtempSync(join(await temporaryFolder(), 'json-')), 'manifest.json');
});

describe('readJsonManifest', () => {
  it('returns the object, with exact long integers', async () => {
    writeFileSync(path, '{"a": 9223372036854775807, "b": [1]}');
    expect(await readJsonManifest(path)).toEqual({ a: 2n ** 63n - 1n, b: [1] });
  });

  it('is null where there is no file', async () => {
    expect(await readJsonManifest(`${path}.none`)).toBeNull();
  });

  it('reads again while a writer is replacing the file', async () => {
    writeFileSync(path, '{"half": ');
    const reading = readJsonManifest(path);
    await sleep(10);
    writeFileSync(path, '{"half": 1}');
    expect(await reading).toEqual({ half: 1 });
  });

  it.each([
    '',
    '[]',
    'null',
    '"x"',
    '{"a": 1',
    '{"a": NaN}',
    `${'['.repeat(1e5)}1234567890123456789${']'.repeat(1e5)}`,
  ])('finds damage in what remains unreadable: %.20s', async (text) => {
    writeFileSync(path, text);
    await expect(readJsonManifest(path)).rejects.toMatchObject({
      code: 'damaged',
      message: `${path}: not a JSON object`,
      hint: 'The file was cut off or overwritten.',
    });
  });

  it.each(ODD_FILES)('finds damage in %s at once', async (kind) => {
    makeOddFile(kind, path);
    await expect(readJsonManifest(path)).rejects.toMatchObject({ code: 'damaged' });
  });
});
