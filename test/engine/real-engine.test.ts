import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type CreateOptions, create } from '../../src/cli/commands/create.ts';
import { logs } from '../../src/cli/commands/logs.ts';
import type { RawGlobalOptions } from '../../src/cli/global-options.ts';
import { planCreate } from '../../src/create/plan.ts';
import { runStandalone } from '../../src/create/standalone-run.ts';
import type { PlainData, TypedRow } from '../../src/datastore/typed-value.ts';
import type { JobSource } from '../../src/job/instance.ts';
import { createJob } from '../../src/sdk/create.ts';
import { Session } from '../../src/session.ts';
import { openStandalone } from '../../src/standalone/instance.ts';
import { runCommand } from '../create/command.ts';
import { failure } from '../server/support.ts';
import type { Ended } from '../support/cli.ts';
import { processesWith } from './processes.ts';
import { announceSkipped, builtStore, copyOf, type RealStore, realPython } from './real-store.ts';

announceSkipped();

const VERSION = /[a-z2-7]{40}/;

describe.skipIf(realPython === undefined)('a job that the real engine runs', () => {
  let built: RealStore;
  let store: RealStore;

  beforeAll(async () => {
    built = await builtStore();
  });
  beforeEach(async () => {
    store = await copyOf(built);
  });

  const run = (options: Partial<CreateOptions>, global: RawGlobalOptions = {}, args: readonly string[] = []) =>
    runCommand(
      create,
      args,
      { model: 'toy', ...(realPython && { python: realPython }), ...options },
      { env: store.env, global },
    );

  const session = () => new Session({ env: store.env, home: store.env['HOME'], pid: process.pid });

  async function jobOf({ stdout }: Pick<Ended, 'stdout'>, project = 'self'): Promise<JobSource> {
    const instance = await openStandalone({ root: store.root, alias: 'local', summaryTable: 'eval/summary' });
    return instance.findJob(project, VERSION.exec(stdout)?.[0] ?? 'none', 'active');
  }

  async function valuesOf(job: JobSource, table: string): Promise<Record<string, PlainData>[]> {
    const rows: Record<string, PlainData>[] = [];
    for await (const batch of (await job.table(table)).scan({})) rows.push(...batch.map(plainRow));
    return rows;
  }

  /** Checks what every run must leave: a log that only its owner can read, and no process. */
  async function expectTidy(job: JobSource): Promise<void> {
    expect(processesWith(job.id)).toEqual([]);
    const [folder = ''] = await readdir(join(store.root, '..', 'state/swjob/logs'));
    expect(await readdir(join(store.root, '..', 'state/swjob/logs', folder))).toEqual([`${job.id}.log`]);
  }

  const logOf = async (job: JobSource): Promise<string> =>
    (await runCommand(logs, [job.uri], {}, { env: store.env })).stdout;

  it('evaluates a multi-classification over a dataset', async () => {
    const ended = await run({ handler: 'evaluator:score', dataset: ['signs'] });
    const job = await jobOf(ended);
    expect(ended).toMatchObject({ status: 0, stdout: `local/project/self/job/${job.id}\n` });
    expect(ended.stderr).toContain('finish run, success!');
    expect(await job.status()).toBe('SUCCESS');
    expect(await job.record()).toMatchObject({
      handler: 'evaluator:score',
      model: { name: 'toy' },
      datasets: [{ name: 'signs', version: expect.stringMatching(VERSION) }],
    });
    expect(plainRow((await job.summary()) ?? new Map())).toMatchObject({ kind: 'multi_classification', accuracy: 0.8 });
    expect(await job.tables()).toEqual(expect.arrayContaining(['confusion_matrix/binarylabel', 'labels', 'results']));
    expect(await valuesOf(job, 'results')).toHaveLength(20);
    expect((await valuesOf(job, 'labels')).map(({ id }) => id)).toHaveLength(2);
    expect(await logOf(job)).toContain('finish run, success!');
    await expectTidy(job);
  });

  it('reads only the first rows, in another project', async () => {
    const ended = await run({ handler: '1', dataset: ['signs'], datasetHead: '5', project: 'another' });
    const job = await jobOf(ended, 'another');
    expect(ended.stdout).toBe(`local/project/another/job/${job.id}\n`);
    expect(await job.record()).toMatchObject({ handler: 'evaluator:score', status: 'SUCCESS', project: 'another' });
    expect(await valuesOf(job, 'results')).toHaveLength(5);
    expect(existsSync(join(store.root, 'self', 'job'))).toBe(false);
    await expectTidy(job);
  });

  it('has the printed id, and is printed as a record for programs', async () => {
    const ended = await run({ handler: 'handlers:context' }, { json: true });
    const job = await jobOf(ended);
    expect(ended.status).toBe(0);
    expect(JSON.parse(ended.stdout)).toMatchObject({ uri: job.uri, id: job.id, status: 'SUCCESS', datasets: [] });
    expect(ended.stderr).toMatch(new RegExp(`^job ${job.uri}\n`));
    expect(plainRow((await job.summary()) ?? new Map())).toMatchObject({ version: job.id, project: 'self' });
    expect(await job.tables()).toEqual(['train/steps']);
    expect((await valuesOf(job, 'train/steps')).map(({ id }) => id)).toEqual([0, 1, 2, 3, 4]);
  });

  it('receives the arguments for its handler', async () => {
    const ended = await run({ handler: 'handlers:settings' }, { quiet: true }, ['--rate', '0.25']);
    const job = await jobOf(ended);
    expect(ended.stdout).toBe(`${job.id}\n`);
    expect(plainRow((await job.summary()) ?? new Map())).toMatchObject({ rate: 0.25 });
    expect(await logOf(job)).toContain('the rate is 0.25');
  });

  it('fails with the handler’s own error', async () => {
    const ended = await run({ handler: 'handlers:raises' }, { json: true });
    const job = await jobOf(ended);
    expect(ended.status).toBe(9);
    const reason = 'ValueError: this handler always fails (handlers.py:34)';
    expect(JSON.parse(ended.stdout)).toMatchObject({ id: job.id, status: 'FAIL', error_message: reason });
    expect(ended.stderr).toContain(`swjob: the job ended in FAIL: ${reason}\n`);
    expect(ended.stderr).toContain(`swjob logs ${job.uri}`);
    expect(plainRow((await job.summary()) ?? new Map())).toMatchObject({ before: 1 });
    expect(await logOf(job)).toContain('ValueError: this handler always fails');
    await expectTidy(job);
  });

  it('succeeds if the handler exits, because the engine records that', async () => {
    const ended = await run({ handler: 'handlers:exits' });
    expect(ended.status).toBe(0);
    expect(await (await jobOf(ended)).status()).toBe('SUCCESS');
  });

  it('succeeds with a warning if something could not be logged', async () => {
    const ended = await run({ handler: 'handlers:unloggable' });
    const job = await jobOf(ended);
    expect(ended.status).toBe(0);
    expect(await job.status()).toBe('SUCCESS');
    expect(ended.stderr).toMatch(/warning: the job is recorded as SUCCESS, but .*unsupported type/);
    await expectTidy(job);
  });

  it('is ended if the engine hangs afterwards, and keeps its own error', async () => {
    const request = {
      ...{ project: '', model: 'toy', handler: 'evaluator:stumble', datasets: ['signs'], validationDatasets: [] },
      ...{ ttl: 0, devMode: false, devPassword: '', datasetHead: 0, handlerArgs: [], python: realPython },
    };
    const plan = await planCreate(request, session(), () => undefined);
    if (plan.kind !== 'standalone') throw new Error('the project is on Standalone');
    const warnings: string[] = [];
    const { status, failure: reason } = await runStandalone(
      plan,
      { env: store.env, home: undefined },
      {
        onOutput: () => undefined,
        warn: (text) => warnings.push(text),
        onInterrupt: () => () => undefined,
        idleMs: 1500,
      },
    );
    expect(status).toBe('FAIL');
    expect(reason).toMatchObject({ code: 'job-failed', exitCode: 9, uri: plan.uri });
    expect(reason?.message).toContain('stumbled over the first result');
    expect(warnings).toEqual(['the engine was idle after the job had finished; it was ended']);
    const job = await jobOf({ stdout: plan.uri });
    expect(await job.status()).toBe('FAIL');
    await expectTidy(job);
  });

  it('can be created with the library, whose promise rejects if the job fails', async () => {
    const options = { project: 'self', model: 'toy', ...(realPython && { python: realPython }) };
    const uri = await createJob({ ...options, runHandler: 'handlers:context' }, session());
    expect(await (await jobOf({ stdout: uri })).status()).toBe('SUCCESS');
    const error = await failure(createJob({ ...options, runHandler: 'handlers:raises' }, session()));
    expect(error).toMatchObject({ code: 'job-failed', uri: expect.stringMatching(/\/self\/job\/\w{40}$/) });
    expect(await (await jobOf({ stdout: String(error.uri) })).status()).toBe('FAIL');
  });

  it.each<[string, Partial<CreateOptions>, number, string]>([
    ['handler', { handler: 'handlers:nothing' }, 3, '[0] evaluator:guess'],
    ['model', { model: 'nothing' }, 3, 'Its models: toy'],
    ['version of the model', { model: 'toy/v9' }, 3, 'It has: latest, v0'],
    ['dataset', { handler: 'evaluator:score', dataset: ['nothing'] }, 3, 'Its datasets: signs'],
    ['dataset that it needs', { handler: 'evaluator:score' }, 2, 'for its step evaluator:guess'],
    ['way to a runtime', { handler: 'handlers:exits', runtime: 'rt' }, 2, '--python'],
    ['starwhale', { handler: 'handlers:exits', python: '/bin/false' }, 1, 'pip install starwhale'],
  ])('does not start without a %s', async (_what, options, exitStatus, told) => {
    const { status, stdout, stderr } = await run(options);
    expect(stderr).toContain(told);
    expect(status).toBe(exitStatus);
    expect(stdout).toBe('');
    expect(existsSync(join(store.root, 'self', 'job'))).toBe(false);
  });

  it('is shown by --dry-run, and not run', async () => {
    const options = { handler: 'evaluator:score', dataset: ['signs'], datasetHead: '2', dryRun: true, ttl: '5' };
    const { status, stdout, stderr } = await run(options, { json: true }, ['--x']);
    expect(status).toBe(0);
    const { command } = JSON.parse(stdout) as { command: string[] };
    expect(command.slice(0, 5)).toEqual([realPython, '-m', 'starwhale', 'model', 'run']);
    expect(command.join(' ')).toMatch(
      /--uri local\/project\/self\/model\/toy\/version\/[a-z2-7]{40} --handler evaluator:score --version [a-z2-7]{40} /,
    );
    expect(command.join(' ')).toMatch(
      /--dataset local\/project\/self\/dataset\/signs\/version\/[a-z2-7]{40} --dataset-head 2 -- --x$/,
    );
    expect(stderr).toBe('swjob: warning: a Standalone instance ignores the ttl\n');
    expect(existsSync(join(store.root, 'self', 'job'))).toBe(false);
  });
});

function plainRow(row: TypedRow): Record<string, PlainData> {
  return Object.fromEntries(Array.from(row, ([name, { value }]) => [name, value as PlainData]));
}
