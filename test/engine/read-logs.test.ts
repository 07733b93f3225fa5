import { appendFile, mkdir, mkdtemp, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readLog, runLogFiles, tailStart } from '../../src/engine/read-logs.ts';
import { temporaryFolder } from '../support/stores.ts';

const newFolder = async (): Promise<string> => mkdtemp(join(await temporaryFolder(), 'logs-'));

async function textOf(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const all: Uint8Array[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return Buffer.concat(all).toString('utf8');
}

describe('reading a log', () => {
  it('gives all of it, in pieces', async () => {
    const path = join(await newFolder(), 'a.log');
    const text = 'größer\n'.repeat(50_000);
    await writeFile(path, text);
    expect(await textOf(readLog(path))).toBe(text);
  });

  it('gives nothing where there is none', async () => {
    expect(await textOf(readLog(join(await newFolder(), 'none')))).toBe('');
  });

  it('follows one that grows, and reads the last lines before it stopped growing', async () => {
    const path = join(await newFolder(), 'a.log');
    const steps = ['one\n', 'two\n', 'three\n'];
    let step = 0;
    const follow = {
      isGrowing: () => step < steps.length,
      sleep: () => appendFile(path, steps[step++] ?? ''),
    };
    expect(await textOf(readLog(path, follow))).toBe('one\ntwo\nthree\n');
  });

  it('continues after the log was truncated', async () => {
    const path = join(await newFolder(), 'a.log');
    await writeFile(path, 'a long beginning\n');
    let looks = 0;
    const follow = {
      isGrowing: () => looks < 2,
      sleep: async () => {
        looks++;
        if (looks === 1) await writeFile(path, 'short\n');
        else await appendFile(path, 'new\n');
      },
    };
    expect(await textOf(readLog(path, follow))).toBe('a long beginning\nshort\nnew\n');
  });
});

describe('the beginning of the last lines', () => {
  it('is counted from the end, whether or not the last line is complete', async () => {
    const path = join(await newFolder(), 'a.log');
    for (const text of ['one\ntwo\nthree\n', 'one\ntwo\nthree', 'ü'.repeat(50_000), `${'x'.repeat(65_535)}\ny\n`, '']) {
      await writeFile(path, text);
      for (const count of [0, 1, 2, 3, 4]) {
        const kept = Buffer.from(text).subarray(tailStart(path, count)).toString();
        const lines = text.split('\n');
        const whole = lines.at(-1) === '' ? lines.slice(0, -1) : lines;
        expect(kept.trimEnd()).toBe(count === 0 ? '' : whole.slice(-count).join('\n'));
      }
    }
    expect(tailStart(join(await newFolder(), 'none'), 3)).toBe(0);
  });
});

describe('the files that the engine left below runlog/', () => {
  it('are listed by name, links left out', async () => {
    const folder = await newFolder();
    await mkdir(join(folder, 'runlog', 'b', '0', 'status'), { recursive: true });
    await mkdir(join(folder, 'runlog', 'a', '0'), { recursive: true });
    for (const name of ['b/0/status/timeline', 'b/0/status/current', 'a/0/log'])
      await writeFile(join(folder, 'runlog', name), name);
    await symlink('/etc/passwd', join(folder, 'runlog', 'a', 'link'));
    expect(runLogFiles(folder).map(({ name }) => name)).toEqual([
      'runlog/a/0/log',
      'runlog/b/0/status/current',
      'runlog/b/0/status/timeline',
    ]);
    expect(runLogFiles(join(folder, 'none'))).toEqual([]);
  });
});
