import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type CallOptions, type Job, Starwhale, type SwjobError } from '../../src/index.ts';
import { failure } from '../server/support.ts';
import { loggedIn } from '../support/logged-in.ts';
import { type StandInServer, startStandIn } from '../support/stand-in.ts';
import { unpackStore } from '../support/stores.ts';

// Aborts before, during and after each function that takes a signal, and the signal of a Starwhale.

let server: StandInServer;
let config: string;
let starwhale: Starwhale;
let id: string;
let table: string;

beforeAll(async () => {
  server = await startStandIn({ root: await unpackStore('jobs') });
  config = (await loggedIn(server)).SW_CLI_CONFIG;
  await using view = new Starwhale({ config });
  for await (const job of view.jobs()) {
    const [first] = await job.tables();
    const record = await job.record();
    const found = server.jobs.find(({ uuid }) => uuid === record.uuid);
    if (first === undefined || found === undefined || found.tasks.length === 0) continue;
    for (const task of found.tasks) task.logFiles.set('log', 'a line\n');
    [id, table] = [record.id, first];
  }
});
afterAll(() => server.close());
afterEach(() => starwhale.close());

async function open(signal?: AbortSignal): Promise<Job> {
  starwhale = new Starwhale({ config, signal });
  for (const job of server.jobs) if (String(job.id) === id) job.become('RUNNING');
  return starwhale.job(id);
}

const read = async (items: AsyncIterable<unknown>) => {
  for await (const _ of items);
};

type Call = (job: Job, options: CallOptions) => Promise<unknown>;

const CALLS: Readonly<Record<string, Call>> = {
  'Job.status': (job, options) => job.status(options),
  'Job.record': (job, options) => job.record(options),
  'Job.info': (job, options) => job.info(options),
  'Job.summary': (job, options) => job.summary(options),
  'Job.tables': (job, options) => job.tables(options),
  'Job.tasks': (job, options) => job.tasks(options),
  'Job.events': (job, options) => job.events(options),
  'Job.wait': (job, options) => job.wait(options),
  'Job.cancel': (job, options) => job.cancel(options),
  'Job.pause': (job, options) => job.pause(options),
  'Job.resume': (job, options) => job.resume(options),
  'Job.remove': (job, options) => job.remove(options),
  'Job.recover': (job, options) => job.recover(options),
  'Job.comment': (job, options) => job.comment('x', options),
  'Job.pin': (job, options) => job.pin(true, options),
  'Job.getTableRows': (job, options) => read(job.getTableRows(table, options)),
  'Job.getTableBatches': (job, options) => read(job.getTableBatches(table, options)),
  'Job.logs': (job, options) => read(job.logs(options)),
  'Starwhale.listJobs': (_, options) => starwhale.listJobs(options),
  'Starwhale.jobs': (_, options) => read(starwhale.jobs(options)),
  'Starwhale.projects': (_, options) => starwhale.projects('', options),
  'Starwhale.compare': (job, options) => starwhale.compare(job, id, options),
  'Starwhale.diff': (job, options) => read(starwhale.diff(job, id, { table, ...options })),
  'Diff.counts': (job, options) => starwhale.diff(job, id, { table, ...options }).counts(),
  'Starwhale.create': (_, options) => {
    const model = { model: 'clf', runHandler: 'evaluator:summarize', datasets: ['points'], runtime: 'pytorch' };
    return starwhale.create({ project: 'self', ...model, ...options });
  },
};
const CHANGES = new Set(['cancel', 'pause', 'resume', 'remove', 'recover', 'comment', 'pin', 'create']);

