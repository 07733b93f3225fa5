import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isSwjobError } from '../../src/errors.ts';
import { openFileSink } from '../../src/render/file-sink.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'swjob-file-sink-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe('a file sink', () => {
  it('creates the file only once it is complete', async () => {
    const path = join(folder, 'out.csv');
    const sink = openFileSink(path);
    sink.write('a\n'.repeat(100_000));
    sink.write(Uint8Array.from([0xff]));
    sink.write('ä');
    await sink.flush();
    expect(readdirSync(folder)).not.toContain('out.csv');
    await sink.commit();
    expect(readdirSync(folder)).toEqual(['out.csv']);
    expect(readFileSync(path)).toEqual(
      Buffer.concat([Buffer.from('a\n'.repeat(100_000)), Buffer.from([0xff]), Buffer.from('ä')]),
    );
    expect(statSync(path).mode & 0o133).toBe(0);
    sink.abort();
    expect(readdirSync(folder)).toEqual(['out.csv']);
  });

  it('keeps the previous file if it is aborted', () => {
    const path = join(folder, 'out');
    writeFileSync(path, 'old');
    const sink = openFileSink(path);
    sink.write('new'.repeat(100_000));
    sink.abort();
    sink.abort();
    expect(readdirSync(folder)).toEqual(['out']);
    expect(readFileSync(path, 'utf8')).toBe('old');
  });

  it('keeps the permissions and the link of a replaced file', async () => {
    const path = join(folder, 'real');
    writeFileSync(path, 'old');
    chmodSync(path, 0o600);
    symlinkSync('real', join(folder, 'link'));
    const sink = openFileSink(join(folder, 'link'));
    sink.write('new');
    await sink.commit();
    expect(lstatSync(join(folder, 'link')).isSymbolicLink()).toBe(true);
    expect(readFileSync(path, 'utf8')).toBe('new');
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  // The superuser may write every file.
  it.skipIf(process.getuid?.() === 0)('keeps a file that is protected from writing', () => {
    const path = join(folder, 'protected');
    writeFileSync(path, 'old');
    chmodSync(path, 0o400);
    expect(() => openFileSink(path)).toThrow(/^cannot write .+protected: permission denied$/);
    expect(readFileSync(path, 'utf8')).toBe('old');
  });

  it('refuses a folder and a missing folder', () => {
    mkdirSync(join(folder, 'sub'));
    for (const path of [join(folder, 'sub'), join(folder, 'none', 'x')]) {
      expect(() => openFileSink(path)).toThrow(expect.toSatisfy((error: unknown) => isSwjobError(error, 'usage')));
    }
    expect(readdirSync(folder)).toEqual(['sub']);
  });

  it('writes to a device without replacing it', async () => {
    const sink = openFileSink('/dev/null');
    sink.write('x');
    await sink.commit();
    expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
  });

  it('names a device that is full', () => {
    const sink = openFileSink('/dev/full');
    expect(() => sink.write('x'.repeat(100_000))).toThrow('cannot write /dev/full: no space left on the device');
    expect(statSync('/dev/full').isCharacterDevice()).toBe(true);
  });
});
