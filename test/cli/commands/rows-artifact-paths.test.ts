import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { storeEnv, swjob } from '../../support/cli.ts';
import { temporaryFolder } from '../../support/stores.ts';
import { artifact, JOB, text, writeStore } from '../written-store.ts';

let folder: string;

beforeEach(async () => {
  folder = mkdtempSync(join(await temporaryFolder(), 'out-'));
});

describe('rows --save-artifacts', () => {
  /** Three records with a note each; the content of one is missing. */
  async function notes() {
    const { root } = await writeStore({});
    const block = [0, 1, 2].map((n) => ({
      key: `k/${n}`,
      revision: 1n,
      cells: { note: artifact(root, `note ${n}`, { _mime_type: 'text/plain' }), label: text(n === 1 ? '-x y' : 'bee') },
    }));
    const store = await writeStore({ t: { keyType: 'STRING', blocks: [block] } });
    for (const n of [0, 2]) artifact(store.root, `note ${n}`);
    return storeEnv(store.root);
  }

  it('reports and counts an unreadable artifact, saves the others, and ends with 6', async () => {
    const ended = await swjob(['rows', JOB, 't', '-o', 'jsonl', '--save-artifacts', folder], { env: await notes() });
    expect(ended.status).toBe(6);
    expect(ended.stderr).toMatch(/^swjob: k\/1, note: .+\n2 artifacts saved to .+; 1 could not be read\n$/);
    expect(ended.stdout.split('\n')).toHaveLength(4);
    expect(readdirSync(folder).sort()).toEqual(['index.csv', 'k_0-note.txt', 'k_2-note.txt']);
    const [header, first, failed, last] = readFileSync(join(folder, 'index.csv'), 'utf8').split('\n');
    expect([header, first, last]).toEqual([
      'file,key,column,mime_type,bytes,error',
      'k_0-note.txt,k/0,note,text/plain,6,',
      'k_2-note.txt,k/2,note,text/plain,6,',
    ]);
    expect(failed).toMatch(/^,k\/1,note,text\/plain,,.+/);
  });

  it('adds the path of the file to the printed record, in every format', async () => {
    const env = await notes();
    const run = async (...args: string[]) =>
      (await swjob(['rows', JOB, 't', '--save-artifacts', folder, ...args], { env })).stdout.split('\n');
    expect((await run('-o', 'csv'))[0]).toBe('id,note,note.path,label');
    const lines = (await run('-o', 'jsonl')).slice(0, 3).map((line) => JSON.parse(line)['note.path']);
    expect(lines).toEqual([join(folder, 'k_0-note.txt'), undefined, join(folder, 'k_2-note.txt')]);
    expect((await run('--columns', 'id,note', '-o', 'csv'))[0]).toBe('id,note,note.path');
  });

  it('leaves the keys of --quiet, whichever columns are chosen', async () => {
    const env = await notes();
    const args = ['rows', JOB, 't', '-q', '--save-artifacts', folder];
    const all = await swjob(args, { env });
    expect(all.stdout).toContain('k/0\n');
    expect(await swjob([...args, '--columns', 'note'], { env })).toMatchObject(all);
  });

  it('names the files by --artifact-name, without duplicates', async () => {
    const env = await notes();
    const run = (template: string) =>
      swjob(['rows', JOB, 't', '--limit', '1', '--save-artifacts', folder, '--artifact-name', template], { env });
    await run('{label}-of-{id}');
    expect(readdirSync(folder)).toContain('bee-of-k_0.txt');
    const args = ['rows', JOB, 't', '--columns', 'note', '--save-artifacts', folder, '--artifact-name', '{label} {id}'];
    expect((await swjob([...args, '-o', 'csv'], { env })).stdout.split('\n')[0]).toBe('note,note.path');
    expect(readdirSync(folder)).toContain('bee_k_2.txt');
    await run('-.{label}');
    expect(readdirSync(folder)).toContain('_bee.txt');
    await run('index');
    expect(readdirSync(folder)).toContain('index.txt');
    for (const wrong of ['{label', 'label}', '{}', '']) {
      expect(await run(wrong)).toMatchObject({
        status: 2,
        stdout: '',
        stderr: expect.stringContaining('--artifact-name'),
      });
    }
    const unknown = await run('{lable}');
    expect(unknown).toMatchObject({ status: 3, stdout: '', stderr: expect.stringContaining('label') });
  });

  it('needs --save-artifacts for --artifact-name', async () => {
    expect(await swjob(['rows', JOB, 't', '--artifact-name', 'x'], { env: await notes() })).toMatchObject({
      status: 2,
    });
  });

  it.skipIf(process.platform !== 'linux')('refuses at once a folder that cannot be created', async () => {
    const ended = await swjob(['rows', JOB, 't', '--save-artifacts', '/proc/nosuch/x'], { env: await notes() });
    expect(ended).toMatchObject({ status: 1, stdout: '', stderr: expect.stringContaining('/proc/nosuch/x') });
  });
});