describe.each(Object.entries(CALLS))('%s', (name, call) => {
  it('sends nothing with a signal that is already aborted', async () => {
    const job = await open();
    const before = server.requests.length;
    const error = (await failure(call(job, { signal: AbortSignal.abort('enough') }))) as SwjobError;
    expect(error).toMatchObject({ name: 'SwjobError', code: 'interrupted', cause: 'enough' });
    expect(error.message).toContain(' was interrupted');
    const late = AbortSignal.timeout(0);
    await delay(20);
    expect(await failure(call(job, { signal: late }))).toMatchObject({ code: 'timeout' });
    expect(server.requests.length).toBe(before);
  });

  it('sends nothing with a Starwhale whose signal is already aborted', async () => {
    await open();
    await starwhale.close();
    const before = server.requests.length;
    const job = await open(AbortSignal.abort('enough'));
    expect(await failure(call(job, {}))).toMatchObject({ code: 'interrupted', cause: 'enough' });
    expect(server.requests.length).toBe(before);
  });

  it('ends at once if its signal is aborted during the first request, and changes nothing', async () => {
    const job = await open();
    const controller = new AbortController();
    let isAnswered = false;
    const answered = new Promise<void>((resolve) => {
      server.fail(
        () => {
          setTimeout(() => controller.abort('enough'), 10);
          setTimeout(() => {
            isAnswered = true;
            resolve();
          }, 300);
          return true;
        },
        { delay: 280 },
      );
    });
    const before = server.requests.length;
    expect(await failure(call(job, { signal: controller.signal }))).toMatchObject({
      ...{ name: 'SwjobError', code: 'interrupted', cause: 'enough' },
    });
    expect(isAnswered).toBe(false);
    await answered;
    const sent = server.requests.slice(before);
    const changed = sent.filter(({ method, path }) => method !== 'GET' && !/scan|query|list-tables/.test(path));
    if (CHANGES.has(name.split('.')[1] ?? '')) expect(changed).toEqual([]);
    expect(sent.length).toBeLessThanOrEqual(3);
  });
});

describe('a signal', () => {
  it('aborted after a call does not affect it', async () => {
    const job = await open();
    const controller = new AbortController();
    const status = await job.status({ signal: controller.signal });
    controller.abort();
    expect(await job.status()).toBe(status);
  });

  it('of one call does not end another one that waits for the same result', async () => {
    const job = await open();
    server.fail('/project/self', { delay: 100 });
    const controller = new AbortController();
    const [first, second] = [failure(job.tables({ signal: controller.signal })), job.tables()];
    setTimeout(() => controller.abort(), 20);
    expect(await first).toMatchObject({ code: 'interrupted' });
    expect(await second).toContain(table);
    const { jobs } = await starwhale.listJobs();
    server.fail('datastore', { delay: 100 });
    const again = new AbortController();
    const [one, other] = [failure(jobs[0]?.summary({ signal: again.signal }) ?? Promise.resolve()), jobs[1]?.summary()];
    setTimeout(() => again.abort(), 20);
    expect(await one).toMatchObject({ code: 'interrupted' });
    expect(await other).toBeDefined();
  });

  it('between two rows ends the loop before the next one', async () => {
    const job = await open();
    const controller = new AbortController();
    let rows = 0;
    const reading = (async () => {
      for await (const _ of job.getTableRows(table, { signal: controller.signal })) {
        rows++;
        controller.abort();
      }
    })();
    const error = (await failure(reading)) as SwjobError;
    expect(error).toMatchObject({ code: 'interrupted', uri: job.uri });
    expect(error.stack).toMatch(/^SwjobError: Job\.getTableRows was interrupted\n\s+at .*aborts\.test\.ts/);
    expect(rows).toBe(1);
  });

  it('of the Starwhale ends requests in progress', async () => {
    const controller = new AbortController();
    const job = await open(controller.signal);
    server.fail('/job/', { delay: 300 });
    const late = setTimeout(() => expect.unreachable('it should have ended'), 290);
    setTimeout(() => controller.abort('shut down'), 20);
    expect(await failure(job.status())).toMatchObject({ code: 'interrupted', cause: 'shut down' });
    clearTimeout(late);
  });

  it('leaves no listeners behind', async () => {
    const job = await open();
    const { signal } = new AbortController();
    let listeners = 0;
    const { addEventListener, removeEventListener } = signal;
    Object.assign(signal, {
      addEventListener(...args: Parameters<typeof addEventListener>) {
        listeners++;
        return addEventListener.apply(signal, args);
      },
      removeEventListener(...args: Parameters<typeof removeEventListener>) {
        listeners--;
        return removeEventListener.apply(signal, args);
      },
    });
    for (let count = 0; count < 20; count++) await job.status({ signal });
    expect(listeners).toBeLessThanOrEqual(1);
  });
});
