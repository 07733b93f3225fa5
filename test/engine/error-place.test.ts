import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { CauseFinder } from '../../src/engine/cause.ts';
import { engineLogPath, noteInLog } from '../../src/engine/engine-log.ts';
import { type Place, placeText } from '../../src/engine/error-place.ts';
import { causeInLog, reasonNote } from '../../src/engine/log-cause.ts';
import { cpuNow } from '../support/cpu-now.ts';
import { temporaryFolder } from '../support/stores.ts';

/** The real engine's output for a handler that raises: 80 columns wide, and 200 columns wide from a deep folder. */
const logOf = (name: string): Promise<string> =>
  readFile(fileURLToPath(new URL(`tracebacks/${name}.log`, import.meta.url)), 'utf8');

function placeIn(...lines: readonly string[]): Place | null {
  const finder = new CauseFinder();
  finder.add(lines.map((line) => `${line}\n`).join(''));
  return finder.place();
}

async function sourcesWith(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = mkdtempSync(join(await temporaryFolder(), 'sources-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

const CODE = "  evaluation.log_summary(done=1); raise ValueError('this handler always fails, with a message')";
const SOURCE = `${'\n'.repeat(10)}${CODE}\n`;

describe('where an error was raised', () => {
  it('is the last place outside of installed packages', async () => {
    expect(placeIn(await logOf('narrow'))).toMatchObject({
      path: '/home/me/store/self/job/na/narrow/snapshot/ev.py',
      isCut: false,
      line: 11,
    });
    expect(
      placeIn(
        'Traceback (most recent call last):',
        '  File "/home/me/a.py", line 3, in f',
        '    g()',
        '  File "/opt/e/lib/python3.11/site-packages/torch/x.py", line 9, in g',
        '    raise ValueError("x")',
        'ValueError: x',
      ),
    ).toMatchObject({ path: '/home/me/a.py', line: 3 });
    expect(placeIn('Traceback (most recent call last):', 'ValueError: x')).toBeNull();
  });

  it('is completed from the model’s code if the engine cut the path', async () => {
    const place = placeIn(await logOf('deep'));
    const version = 'abcdefghijklmnopqrstuvwxyzabcdefghijklmn';
    const snapshot = `/home/me/places/a-folder-with-a-rather-long-name/store/self/job/ab/${version}/snapshot`;
    expect(place).toMatchObject({ isCut: true, line: 11 });
    if (place === null) throw new Error('no place');
    const text = async (files: Readonly<Record<string, string>>) =>
      placeText(place, snapshot, await sourcesWith(files));
    expect(await text({ 'deep/ev.py': SOURCE, 'other.py': '\n'.repeat(20) })).toBe('deep/ev.py:11');
    // Two matches, or none, do not determine a place.
    expect(await text({ 'a.py': SOURCE, 'b.py': SOURCE })).toBeNull();
    expect(await text({})).toBeNull();
    expect(placeText(place, '/another/snapshot', null)).toBe(`${place.path}…:11`);
  });

  it('is relative to the model’s code if it is inside', () => {
    const place = { path: '/s/snapshot/src/a.py', isCut: false, line: 7, code: '' };
    expect(placeText(place, '/s/snapshot', null)).toBe('src/a.py:7');
    expect(placeText({ ...place, path: '/home/me/a.py' }, '/s/snapshot', null)).toBe('/home/me/a.py:7');
    expect(placeText({ ...place, path: '/s/snapshot/src/a', isCut: true }, '/s/snapshot', null)).toBe('src/a…:7');
  });

  it('is found in linear time', () => {
    const started = cpuNow();
    for (const text of ['│ /', '│ ❱ ', '  File "', '╭─', ' ', '\r', ':1', '│']) {
      placeIn(text.repeat(50_000), `│ ${text.repeat(50_000)}│`);
    }
    expect(cpuNow() - started).toBeLessThan(2000);
  });
});

describe('why a job failed, by its log', () => {
  const message = /^ValueError: this handler always fails, with a message .* at eighty columns/;

  it('is the error with its place', async () => {
    const folder = await temporaryFolder();
    writeFileSync(engineLogPath(folder, 'narrow'), await logOf('narrow'));
    expect(causeInLog(folder, 'narrow')).toMatch(message);
    expect(causeInLog(folder, 'narrow')).toMatch(/ \(ev\.py:11\)$/);
    writeFileSync(engineLogPath(folder, 'deep'), await logOf('deep'));
    expect(causeInLog(folder, 'deep')).toMatch(/ \(line 11\)$/);
    expect(causeInLog(folder, 'none')).toBeNull();
  });

  it('is the last note of swjob itself', async () => {
    const folder = await temporaryFolder();
    const path = engineLogPath(folder, 'noted');
    writeFileSync(path, await logOf('deep'));
    noteInLog(path, reasonNote('ValueError: two\nlines (deep/ev.py:11)'));
    expect(causeInLog(folder, 'noted')).toBe('ValueError: two lines (deep/ev.py:11)');
  });
});
