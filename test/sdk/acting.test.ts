import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Job, Project, Resource, Starwhale, SwjobError, unpickle } from '../../src/index.ts';
import { failure } from '../server/support.ts';
import { loggedIn } from '../support/logged-in.ts';
import { type StandInServer, startStandIn } from '../support/stand-in.ts';
import { unpackStore } from '../support/stores.ts';

// What the library requests from a Server, and how it handles the answers.

let server: StandInServer;
let starwhale: Starwhale;

beforeAll(async () => {
  server = await startStandIn({ root: await unpackStore('jobs') });
  starwhale = new Starwhale({ config: (await loggedIn(server)).SW_CLI_CONFIG });
});
afterAll(async () => {
  await starwhale.close();
  await server.close();
});

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

/** The requests of a call. */
async function sent(call: () => unknown): Promise<string[]> {
  const before = server.requests.length;
  await call();
  return server.requests.slice(before).map(({ method, path }) => `${method} ${path.replace(/\?.*/, '')}`);
}

/** A job of the stand-in whose state the test sets. */
function standIn(status: 'RUNNING' | 'SUCCESS' | 'FAIL'): { readonly job: Job; readonly of: StandInServer['jobs'][0] } {
  const of = server.jobs.find(({ removed, tasks }) => !removed && tasks.length > 0);
  if (of === undefined) throw new Error('the store has no job with tasks');
  of.become(status);
  return { job: starwhale.job(String(of.id)), of };
}

describe('an action', () => {
  it('pauses, resumes and cancels', async () => {
    const { job } = standIn('RUNNING');
    await job.pause();
    expect(await job.status()).toBe('PAUSED');
    await job.resume();
    expect(await job.status()).not.toBe('PAUSED');
    await job.cancel();
    expect(['CANCELLING', 'CANCELED']).toContain(await job.status());
  });

  it('is an error that names the job if the Server refuses it', async () => {
    const { job } = standIn('SUCCESS');
    const error = await failure(job.pause());
    expect(error).toMatchObject({ code: 'operation-failed', uri: job.uri });
  });
});

describe('tasks, events and logs', () => {
  it('are those of the Server', async () => {
    const { job, of } = standIn('SUCCESS');
    const tasks = await job.tasks();
    expect(tasks.map(({ id }) => Number(id))).toEqual(of.tasks.map(({ id }) => id));
    expect(tasks[0]).toHaveProperty('duration_ms');
    of.events.push({ id: 1, eventType: 'INFO', source: 'SERVER', timestamp: 0, message: 'hello', data: null });
    expect((await job.events()).map(({ message }) => message)).toContain('hello');
    for (const task of of.tasks) task.logFiles.set('log', `of ${task.id}\n`);
    expect(await collect(job.logs())).toEqual(of.tasks.map(({ id }) => `of ${id}`));
    const [first] = of.tasks;
    expect(await collect(job.logs({ task: String(first?.id) }))).toEqual([`of ${first?.id}`]);
    expect(await failure(collect(job.logs({ task: '9999' })))).toMatchObject({ code: 'not-found', uri: job.uri });
  });

  it('are followed until an abort', async () => {
    const { job, of } = standIn('RUNNING');
    of.tasks[0]?.become('RUNNING');
    of.tasks[0]?.write('first line');
    const controller = new AbortController();
    const seen: string[] = [];
    const following = (async () => {
      for await (const line of job.logs({ follow: true, signal: controller.signal })) {
        seen.push(line);
        controller.abort();
      }
    })();
    expect(await failure(following)).toMatchObject({ code: 'interrupted' });
    expect(seen).toEqual(['first line']);
  });

  it('exist only on a Server, except logs', async () => {
    const local = new Starwhale({ storage: await unpackStore('jobs'), project: 'local/project/self' });
    for (const call of ['tasks', 'events'] as const) {
      const error = (await failure(local.job('@latest')[call]())) as SwjobError;
      expect(error).toMatchObject({ code: 'usage', message: expect.stringContaining(`Job.${call} is for jobs on a`) });
      expect(error.hint).not.toContain('--');
    }
    const error = await failure(collect(local.job('@latest').logs({ task: '1' })));
    expect(error).toMatchObject({ code: 'usage', message: expect.stringMatching(/^task /) });
  });
});

