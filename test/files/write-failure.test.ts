import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeFailure } from '../../src/files/write-failure.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'swjob-failure-'));
  writeFileSync(join(folder, 'file'), '');
});

afterEach(() => rmSync(folder, { recursive: true }));

function failureOf(write: () => void): string {
  try {
    write();
  } catch (error) {
    return writeFailure(error).reason;
  }
  return 'written';
}

describe('why a file could not be written', () => {
  it('is said in words, without the system call and the names of temporary files', () => {
    expect(failureOf(() => mkdirSync(join(folder, 'file')))).toBe('a file of this name exists');
    expect(failureOf(() => writeFileSync(join(folder, 'file', 'x'), ''))).toBe(
      'a part of the path is a file, not a folder',
    );
    expect(failureOf(() => writeFileSync(join(folder, 'x'.repeat(300)), ''))).toBe('the name is too long');
    const denied = Object.assign(new Error("EACCES: permission denied, open '/x/.y.tmp'"), { code: 'EACCES' });
    expect(writeFailure(denied)).toEqual({
      reason: 'permission denied',
      hint: 'Change the permissions, or write somewhere else.',
    });
  });

  it('is the message of any other error, without the system call and the paths', () => {
    const busy = Object.assign(new Error("EBUSY: resource busy or locked, rename '/x' -> '/y'"), { code: 'EBUSY' });
    expect(writeFailure(busy)).toEqual({ reason: 'resource busy or locked' });
    expect(writeFailure(new Error('odd'))).toEqual({ reason: 'odd' });
    expect(writeFailure('odd')).toEqual({ reason: 'odd' });
  });
});
