import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { withLockFile } from '../../src/files/lock-file.ts';

let folder: string;
let path: string;
let lock: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'swjob-lock-'));
  path = join(folder, 'config.yaml');
  lock = join(folder, '.config.yaml.lock');
});
afterEach(() => rmSync(folder, { recursive: true }));

const gonePid = (): number => spawnSync(process.execPath, ['--version']).pid;
const held = (pid: number, host = hostname()): string => JSON.stringify({ pid, host, id: 'x' });

describe('a lock file', () => {
  it('exists during the work, readable only by its owner, and is removed even after a failure', () => {
    const result = withLockFile(path, (isOwn) => {
      expect(isOwn()).toBe(true);
      expect(statSync(lock).mode & 0o777).toBe(0o600);
      return 'done';
    });
    expect(result).toBe('done');
    const fail = (): never =>
      withLockFile(path, () => {
        throw new Error('no');
      });
    expect(fail).toThrow('no');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('of a killed process is taken over at once', () => {
    writeFileSync(lock, held(gonePid()));
    expect(withLockFile(path, () => readFileSync(lock, 'utf8'))).toContain(`"pid":${process.pid},`);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('that is empty, or from another machine, is taken over when it is old', () => {
    for (const content of ['', held(1, 'another-machine')]) {
      writeFileSync(lock, content);
      const old = Date.now() / 1000 - 60;
      utimesSync(lock, old, old);
      expect(withLockFile(path, () => 'done')).toBe('done');
    }
  });

  it('taken over while its owner was delayed no longer belongs to that owner, and stays', () => {
    withLockFile(path, (isOwn) => {
      writeFileSync(lock, held(process.ppid));
      expect(isOwn()).toBe(false);
    });
    expect(existsSync(lock)).toBe(true);
  });

  it('makes others wait while it is too young to be abandoned', () => {
    for (const [content, age] of [
      ['', 0.5],
      [held(1, 'another-machine'), 10],
      ['{"pid":"no number"}', 10],
    ] as const) {
      writeFileSync(lock, content);
      const made = Date.now() / 1000 - age;
      utimesSync(lock, made, made);
      expect(() => withLockFile(path, () => 'done', 50)).toThrow(lock);
      expect(readFileSync(lock, 'utf8')).toBe(content);
    }
  });

  it('cannot be created in a missing folder', () => {
    expect(() => withLockFile(join(folder, 'missing', 'config.yaml'), () => 'done')).toThrow('ENOENT');
  });

  it('of a running process makes others wait, but not forever', () => {
    writeFileSync(lock, held(process.ppid));
    const started = performance.now();
    expect(() => withLockFile(path, () => 'done', 300)).toThrow(lock);
    expect(performance.now() - started).toBeGreaterThan(250);
  });
});
