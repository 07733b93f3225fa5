import { mkdtemp, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { EngineLog, engineLogPath } from '../../src/engine/engine-log.ts';
import { temporaryFolder } from '../support/stores.ts';

describe('the log of what the engine printed', () => {
  it('keeps everything, for its owner only', async () => {
    const folder = join(await mkdtemp(join(await temporaryFolder(), 'log-')), 'deep', 'down');
    const log = new EngineLog(folder, 'abc');
    log.write(Buffer.from('one\n'));
    log.write(Buffer.from([0xff, 0x00, 10]));
    log.close();
    expect(log.path).toBe(engineLogPath(folder, 'abc'));
    expect(await readFile(log.path)).toEqual(Buffer.from([...Buffer.from('one\n'), 0xff, 0x00, 10]));
    expect((await stat(log.path)).mode & 0o777).toBe(0o600);
    expect((await stat(folder)).mode & 0o077).toBe(0);
  });

  it('drops the older half, by lines, when it grows too long', async () => {
    const folder = await mkdtemp(join(await temporaryFolder(), 'log-'));
    const log = new EngineLog(folder, 'abc', 1000);
    const lines = Array.from({ length: 500 }, (_, index) => `line ${index}\n`);
    for (const line of lines) log.write(Buffer.from(line));
    log.close();
    const text = await readFile(log.path, 'utf8');
    expect(text.length).toBeLessThanOrEqual(1000);
    const [note, ...kept] = text.trimEnd().split('\n');
    expect(note).toMatch(/^\[swjob: \d+ bytes before this were left out\]$/);
    expect(kept.at(-1)).toBe('line 499');
    expect(kept).toEqual(lines.slice(-kept.length).map((line) => line.trimEnd()));
    expect((await stat(log.path)).mode & 0o777).toBe(0o600);
  });

  it('says where it cannot be kept', async () => {
    const file = join(await mkdtemp(join(await temporaryFolder(), 'log-')), 'file');
    await writeFile(file, '');
    expect(() => new EngineLog(join(file, 'x'), 'abc')).toThrow(/cannot keep the log in .*abc\.log/);
  });
});