describe('selected jobs', () => {
  it('are the same as on the command line', async () => {
    const local = new Starwhale({ storage: await unpackStore('jobs'), project: 'local/project/self' });
    const all = (await local.listJobs()).jobs;
    const records = await Promise.all(all.map((job) => job.record()));
    const uris = async (options: object) => (await collect(local.jobs(options))).map(({ uri }) => uri);
    const ids = (fits: (record: (typeof records)[0]) => boolean) => records.filter(fits).map(({ uri }) => uri);
    expect(await uris({ status: 'FAIL' })).toEqual(ids(({ status }) => status === 'FAIL'));
    expect(await uris({ status: ['FAIL', 'SUCCESS'], pageSize: 1 })).toEqual(
      ids(({ status }) => status === 'FAIL' || status === 'SUCCESS'),
    );
    expect(await uris({ filter: 'status == "FAIL"' })).toEqual(ids(({ status }) => status === 'FAIL'));
    expect(await uris({ since: new Date('2100-01-01') })).toEqual([]);
    const dated = ids(({ created_at }) => created_at !== null);
    expect(await uris({ since: '1970-01-02' })).toEqual(dated);
    expect((await uris({ sort: 'created_at', since: '1970-01-02' }))[0]).toBe(dated.at(-1));
  });

  it('have errors that name the option, not a flag', async () => {
    for (const [options, message] of [
      [{ status: 'SUCESS' }, /unknown job status 'SUCESS'/],
      [{ since: 'x' }, /^since "x" is not a time/],
      [{ filter: 'nosuch > 1' }, /filter/],
      [{ filter: 'a >' }, /filter/],
      [{ sort: 'nosuch' }, /sort/],
      [{ metrics: ['nosuch'] }, /no job has a metric "nosuch"/],
    ] as const) {
      const error = (await failure(collect(starwhale.jobs(options as object)))) as SwjobError;
      expect(error).toBeInstanceOf(SwjobError);
      expect(error.message).toMatch(message);
      expect(`${error.message} ${error.hint}`).not.toContain('--');
    }
    const message = 'since must be a valid Date or a string, not an invalid Date';
    expect(() => starwhale.jobs({ since: new Date('x') })).toThrow(message);
  });

  it('have only the requested metrics', async () => {
    const jobs = await collect(starwhale.jobs());
    const summaries = await Promise.all(jobs.map((job) => job.summary()));
    const [metric = ''] = summaries.flatMap((row) => Object.keys(row).filter((name) => name !== 'id'));
    expect(metric).not.toBe('');
    for await (const job of starwhale.jobs({ metrics: [metric] })) {
      expect([[], [metric]]).toContainEqual(Object.keys(await job.summary()));
    }
  });
});

describe('projects', () => {
  it('are those of the current instance, or of another', async () => {
    const there = await starwhale.projects();
    expect(there.map(({ name }) => name)).toContain('self');
    expect(there.find(({ current }) => current)?.name).toBe('self');
    const local = new Starwhale({ storage: await unpackStore('jobs') });
    expect((await local.projects('local')).map(({ uri }) => uri)).toContain('local/project/self');
    expect(await failure(local.projects('nosuch'))).toMatchObject({ code: 'not-found' });
  });
});

describe('a call', () => {
  it('sends as few requests as possible', async () => {
    const { job } = standIn('SUCCESS');
    await job.status();
    expect(await sent(() => job.tables())).toHaveLength(1);
    // Whether a job is removed is requested together with its record.
    expect((await sent(() => job.status())).length).toBeLessThanOrEqual(1);
    expect(await sent(() => job.tasks())).toHaveLength(2);
    expect(await sent(() => starwhale.projects())).toHaveLength(1);
    const listed = await sent(() => starwhale.listJobs());
    expect(listed.length).toBeLessThanOrEqual(3);
    let first: Job | undefined;
    // A page is read when the loop gets to it.
    const lazy = await sent(async () => {
      for await (const each of starwhale.jobs({ pageSize: 1 })) {
        first ??= each;
        break;
      }
    });
    expect(lazy.length).toBeLessThanOrEqual(2);
    expect(await sent(() => first?.record())).toEqual([]);
    expect(await sent(() => starwhale.jobs())).toEqual([]);
  });

  it('fails with a stack that begins at the caller’s line', async () => {
    const { job } = standIn('SUCCESS');
    const gone = starwhale.job('987654');
    const calls: (() => unknown)[] = [
      () => gone.status(),
      () => gone.record(),
      () => gone.tasks(),
      () => collect(gone.getTableRows('x')),
      () => collect(gone.getTableBatches('x')),
      () => collect(gone.logs()),
      () => starwhale.listJobs('nosuch'),
      () => collect(starwhale.jobs('nosuch')),
      () => starwhale.compare('987654', job),
      () => collect(starwhale.diff('987654', job)),
      () => starwhale.diff('987654', job).counts(),
      () => starwhale.projects('nosuch'),
      () => starwhale.create({ project: 'self', model: 'nosuch', runHandler: 'x' }),
      () => job.pause(),
      () => job.wait({ timeout: -1 }),
      // Invalid arguments throw at once.
      () => starwhale.job(1 as unknown as string),
      () => job.getTableRows(1 as unknown as string),
      () => job.logs({ task: 1 as unknown as string }),
      () => starwhale.jobs({ limit: -1 }),
      () => starwhale.diff(1 as unknown as string, job),
      () => new Starwhale({ timeout: -1 }),
      () => new Project(1 as unknown as string),
      () => new Resource('', 'model'),
      () => unpickle(1 as unknown as Uint8Array),
    ];
    for (const call of calls) {
      const error = (await failure((async () => call())())) as SwjobError;
      expect(error).toBeInstanceOf(SwjobError);
      const [head, first] = (error.stack ?? '').split('\n');
      expect(head).toBe(`SwjobError: ${error.message.split('\n')[0]}`);
      expect(first, call.toString()).toContain('acting.test.ts');
    }
  });

  it('fails with the URI of the job or project', async () => {
    const gone = starwhale.job('987654');
    expect(await failure(gone.tables())).toMatchObject({ code: 'not-found', uri: '987654', status: 404 });
    const { job } = standIn('SUCCESS');
    expect(await failure(starwhale.compare(job, '987654'))).toMatchObject({ uri: '987654' });
    expect(await failure(starwhale.diff(job, '987654').counts())).toMatchObject({ uri: '987654' });
    expect(await failure(starwhale.listJobs('nosuch'))).toMatchObject({ code: 'not-found', uri: 'nosuch' });
    const project = new Project('srv/project/nosuch');
    expect(await failure(collect(starwhale.jobs({ project })))).toMatchObject({ uri: 'srv/project/nosuch' });
    expect((await failure(gone.tables())).toJSON()).toMatchObject({ code: 'not-found', uri: '987654', status: 404 });
  });
});
