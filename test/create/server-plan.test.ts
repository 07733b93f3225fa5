import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type CreateOptions, create } from '../../src/cli/commands/create.ts';
import type { RawGlobalOptions } from '../../src/cli/global-options.ts';
import type { Ended } from '../support/cli.ts';
import { writeRecordedStore } from '../support/stand-in/recorded-store.ts';
import { type StandInOptions, type StandInServer, startStandIn } from '../support/stand-in.ts';
import { temporaryFolder } from '../support/stores.ts';
import { runCommand } from './command.ts';
import { EVALUATE, EXCHANGES, environmentOf, recordedBody, stepsOf } from './recorded-server.ts';

// The stand-in has what the recorded server had. Requests to it are compared with those that the real Python client sent to
// the real server for the same job (exchanges 60 to 65).

let root: string;
let server: StandInServer;
let env: Record<string, string>;

beforeAll(async () => {
  root = await mkdtemp(join(await temporaryFolder(), 'recorded-'));
  await writeRecordedStore(root, EXCHANGES);
});
beforeEach(() => start({}));
afterEach(() => server.close());

async function start(options: Omit<StandInOptions, 'root'>): Promise<void> {
  server = await startStandIn({ root, ...options });
  await writeConfig('local');
}

async function writeConfig(current: 'local' | 'srv'): Promise<void> {
  env = await environmentOf(server, root, current);
}

const run = (options: CreateOptions, global: RawGlobalOptions = {}, args: readonly string[] = []): Promise<Ended> =>
  runCommand(create, args, options, { env, global });

const posted = () => server.requests.filter(({ method }) => method === 'POST');
const sentBody = (): Record<string, unknown> => JSON.parse(posted()[0]?.body ?? 'null') as Record<string, unknown>;

describe('a job on a Server', () => {
  it('is requested as the Python client requests it, and printed', async () => {
    const before = server.jobs.length;
    const { status, stdout } = await run(EVALUATE);
    expect(status).toBe(0);
    expect(stdout).toBe(`${server.origin}/project/1/job/${before + 1}\n`);
    expect(posted().map(({ path }) => path)).toEqual(['/api/v1/project/1/job']);
    expect(sentBody()).toEqual(recordedBody(60));
    expect(server.jobs).toHaveLength(before + 1);
  });

  it('has its steps changed as by the Python client', async () => {
    const overwriteSpecs = JSON.stringify({
      'evalmod:predict': { replicas: 3, resources: { memory: '1GiB' } },
      'evalmod:evaluate': { resources: '4GiB' },
    });
    const { status, stderr } = await run({
      ...EVALUATE,
      ttl: '600',
      devMode: true,
      devModePassword: 'pw',
      overwriteSpecs,
    });
    expect(status).toBe(0);
    const { stepSpecOverWrites, ...sent } = sentBody();
    const { stepSpecOverWrites: recorded, ...others } = recordedBody(62);
    expect(sent).toEqual(others);
    expect(stepsOf(stepSpecOverWrites)).toEqual(stepsOf(recorded));
    expect(stderr).toContain('The password for dev mode: as given');
  });

  it('gets every parameter', async () => {
    const options = { ...EVALUATE, model: 'tiny/version/v1', dataset: ['nums', 'nums/v1'], resourcePool: 'default' };
    const { status, stderr } = await run({ ...options, ttl: '0', devMode: true });
    expect(status).toBe(0);
    expect(sentBody()).toEqual({ ...recordedBody(60), datasetVersionUrls: '1,1', devMode: true });
    expect(stderr).toMatch(/password for dev mode: swjob info \S+\/job\/\d+ --json \| jq -r \.job\.uuid/);
  });

  it('passes arguments to the handler’s steps', async () => {
    await run(EVALUATE, {}, ['--rate', '0.5']);
    const { handler, stepSpecOverWrites } = sentBody();
    expect(handler).toBeUndefined();
    expect(stepsOf(stepSpecOverWrites)).toMatchObject([{ ext_cmd_args: '--rate 0.5' }, { ext_cmd_args: '--rate 0.5' }]);
  });

  it.each([['-1'], ['0']])('has no ttl if it is %s', async (ttl) => {
    await run({ ...EVALUATE, ttl });
    expect(sentBody()).not.toHaveProperty('timeToLiveInSec');
  });

  it('needs no runtime if the model has its own', async () => {
    await server.close();
    await start({ builtInRuntimes: true });
    const { runtime: _, ...options } = EVALUATE;
    expect((await run(options)).status).toBe(0);
    expect(sentBody()).not.toHaveProperty('runtimeVersionUrl');
  });

  it('needs a runtime if the model has none', async () => {
    const { runtime: _, ...options } = EVALUATE;
    const { status, stderr } = await run(options);
    expect(status).toBe(1);
    expect(stderr).toContain('builtin runtime of tiny not found');
    expect(stderr).toContain('--runtime');
  });

  it('is printed as a job with json', async () => {
    const { stdout } = await run(EVALUATE, { json: true });
    expect(JSON.parse(stdout)).toMatchObject({
      id: String(server.jobs.length),
      status: 'CREATED',
      handler: 'evalmod:evaluate',
      model: { name: 'tiny' },
      datasets: [{ name: 'nums' }],
      runtime: { name: 'tinyrt' },
      project: 'starwhale',
      instance: 'srv',
    });
  });

  it('is printed as its id with --quiet if that finds it again, else as its URI', async () => {
    const { stdout } = await run(EVALUATE, { quiet: true });
    expect(stdout).toBe(`${server.origin}/project/1/job/${server.jobs.length}\n`);
    await writeConfig('srv');
    expect((await run(EVALUATE, { quiet: true })).stdout).toBe(`${server.jobs.length}\n`);
    const { stdout: json } = await run(EVALUATE, { quiet: true, json: true });
    expect(JSON.parse(json)).toBe(String(server.jobs.length));
  });

  it('warns of a dataset head, which has no effect there', async () => {
    const { status, stderr } = await run({ ...EVALUATE, datasetHead: '3' });
    expect(status).toBe(0);
    expect(stderr).toContain('warning: the dataset head has no effect');
  });
});

