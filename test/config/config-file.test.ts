import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { MAX_CONFIG_BYTES, readConfigFile } from '../../src/config/config-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'swjob-config-file-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string | Uint8Array, mode = 0o600): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  chmodSync(path, mode);
  return path;
}

describe('reading a config file', () => {
  it('returns the text', () => {
    expect(readConfigFile(file('plain', 'version: ü'))).toEqual({ text: 'version: ü', open: false });
  });

  it.skipIf(process.platform === 'win32').each([0o644, 0o640, 0o602])(
    'notes that mode %o is open to others',
    (mode) => {
      expect(readConfigFile(file('open', '', mode))?.open).toBe(true);
    },
  );

  it('returns null if there is no file', () => {
    expect(readConfigFile(join(folder, 'none'))).toBeNull();
    expect(readConfigFile(join(file('a-file', ''), 'below'))).toBeNull();
  });

  it('takes exactly 1 MiB and refuses a byte more', () => {
    expect(readConfigFile(file('full', '#'.repeat(MAX_CONFIG_BYTES)))?.text).toHaveLength(MAX_CONFIG_BYTES);
    expect(() => readConfigFile(file('large', '#'.repeat(MAX_CONFIG_BYTES + 1)))).toThrow(
      /large: it is larger than 1 MiB/,
    );
  });

  it.skipIf(process.platform === 'win32')('does not read an endless device forever', () => {
    expect(() => readConfigFile('/dev/zero')).toThrow(/larger than 1 MiB/);
  });

  it('refuses a folder and invalid UTF-8, and names the file', () => {
    mkdirSync(join(folder, 'dir'));
    expect(() => readConfigFile(join(folder, 'dir'))).toThrow(/dir: it is a folder/);
    expect(() => readConfigFile(file('latin1', new Uint8Array([0x61, 0xff])))).toThrow(/latin1: it is not UTF-8 text/);
  });
});
