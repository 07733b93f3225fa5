import { mkdir, mkdtemp, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { RunNoteFile, readNote } from '../../src/engine/run-note.ts';
import { runRecords } from '../../src/engine/run-records.ts';
import { stateFolder } from '../../src/engine/state-folder.ts';
import { temporaryFolder } from '../support/stores.ts';

const RUN = {
  ...{
    version: 'abc',
    project: 'self',
    handler: 'a:b',
    model: 'local/project/self/model/m/version/v',
    datasets: ['d'],
  },
  ...{ startedAt: '2026-11-27T08:00:00Z', hasFolder: false, failure: null },
};

describe('the note of a running job', () => {
  let environment: { env: { XDG_STATE_HOME: string }; home: undefined };
  let folder: string;
  const records = (root = '/store') => runRecords(environment, root, process.pid);

  beforeEach(async () => {
    environment = { env: { XDG_STATE_HOME: await mkdtemp(join(await temporaryFolder(), 'note-')) }, home: undefined };
    folder = stateFolder(environment, '/store');
  });

  it('says that the job is running, and what it is, until it is removed', async () => {
    expect(records().isRunning('abc')).toBe(false);
    const note = new RunNoteFile(folder, RUN);
    expect(records().isRunning('abc')).toBe(true);
    expect(records().isRunning('ab')).toBe(false);
    expect(records('/other').isRunning('abc')).toBe(false);
    expect(records().started('abc')).toMatchObject(RUN);
    expect(records().startedIn('self')).toMatchObject([RUN]);
    expect(records().startedIn('another')).toEqual([]);
    expect((await stat(join(folder, 'abc.run.json'))).mode & 0o777).toBe(0o600);
    note.remove();
    expect(records().isRunning('abc')).toBe(false);
    expect(await readdir(folder)).toEqual([]);
  });

  it('keeps why a job ended without a result, until the job is forgotten', async () => {
    const note = new RunNoteFile(folder, RUN);
    note.sawFolder();
    note.ended('it broke');
    expect(records().isRunning('abc')).toBe(false);
    expect(records().started('abc')).toMatchObject({ ...RUN, hasFolder: true, failure: 'it broke' });
    await records().forget('abc');
    expect(await readdir(folder)).toEqual([]);
  });

  it('does not count once its process is gone, or the process id is reused', async () => {
    const note = new RunNoteFile(folder, RUN);
    note.runsAs(2 ** 30);
    expect(records().isRunning('abc')).toBe(false);
    note.runsAs(process.pid);
    expect(records().isRunning('abc')).toBe(true);
    const path = join(folder, 'abc.run.json');
    const text = await readFile(path, 'utf8');
    await writeFile(path, text.replace(/"processStart":"\d+"/, '"processStart":"1"'));
    expect(records().isRunning('abc')).toBe(false);
  });

  it.each([
    '',
    'x',
    'null',
    '[]',
    '{}',
    JSON.stringify({ ...RUN, pid: 1, version: 'abd' }),
    JSON.stringify({ ...RUN, pid: 'x' }),
    JSON.stringify({ ...RUN, pid: 1, datasets: [5] }),
    JSON.stringify({ ...RUN, pid: 1, startedAt: 'soon' }),
  ])('means nothing where it reads %j', async (text) => {
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'abc.run.json'), text);
    expect(readNote(folder, 'abc')).toBeNull();
    expect(records().startedIn('self')).toEqual([]);
  });

  it('is ignored without a home folder', () => {
    expect(runRecords({ env: {}, home: undefined }, '/store', process.pid).isRunning('abc')).toBe(false);
  });
});
