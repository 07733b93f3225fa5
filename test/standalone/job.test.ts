import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { JobSource } from '../../src/job/instance.ts';
import { openStandalone } from '../../src/standalone/instance.ts';
import { rowsOf } from '../support/agreement.ts';
import { temporaryFolder } from '../support/stores.ts';
import { writeTable } from '../support/write-table.ts';

let root: string;
let folder: string;
let job: JobSource;

beforeEach(async () => {
  root = mkdtempSync(join(await temporaryFolder(), 'store-'));
  folder = join(root, 'self', 'job', 'ab', 'abc');
  mkdirSync(folder, { recursive: true });
  const instance = await openStandalone({ root, alias: 'local', summaryTable: 'eval/summary' });
  job = await instance.findJob('self', 'ab', 'active');
});

const write = (manifest: string) => writeFileSync(join(folder, '_manifest.yaml'), manifest);

function register(tables: Readonly<Record<string, string>>): void {
  mkdirSync(join(root, '.datastore'), { recursive: true });
  const list = Object.entries(tables).map(([name, dir]) => ({ name, dir, created_at: 0 }));
  writeFileSync(join(root, '.datastore', 'manifest.json'), JSON.stringify({ version: '0.1', tables: list }));
}

describe('StandaloneJob', () => {
  it('has its full version, whatever was given', () => {
    expect([job.uri, job.project, job.id, job.uuid]).toEqual(['local/project/self/job/abc', 'self', 'abc', 'abc']);
  });

  it('reads its manifest again each time', async () => {
    expect(await job.status()).toBe('UNKNOWN');
    write('status: running');
    expect(await job.status()).toBe('RUNNING');
    write('status: success');
    expect([await job.status(), (await job.record()).status]).toEqual(['SUCCESS', 'SUCCESS']);
  });

  it("shows the manifest's known fields, null where they are missing, then the others", async () => {
    expect(await job.details()).toEqual({ manifest: null, job: null, tasks: [] });
    write(
      'zeta: 12345e10\nstatus: success\ndatasets: &d [a]\nmore: *d\nscheduler_run_args: {task_num: 0}\n__proto__: {x: 1}\n',
    );
    const { manifest } = await job.details();
    expect(Object.entries(manifest as object)).toEqual([
      ['created_at', null],
      ['scheduler_run_args', { task_num: 0 }],
      ['version', null],
      ['project', null],
      ['model_src_dir', null],
      ['datasets', ['a']],
      ['model', null],
      ['status', 'success'],
      ['handler_name', null],
      ['error_message', null],
      ['finished_at', null],
      ['finetune_validation_datasets', null],
      ['zeta', '12345e10'],
      ['more', ['a']],
      ['__proto__', { x: 1 }],
    ]);
  });

  it('reports a damaged manifest at once', async () => {
    write('a: &a [*a]');
    for (const read of [() => job.status(), () => job.record(), () => job.details()])
      await expect(read()).rejects.toMatchObject({ code: 'damaged' });
  });

  it('has its own row of the summary table, not that of an id with the same prefix', async () => {
    expect(await job.summary()).toBeNull();
    register({ 'project/self/eval/summary': 's', 'project/self/eval/ab/abc/results': 'r' });
    const row = (key: string) =>
      ({
        key,
        revision: 1n,
        cells: { name: [{ type: 'STRING' }, `${key} abc`], none: [{ type: 'UNKNOWN' }, null] },
      }) as const;
    writeTable(join(root, '.datastore', 's'), { keyType: 'STRING', blocks: [[row('ab'), row('abcd')]] });
    expect(await job.summary()).toBeNull();
    writeTable(join(root, '.datastore', 's'), { keyType: 'STRING', blocks: [[row('ab'), row('abcd')], [row('abc')]] });
    expect([...((await job.summary()) ?? [])]).toEqual([
      ['id', { type: 'STRING', value: 'abc' }],
      ['name', { type: 'STRING', value: 'abc abc' }],
    ]);
  });

  it('has its tables, and the bytes of its artifacts', async () => {
    expect(await job.tables()).toEqual([]);
    register({ 'project/self/eval/ab/abc/results': 'r', 'project/self/eval/ab/abcd/more': 'm' });
    expect(await job.tables()).toEqual(['results']);
    mkdirSync(join(root, '.datastore', 'r'), { recursive: true });
    expect(await rowsOf(await job.table('results'))).toEqual([]);
    await expect(job.table('more')).rejects.toMatchObject({ code: 'not-found', hint: 'Its tables: results' });
    mkdirSync(join(root, '.objectstore', 'ab'), { recursive: true });
    writeFileSync(join(root, '.objectstore', 'ab', 'abcdef'), 'content');
    expect(Buffer.from(await job.artifacts.read({ uri: 'abcdef', offset: 3, size: 2 })).toString()).toBe('te');
  });
});
