import { mkdtemp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as api from '../../src/index.ts';
import { Job, job, Project, Resource, type SwjobError } from '../../src/index.ts';
import { failure } from '../server/support.ts';
import { recordedExchanges } from '../support/stand-in/exchanges.ts';
import { writeRecordedStore } from '../support/stand-in/recorded-store.ts';
import { type StandInServer, startStandIn } from '../support/stand-in.ts';
import { temporaryFolder } from '../support/stores.ts';
import { useGoldenStore } from './environment.ts';
import { ARGUMENTS, BASE, type Call, create, listOf, OPTIONS, WITHOUT } from './public-arguments.ts';

// Arguments that break the types: each public function refuses them by name, before anything is sent.

const ODD: readonly unknown[] = [
  ...['', 'x', 'https://host', 0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 60, 5n, -5n, true, false],
  ...[Symbol('s'), () => 1, [], ['a'], [1], [undefined], {}, { uri: 'x' }, new Map(), new Date(0), new Uint8Array(1)],
  ...[new Project('self'), new Resource('m', 'model'), new Resource('d', 'dataset'), Object.create(null)],
  ...[new AbortController().signal, { aborted: 'no' }, new Proxy({}, {}), class {}],
];
const oddValue = () => fc.oneof(fc.constantFrom(...ODD), fc.anything({ withBigInt: true, withDate: true }));

describe('an invalid argument', () => {
  let server: StandInServer;
  let config = '';

  beforeAll(async () => {
    const folder = await mkdtemp(join(await temporaryFolder(), 'arguments-'));
    await writeRecordedStore(folder, recordedExchanges());
    server = await startStandIn({ root: folder });
    config = join(folder, 'config.yaml');
    const instances = { srv: { uri: server.origin, sw_token: `Bearer ${server.token}`, current_project: '1' } };
    await writeFile(config, JSON.stringify({ version: '2.0', current_instance: 'srv', instances }), { mode: 0o600 });
  });
  beforeEach(async () => {
    await useGoldenStore('real');
    process.env['SW_CLI_CONFIG'] = config;
  });
  afterAll(() => server.close());

  /** The usage error of a call that sends nothing. */
  async function refusal(call: Call, value: unknown): Promise<SwjobError> {
    const before = server.requests.length;
    const error = await failure(
      (async () => {
        const result = await call(value);
        if (typeof result === 'object' && result !== null && Symbol.asyncIterator in result) {
          for await (const _ of result as AsyncIterable<unknown>) break;
        }
      })(),
    );
    expect(error).toMatchObject({ name: 'SwjobError', code: 'usage' });
    expect(server.requests.length).toBe(before);
    return error as SwjobError;
  }

  it.each(Object.entries(ARGUMENTS))('is refused as %s', async (_, [call, accepts]) => {
    await fc.assert(
      fc.asyncProperty(oddValue(), async (value) => {
        fc.pre(value !== undefined && value !== null && !accepts(value));
        await refusal(call, value);
      }),
      { numRuns: 60, examples: ODD.map((value) => [value]) as [unknown][] },
    );
  });

  const options = Object.entries(OPTIONS).flatMap(([of, [call, all]]) => {
    return Object.entries(all).map(([name, accepts]) => [of, name, call, accepts] as const);
  });
  it.each(options)('is refused by %s as %s, by its name', async (_, name, call, accepts) => {
    await fc.assert(
      fc.asyncProperty(oddValue(), async (value) => {
        fc.pre(value !== undefined && value !== null && !accepts(value));
        const { message } = await refusal(call, { [name]: value });
        expect(message.startsWith(name)).toBe(true);
      }),
      { numRuns: 30, examples: ODD.map((value) => [value]) as [unknown][] },
    );
  });

  it.each(Object.entries(OPTIONS))('is an option that %s does not have', async (of, [call, all]) => {
    await fc.assert(
      fc.asyncProperty(fc.string({ minLength: 1 }), async (name) => {
        fc.pre(!Object.hasOwn(all, name) && name !== '__proto__');
        const { message, hint } = await refusal(call, { [name]: 1 });
        expect(message).toContain(`${of} has no option "`);
        for (const known of Object.keys(all)) expect(hint).toContain(known);
      }),
      { numRuns: 60 },
    );
  });

  it.each([
    ['dataset_head', 'datasetHead'],
    ['datasethead', 'datasetHead'],
    ['--dataset-head', 'datasetHead'],
    ['overwrite_specs', 'overwriteSpecs'],
    ['handler', 'runHandler'],
    ['dataset', 'datasets'],
    ['run_handler', 'runHandler'],
  ])('named %s suggests %s', async (name, meant) => {
    const { hint } = await refusal(() => create({ ...BASE, [name]: 5 }), undefined);
    expect(hint).toMatch(new RegExp(`^Did you mean ${meant}\\b`));
  });

  it('in a step’s specs is also refused', async () => {
    const specs = { 'evalmod:predict': { replica: 2 } };
    const error = await refusal(() => create({ ...BASE, overwriteSpecs: specs }), undefined);
    expect(error.message).toBe('overwriteSpecs["evalmod:predict"] has no option "replica"');
    expect(error.hint).toContain('replicas');
    const few = { 'evalmod:predict': { replicas: 0 } };
    const { message } = await refusal(() => create({ ...BASE, overwriteSpecs: few }), undefined);
    expect(message).toBe('overwriteSpecs["evalmod:predict"].replicas must be a whole number of 1 or more, not 0');
  });

  it.each(['status', 'sort'])('%s is refused by all that it may be', async (name) => {
    const { message } = await refusal(() => listOf({ [name]: 5 }), undefined);
    expect(message).toBe(`${name} must be a string or an array of strings, not 5`);
  });

  it('may be a missing one', async () => {
    for (const name of Object.keys(BASE)) await refusal(() => create({ ...BASE, [name]: null }), undefined);
    await refusal(() => create(), undefined);
    await refusal(() => new (Job as unknown as new (uri: string) => Job)('irti'), undefined);
  });

  it('is not null, which means undefined', async () => {
    expect(
      (await (listOf({ project: 'local/project/self', pageIndex: null, pageSize: null }) as Promise<api.JobList>)).jobs
        .length,
    ).toBeGreaterThan(0);
    const none = Object.fromEntries(Object.keys(OPTIONS['getTableRows']?.[1] ?? {}).map((name) => [name, null]));
    for await (const row of job('local/project/self/job/irti').getTableRows('results', none as api.TableRowsOptions)) {
      expect(row).toBeDefined();
      break;
    }
  });

  it('is not an aborted signal, with which nothing is sent', async () => {
    const before = server.requests.length;
    const signal = AbortSignal.abort(new Error('no more'));
    const call = { ...BASE, signal } as api.CreateOptions;
    const interrupted = { code: 'interrupted', cause: signal.reason };
    expect(await failure(Job.create(call))).toMatchObject(interrupted);
    const reading = job('srv/project/1/job/1').getTableRows('results', { signal });
    expect(await failure(reading.next())).toMatchObject(interrupted);
    expect(server.requests.length).toBe(before);
  });

  it('includes a signal that is aborted before a job is submitted', async () => {
    const controller = new AbortController();
    // The warning comes while the job is planned, right before it is sent.
    const onWarning = () => controller.abort();
    const { signal } = controller;
    const jobs = server.jobs.length;
    const call = Job.create({ ...BASE, datasets: ['nums'], runtime: 'tinyrt', datasetHead: 2, onWarning, signal });
    expect(await failure(call)).toMatchObject({ code: 'interrupted' });
    expect(server.jobs.length).toBe(jobs);
    expect(server.requests.every(({ method }) => method === 'GET')).toBe(true);
  });

  it('has the library’s name in hints', async () => {
    const error = await failure(Job.create({ ...BASE, runHandler: 'evalmod:evaluate' }));
    expect(error).toMatchObject({ code: 'usage', hint: expect.stringContaining('datasets') });
    expect((error as SwjobError).hint).not.toContain('--');
  });

  it('is tested for everything that the package exports', () => {
    const optioned = Object.keys(OPTIONS).map((name) => name.replace('.', '#'));
    const checked = new Set([...Object.keys(ARGUMENTS).map((name) => name.split(' ')[0]), ...optioned, ...WITHOUT]);
    const exported = new Set<unknown>(Object.values(api));
    const missing = Object.entries(api).flatMap(([name, value]) => {
      if (typeof value !== 'function') return [];
      const isClass = /^class\b/.test(Function.prototype.toString.call(value));
      if (!isClass) return checked.has(name) ? [] : [name];
      const methods = (of: object, mark: string) =>
        Object.entries(Object.getOwnPropertyDescriptors(of)).flatMap(([method, { value: code }]) =>
          typeof code === 'function' && method !== 'constructor' ? [`${name}${mark}${method}`] : [],
        );
      const all = [...methods(value, '.'), ...methods(value.prototype as object, '#')];
      // Members that a class inherits from one that is not public.
      let parent: unknown = Object.getPrototypeOf(value);
      while (typeof parent === 'function' && parent !== Function.prototype && !exported.has(parent)) {
        if (parent !== Error && parent !== Array) all.push(...methods(parent.prototype as object, '#'));
        parent = Object.getPrototypeOf(parent);
      }
      return all.filter((method) => !checked.has(method) && !WITHOUT.includes(method));
    });
    expect(missing).toEqual([]);
  });
});

describe('a project alone', () => {
  beforeEach(() => useGoldenStore('jobs'));

  it.each(['another', 'local/project/another', new Project('another')])('is listed: %s', async (project) => {
    const { jobs, pagination } = await Job.list(project);
    expect(jobs.map(({ uri }) => uri)).toEqual([expect.stringContaining('local/project/another/job/jnxp')]);
    expect(pagination.total).toBe(1);
  });
});
