import { spawnSync } from 'node:child_process';
import { writeSync } from 'node:fs';
import { mkdtemp, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { EngineLog, engineLogPath, noteInLog, olderLogPath, removeEngineLog } from '../../src/engine/engine-log.ts';
import { temporaryFolder } from '../support/stores.ts';

function reading(log: EngineLog) {
  const chunks: Uint8Array[] = [];
  return { read: () => log.read((chunk) => chunks.push(chunk)), text: () => Buffer.concat(chunks).toString('utf8') };
}

describe('the engine’s log', () => {
  it('keeps everything that a process writes to it, for its owner only', async () => {
    const folder = join(await mkdtemp(join(await temporaryFolder(), 'log-')), 'deep', 'down');
    const log = new EngineLog(folder, 'abc');
    const seen = reading(log);
    const { descriptor } = log;
    spawnSync('sh', ['-c', 'echo one; echo two >&2'], { stdio: ['ignore', descriptor, descriptor] });
    seen.read();
    expect(seen.text()).toBe('one\ntwo\n');
    spawnSync('sh', ['-c', 'echo three'], { stdio: ['ignore', descriptor, descriptor] });
    seen.read();
    log.close();
    noteInLog(log.path, 'a note');
    expect(seen.text()).toBe('one\ntwo\nthree\n');
    expect(log.path).toBe(engineLogPath(folder, 'abc'));
    expect(await readFile(log.path, 'utf8')).toBe('one\ntwo\nthree\n[swjob: a note]\n');
    expect((await stat(log.path)).mode & 0o777).toBe(0o600);
    expect((await stat(folder)).mode & 0o077).toBe(0);
  });

  it('moves older lines to another file if it grows too long, and passes everything on', async () => {
    const folder = await mkdtemp(join(await temporaryFolder(), 'log-'));
    const log = new EngineLog(folder, 'abc', 1000);
    const seen = reading(log);
    const lines = Array.from({ length: 500 }, (_, index) => `line ${index}\n`);
    for (const line of lines) {
      writeSync(log.descriptor, line);
      seen.read();
    }
    log.close();
    expect(seen.text()).toBe(lines.join(''));
    const older = await readFile(olderLogPath(folder, 'abc'), 'utf8');
    const newer = await readFile(log.path, 'utf8');
    expect(older.length + newer.length).toBeLessThanOrEqual(2000);
    const [note, ...kept] = `${older}${newer}`.trimEnd().split('\n');
    expect(note).toMatch(/^\[swjob: left out \d+ bytes before this\]$/);
    expect(kept).toEqual(lines.slice(-kept.length).map((line) => line.trimEnd()));
    expect((await stat(olderLogPath(folder, 'abc'))).mode & 0o777).toBe(0o600);
    removeEngineLog(folder, 'abc');
    await expect(stat(olderLogPath(folder, 'abc'))).rejects.toThrow('ENOENT');
  });

  it('says if it cannot be written', async () => {
    const file = join(await mkdtemp(join(await temporaryFolder(), 'log-')), 'file');
    await writeFile(file, '');
    expect(() => new EngineLog(join(file, 'x'), 'abc')).toThrow(
      /cannot create the log .*abc\.log: a part of the path is a file, not a folder$/,
    );
  });
});
