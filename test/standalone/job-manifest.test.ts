import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { JOB_STATUSES } from '../../src/job/record.ts';
import { factsOf, recordOf } from '../../src/standalone/job-facts.ts';
import type { JobFolder } from '../../src/standalone/job-folders.ts';
import { type JobManifest, readJobManifest, statusOf } from '../../src/standalone/job-manifest.ts';
import { cpuNow } from '../support/cpu-now.ts';
import { makeOddFile, makeSparseFile, ODD_FILES } from '../support/odd-files.ts';
import { temporaryFolder } from '../support/stores.ts';

let folder: JobFolder;
let path: string;
beforeEach(async () => {
  folder = { version: 'abc', path: mkdtempSync(join(await temporaryFolder(), 'job-')), removed: false };
  path = join(folder.path, '_manifest.yaml');
});

const record = (manifest: JobManifest | null) =>
  recordOf({ folder, instance: 'local', project: 'self' }, factsOf(manifest ?? {}, folder));

describe('readJobManifest', () => {
  it('returns the fields, or null if there are none (yet)', async () => {
    expect(await readJobManifest(folder)).toBeNull();
    for (const text of ['', '\n \n']) {
      writeFileSync(path, text);
      expect(await readJobManifest(folder)).toBeNull();
    }
    writeFileSync(path, 'version: 12345e10\nstatus: success\nscheduler_run_args: {task_num: 0}\n');
    expect(await readJobManifest(folder)).toEqual({
      version: '12345e10',
      status: 'success',
      scheduler_run_args: { task_num: 0 },
    });
  });

  it.each<[string, string]>([
    ['a: [', 'not readable as YAML: '],
    ['a: !!python/name:os.system ""', 'not readable as YAML: '],
    ['a: &a [*a]', 'not readable as YAML: aliases make it endless'],
    ['- a', 'not a mapping of job fields'],
    ['text', 'not a mapping of job fields'],
    ['~', 'not a mapping of job fields'],
    [`a: ${'x'.repeat(1 << 20)}`, 'too large (1048579 bytes)'],
  ])('finds damage: %.20s', async (text, message) => {
    writeFileSync(path, text);
    await expect(readJobManifest(folder)).rejects.toMatchObject({
      code: 'damaged',
      message: expect.stringMatching(/^[^\n]{1,300}$/),
    });
    await expect(readJobManifest(folder)).rejects.toThrow(`${path}: ${message}`);
  });

  it.each(ODD_FILES)('finds damage in %s at once', async (kind) => {
    makeOddFile(kind, path);
    await expect(readJobManifest(folder)).rejects.toMatchObject({ code: 'damaged' });
  });

  it('does not read an endless file', async () => {
    makeSparseFile(path, 2 ** 40);
    await expect(readJobManifest(folder)).rejects.toThrow('too large');
  });
});

describe('statusOf', () => {
  it('uses the words of the Job SDK, whatever the case', () => {
    const words = [
      'init',
      'start',
      'RUNNING',
      'success',
      'failed',
      'FAIL',
      'Canceled',
      'cancelled',
      'paused',
      'cancelling',
      'created',
      'ready',
    ];
    expect(words.map((status) => statusOf({ status }))).toEqual([
      'CREATED',
      'READY',
      'RUNNING',
      'SUCCESS',
      'FAIL',
      'FAIL',
      'CANCELED',
      'CANCELED',
      'PAUSED',
      'CANCELLING',
      'CREATED',
      'READY',
    ]);
  });

  it('is UNKNOWN for anything else', () => {
    for (const status of ['', 'done', 'constructor', '__proto__', null, 5, true, ['success'], {}])
      expect(statusOf({ status })).toBe('UNKNOWN');
    expect(statusOf({})).toBe('UNKNOWN');
    expect(JOB_STATUSES).toContain('UNKNOWN');
  });
});

