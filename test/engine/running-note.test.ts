import { mkdir, mkdtemp, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { notedProcesses, noteRunning } from '../../src/engine/running-note.ts';
import { stateFolder } from '../../src/engine/state-folder.ts';
import { temporaryFolder } from '../support/stores.ts';

describe('the note of the process that runs a job', () => {
  let surroundings: { env: { XDG_STATE_HOME: string }; home: undefined };
  let folder: string;

  beforeEach(async () => {
    surroundings = { env: { XDG_STATE_HOME: await mkdtemp(join(await temporaryFolder(), 'note-')) }, home: undefined };
    folder = stateFolder(surroundings, '/store');
  });

  it('tells that the job runs until it is taken away', async () => {
    const isRunning = notedProcesses(surroundings, '/store');
    expect(isRunning('abc')).toBe(false);
    const remove = noteRunning(folder, 'abc', process.pid);
    expect(isRunning('abc')).toBe(true);
    expect(isRunning('ab')).toBe(false);
    expect(notedProcesses(surroundings, '/other')('abc')).toBe(false);
    expect((await stat(join(folder, 'abc.pid'))).mode & 0o777).toBe(0o600);
    remove();
    expect(isRunning('abc')).toBe(false);
    expect(await readdir(folder)).toEqual([]);
  });

  it('counts for nothing once the process is gone, or its id is another one’s', async () => {
    noteRunning(folder, 'gone', 2 ** 30);
    noteRunning(folder, 'reused', process.pid);
    const [pid, started] = (await readFile(join(folder, 'reused.pid'), 'utf8')).trim().split(' ');
    await writeFile(join(folder, 'reused.pid'), `${pid} ${Number(started) - 1}\n`);
    const isRunning = notedProcesses(surroundings, '/store');
    expect(isRunning('gone')).toBe(false);
    expect(isRunning('reused')).toBe(false);
  });

  it.each([
    '',
    'x',
    '-1 5\n',
    '0 0\n',
    '1 \n',
    `${'9'.repeat(400)} 1\n`,
  ])('means nothing where it reads %j', async (text) => {
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'abc.pid'), text);
    expect(notedProcesses(surroundings, '/store')('abc')).toBe(false);
  });

  it('means nothing without a home to keep it in', () => {
    expect(notedProcesses({ env: {}, home: undefined }, '/store')('abc')).toBe(false);
  });
});
