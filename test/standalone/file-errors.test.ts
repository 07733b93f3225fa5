import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { errorCode } from '../../src/errors.ts';
import { isMissing, unreadable } from '../../src/standalone/file-errors.ts';
import { temporaryFolder } from '../support/stores.ts';

const systemError = (code: string) => Object.assign(new Error(`${code}: some reason, open '/x/y'`), { code });

describe('isMissing', () => {
  it('is true only for a missing file', async () => {
    const folder = await temporaryFolder();
    expect([join(folder, 'none'), folder].map((path) => isMissing(failureOf(path)))).toEqual([true, false]);
    expect([systemError('ENOTDIR'), new Error('ENOENT'), null, 'ENOENT', { code: 'ENOENT' }].map(isMissing)).toEqual(
      Array(5).fill(false),
    );
  });
});

describe('errorCode', () => {
  it('is the system’s code for the failure', () => {
    expect(
      [systemError('EIO'), new Error('x'), Object.assign(new Error('x'), { code: 5 }), undefined].map(errorCode),
    ).toEqual(['EIO', undefined, undefined, undefined]);
  });
});

describe('unreadable', () => {
  it('distinguishes missing permissions from other failures', () => {
    for (const code of ['EACCES', 'EPERM']) {
      expect(unreadable('p', systemError(code))).toMatchObject({
        code: 'not-allowed',
        message: 'p: no permission to read it',
      });
    }
    expect(unreadable('p', systemError('EIO'))).toMatchObject({
      code: 'damaged',
      message: 'p: cannot be read: some reason',
    });
    expect(unreadable('p', 'why')).toMatchObject({ code: 'damaged', message: 'p: cannot be read: why' });
  });

  it('gives the system’s own reason once', async () => {
    const folder = await temporaryFolder();
    expect(unreadable(folder, failureOf(folder)).message).toBe(
      `${folder}: cannot be read: illegal operation on a directory, read`,
    );
  });
});

function failureOf(path: string): unknown {
  try {
    return readFileSync(path);
  } catch (error) {
    return error;
  }
}