describe('recordOf', () => {
  it('contains what the manifest says', () => {
    const manifest = {
      created_at: '2026-11-23 08:42:08 UTC',
      finished_at: '2026-11-23 08:42:10 UTC',
      datasets: ['points', 'local/project/self/dataset/mnist/version/abc', 5, null],
      handler_name: 'evaluator:summarize',
      model: 'clf',
      status: 'success',
      error_message: '',
      version: 'another',
    };
    expect(record(manifest)).toEqual({
      uri: 'local/project/self/job/abc',
      instance: 'local',
      project: 'self',
      id: 'abc',
      uuid: 'abc',
      status: 'SUCCESS',
      handler: 'evaluator:summarize',
      model: { name: 'clf', version: null },
      datasets: [
        { name: 'points', version: null, uri: 'points' },
        { name: 'mnist', version: 'abc', uri: 'local/project/self/dataset/mnist/version/abc' },
      ],
      runtime: null,
      resource_pool: null,
      owner: null,
      created_at: '2026-11-23T08:42:08Z',
      finished_at: '2026-11-23T08:42:10Z',
      duration_ms: 2000,
      error_message: null,
      comment: null,
      pinned: false,
      removed: false,
    });
  });

  it('contains what the folder’s name says if the manifest or fields are missing or odd', () => {
    expect(record(null)).toMatchObject({
      id: 'abc',
      status: 'UNKNOWN',
      model: null,
      datasets: [],
      created_at: null,
      duration_ms: null,
    });
    const odd = Object.fromEntries(
      ['created_at', 'finished_at', 'datasets', 'model', 'handler_name', 'error_message'].map((name) => [
        name,
        { x: [1] },
      ]),
    );
    expect(record(odd)).toEqual(record(null));
    expect(record({ handler_name: 5, error_message: 'x', datasets: 'points' })).toMatchObject({
      handler: '5',
      error_message: 'x',
      datasets: [],
    });
  });

  it.each([
    ['2026-11-23 08:42:08 UTC', '2026-11-23T08:42:08Z'],
    ['2026-11-23 08:42:08', '2026-11-23T08:42:08Z'],
    ['2026-11-23T08:42:08Z', '2026-11-23T08:42:08Z'],
    ['2026-11-23 08:42:08.123456', '2026-11-23T08:42:08.123Z'],
    ['2026-11-23 08:42:08.5 UTC', '2026-11-23T08:42:08.500Z'],
    ['2026-11-23 08:42:08+08:00', '2026-11-23T00:42:08Z'],
    ['2026-11-23 08:42:08 -0130', '2026-11-23T10:12:08Z'],
    ['2026-13-23 08:42:08', null],
    ['2026-11-23 25:42:08', null],
    ['2026-11-23', null],
    ['yesterday', null],
    ['', null],
  ])('reads the time %j', (text, time) => {
    expect(record({ created_at: text }).created_at).toBe(time);
  });

  it('has no negative duration', () => {
    const at = (created_at: string, finished_at: string) => record({ created_at, finished_at }).duration_ms;
    expect(at('2026-11-23 08:42:08', '2026-11-23 08:42:08')).toBe(0);
    expect(at('2026-11-23 08:42:08', '2026-11-23 08:42:07')).toBeNull();
    expect(at('2026-11-23 08:42:08', '')).toBeNull();
  });

  it.each([
    ['mnist/version/v0', 'mnist', 'v0'],
    ['local/project/self/model/mnist', 'mnist', null],
    ['mnist/v0', 'mnist', 'v0'],
    ['mnist/latest', 'mnist', 'latest'],
    ['local/project/self/model/mnist/v0', 'mnist', 'v0'],
    ['cloud://srv/project/1/model/mnist/version/abc', 'mnist', 'abc'],
    ['https://host:8082/project/self/model/mnist/v0', 'mnist', 'v0'],
    ['a/version/b/version/c', 'c', null],
    ['workdir/', 'workdir', null],
    ['//', '//', null],
    ['/tmp/models/mnist', 'mnist', null],
    ['version/x', 'x', null],
  ])('reads the name and version of the model %s', (model, name, version) => {
    expect(record({ model: String(model) }).model).toEqual({ name, version });
  });

  it.each([
    ['mnist', 'mnist', null],
    ['mnist/v0', 'mnist', 'v0'],
    ['self/dataset/mnist/v0', 'mnist', 'v0'],
    ['local/project/self/dataset/mnist/v0', 'mnist', 'v0'],
    ['srv/project/1/dataset/mnist/version/latest', 'mnist', 'latest'],
    ['local/project/self/model/mnist/v0', 'v0', null],
  ])('reads the name and version of the dataset %s', (uri, name, version) => {
    expect(record({ datasets: [String(uri)] }).datasets).toEqual([{ name, version, uri }]);
  });

  it('takes linear time for a long name', () => {
    const started = cpuNow();
    record({ model: 'a/version/'.repeat(100_000), created_at: '2026-11-23 08:42:08.'.padEnd(1e6, '1') });
    expect(cpuNow() - started).toBeLessThan(1000);
  });
});