describe('what a Server does not have', () => {
  it.each<[string, Partial<CreateOptions>, number, string]>([
    ['handler', { handler: 'no:such' }, 3, 'evalmod:boom'],
    ['model', { model: 'nope' }, 3, 'Its models: tiny'],
    ['version of the model', { model: 'tiny/v99' }, 3, 'has no version "v99"'],
    ['dataset', { dataset: ['nope'] }, 3, 'Its datasets: nums'],
    ['runtime', { runtime: 'nope' }, 3, 'Its runtimes: tinyrt'],
    ['pool', { resourcePool: 'nope' }, 3, 'Its pools: default'],
    ['step', { overwriteSpecs: '{"evalmod:boom": {"replicas": 2}}' }, 3, 'evalmod:predict, evalmod:evaluate'],
    ['kind of resource', { overwriteSpecs: '{"evalmod:predict": {"resources": {"disk": 2}}}' }, 2, 'nvidia.com/gpu'],
    ['project', { project: 'srv/project/nope' }, 3, 'nope'],
    ['dataset for a handler that needs one', { dataset: [] }, 2, 'needs a dataset'],
    ['finetune validation', { finetuneValidationDataset: ['nums'] }, 2, 'fine-tuning validation'],
    ['Python', { python: 'python3' }, 2, '--runtime'],
  ])('a %s is found to be missing before anything is sent', async (_what, changes, exitStatus, told) => {
    const { status, stdout, stderr } = await run({ ...EVALUATE, ...changes });
    expect(stderr).toContain(told);
    expect(status).toBe(exitStatus);
    expect(stdout).toBe('');
    expect(posted()).toEqual([]);
  });

  it.each<[string, Partial<CreateOptions>]>([
    ['model', { model: 'local/project/self/model/tiny' }],
    ['dataset', { dataset: ['other/project/1/dataset/nums'] }],
    ['runtime', { runtime: 'other/project/1/runtime/tinyrt' }],
  ])('a %s of another instance is an error that says how to copy it', async (type, changes) => {
    const { status, stderr } = await run({ ...EVALUATE, ...changes });
    expect(status).toBe(2);
    expect(stderr).toContain("is not on the job's instance, srv");
    expect(stderr).toContain(`swcli ${type} copy`);
    expect(posted()).toEqual([]);
  });
});

it('a job that is waited for is looked up again if the server goes away once it is created', async () => {
  const isLookedUp = ({ method, path }: { method: string; path: string }) => {
    server.jobs.at(-1)?.become('SUCCESS');
    return method === 'GET' && /\/job\/\d+$/.test(path) && posted().length > 0;
  };
  // One more than one look tries.
  server.fail(isLookedUp, { status: 503, times: 5 });
  const { status, stdout, stderr } = await run({ ...EVALUATE, wait: true });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toBe(`${server.origin}/project/1/job/${server.jobs.length}\n`);
});

describe('a lost answer', () => {
  it.each([
    ['the connection breaks', { cutOffAfter: 0, times: 9 }],
    ['the answer is cut off', { cutOffAfter: 10, times: 9 }],
    ['a proxy gives up', { status: 504, body: 'x', times: 9 }],
    ['the new job has no id', { status: 200, body: { code: 'success', message: '', data: '' }, times: 9 }],
  ])('does not make a second job: %s', async (_what, fault) => {
    server.fail('POST /api/v1/project/1/job', fault);
    const { status, stdout, stderr } = await run(EVALUATE);
    expect([status, stdout]).toEqual([5, '']);
    expect(posted()).toHaveLength(1);
    expect(stderr).toContain('may have been created, so');
    expect(stderr).toContain('swjob list -p');
  });
});

describe('--dry-run on a Server', () => {
  it('prints the request and sends nothing', async () => {
    const { status, stdout } = await run({ ...EVALUATE, dryRun: true }, { json: true });
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      request: { method: 'POST', url: `${server.origin}/api/v1/project/1/job`, body: recordedBody(60) },
    });
    expect(posted()).toEqual([]);
    expect((await run({ ...EVALUATE, dryRun: true })).stdout).toContain(
      `POST ${server.origin}/api/v1/project/1/job\n{\n`,
    );
  });
});

describe('--wait on a Server', () => {
  it('follows the job to its success', async () => {
    await server.close();
    await start({ createdJobsBecome: ['RUNNING', 'RUNNING', 'SUCCESS'] });
    const { status, stdout } = await run({ ...EVALUATE, wait: true }, { json: true });
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ status: 'SUCCESS' });
  });

  it.each(['FAIL', 'CANCELED'] as const)('ends with 9 if the job ends in %s', async (end) => {
    await server.close();
    await start({ createdJobsBecome: ['RUNNING', end] });
    const { status, stderr } = await run({ ...EVALUATE, wait: true });
    expect(status).toBe(9);
    expect(stderr).toContain(`the job ended in ${end}`);
    expect(stderr).toContain('swjob logs');
  });
});
