import { chmodSync, existsSync, mkdtempSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeFolder } from '../../src/files/make-folder.ts';

const temporary = () => mkdtempSync(join(tmpdir(), 'swjob-folder-'));

describe('makeFolder', () => {
  it('creates a folder with its parents, and accepts an existing one', () => {
    const folder = join(temporary(), 'a', 'b', 'c');
    makeFolder(folder, 0o700);
    makeFolder(folder);
    expect(statSync(folder).isDirectory()).toBe(true);
    if (process.platform !== 'win32') expect(statSync(join(folder, '..')).mode & 0o777).toBe(0o700);
  });

  it('goes through links to folders', () => {
    const root = temporary();
    makeFolder(join(root, 'real'));
    symlinkSync('real', join(root, 'link'));
    makeFolder(join(root, 'link', 'below'));
    expect(readdirSync(join(root, 'real'))).toEqual(['below']);
  });

  it('fails with the system’s error if a file is in the way, or a link is dangling', () => {
    const root = temporary();
    writeFileSync(join(root, 'file'), '');
    symlinkSync('nowhere', join(root, 'link'));
    expect(() => makeFolder(join(root, 'file'))).toThrow('EEXIST');
    expect(() => makeFolder(join(root, 'file', 'below'))).toThrow(/ENOTDIR|ENOENT/);
    expect(() => makeFolder(join(root, 'link'))).toThrow('EEXIST');
    chmodSync(root, 0o700);
    expect(existsSync(join(root, 'nowhere'))).toBe(false);
  });

  it.skipIf(process.platform !== 'linux')('ends if the system says that there is no such file', () => {
    expect(() => makeFolder('/proc/nosuch/x')).toThrow('ENOENT');
  });
});
