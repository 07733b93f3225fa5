import { execFileSync } from 'node:child_process';
import { lstatSync, mkdtempSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { replaceFile, replaceFileBy } from '../../src/files/replace-file.ts';
import { temporaryFolder } from '../support/stores.ts';

let folder: string;

beforeEach(async () => {
  folder = mkdtempSync(join(await temporaryFolder(), 'device-'));
});

// A pipe stands for a device: only a user with all rights can make one.
describe.runIf(process.platform !== 'win32')('a path that leads to a device', () => {
  it('is not replaced by a file', async () => {
    const path = join(folder, 'pipe');
    execFileSync('mkfifo', [path]);
    expect(() => replaceFile(path, 'x')).toThrow('it is not a file');
    await expect(replaceFileBy(path, (async function* () {})())).rejects.toThrow('it is not a file');
    expect(lstatSync(path).isFIFO()).toBe(true);
    expect(readdirSync(folder)).toEqual(['pipe']);
  });
});
