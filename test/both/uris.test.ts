import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { storeEnv, swjob } from '../support/cli.ts';
import { loggedIn } from '../support/logged-in.ts';
import type { StandInJob } from '../support/stand-in/job.ts';
import { type StandInServer, startStandIn } from '../support/stand-in.ts';
import { unpackStore } from '../support/stores.ts';

// Every form of a URI that can name something on a Server, on the command line.

describe('URIs of a Server', () => {
  let server: StandInServer;
  let job: StandInJob;
  /** The number of the job's project. */
  const number = '2';

  beforeAll(async () => {
    server = await startStandIn({ root: await unpackStore('real') });
    const newest = server.jobs.filter((one) => one.project === 'self' && !one.removed).at(-1);
    if (newest === undefined) throw new Error('the store has no such job');
    job = newest;
  });
  afterAll(() => server.close());

  const filled = (form: string) =>
    form
      .replace('{origin}', server.origin)
      .replace('{host}', server.origin.replace('http://', ''))
      .replace('{id}', String(job.id))
      .replace('{uuid}', job.uuid);
  const idOf = async (form: string, env: Readonly<Record<string, string>>) => {
    const { status, stdout, stderr } = await swjob(['info', filled(form), '-q'], { env });
    return [status, stdout, stderr];
  };
  const found = () => [0, `${job.id}\n`, ''];

  it.each([
    '{id}',
    '{uuid}',
    'job/{id}',
    'self/job/{id}',
    '@latest',
    '@latest:success',
    'srv/project/self/job/{id}',
    'srv/project/2/job/{id}',
    'srv/project/starwhale:self/job/{uuid}',
    'cloud://srv/project/2/job/{id}',
    'cloud://srv/project/self/job/@latest',
    '{host}/project/self/job/{id}',
    '{origin}/project/2/job/{id}',
    '{origin}/project/starwhale:self/job/{uuid}',
    '{origin}/job/{id}',
    '{origin}/projects/2/evaluations/{id}/results',
    '{origin}/projects/2/evaluations/{id}/results?table=x#y',
    '{origin}/projects/2/jobs/{id}/tasks',
    '{origin}/projects/2/spaces/5/evaluations/{id}/results',
  ])('%s names the job, after logging in and choosing the project', async (form) => {
    expect(await idOf(form, await loggedIn(server))).toEqual(found());
  });

  it.each([
    '{origin}/project/self/job/{id}',
    '{origin}/project/2/job/{uuid}',
    '{origin}/project/starwhale:self/job/{id}',
    '{origin}/projects/2/evaluations/{id}/results?x=1',
  ])('%s works with only $SW_TOKEN, without an entry in the config', async (form) => {
    const env = storeEnv(await unpackStore('real'));
    expect(await idOf(form, { ...env, SW_TOKEN: server.token, SW_INSTANCE_URI: server.origin })).toEqual(found());
    const [status, stdout, stderr] = await idOf(form, env);
    expect([status, stdout]).toEqual([4, '']);
    expect(stderr).toBe(
      `swjob: not logged in to ${server.origin}\nLog in with swjob instance login ${server.origin}, or set $SW_TOKEN and SW_INSTANCE_URI=${server.origin}.\n`,
    );
  });

  it('an entry without a token takes $SW_TOKEN', async () => {
    const env = await loggedIn(server, { token: null });
    expect(await idOf('{id}', { ...env, SW_TOKEN: `Bearer ${server.token}` })).toEqual(found());
    expect((await idOf('{id}', env))[0]).toBe(4);
  });

  it('an address without a project needs a current one', async () => {
    const [status, , stderr] = await idOf('{origin}/job/{id}', await loggedIn(server, { project: null }));
    expect(status).toBe(2);
    expect(stderr).toContain('swjob project select srv/project/PROJECT');
  });

  it.each([
    'self',
    '2',
    'starwhale:self',
    'srv/project/self',
    'cloud://srv/project/2',
    '{origin}/project/self',
    '{origin}/projects/2/evaluations',
  ])('%s names the project', async (form) => {
    const env = await loggedIn(server);
    const { status, stdout } = await swjob(['list', '-p', filled(form), '--size', '1', '--json'], { env });
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toEqual([expect.objectContaining({ id: String(job.id), project: 'self' })]);
  });

  it('printed URIs can be used as arguments', async () => {
    const env = await loggedIn(server, { current: false });
    const { stdout } = await swjob(['list', '-p', 'srv/project/self', '--size', '3', '--json'], { env });
    const uris = JSON.parse(stdout).map(({ uri }: { uri: string }) => uri);
    expect(uris[0]).toBe(`${server.origin}/project/${number}/job/${job.id}`);
    const summary = await swjob(['summary', '-', '--json'], { env, stdin: uris.join('\n') });
    expect(JSON.parse(summary.stdout).map(({ uri }: { uri: string }) => uri)).toEqual(uris);
  });

  it.each([
    ['srv/project/self/job/999', 3, /no job 999 in project self of srv/],
    ['srv/project/nothing/job/1', 3, /no project nothing on srv/],
    ['srv/project/somebody:self/job/1', 3, /no project somebody:self on srv/],
    ['nowhere/project/self/job/1', 3, /'nowhere' is not in the config\nThe instances are: 'local', 'srv'/],
    ['cloud://nowhere/project/self/job/1', 3, /'nowhere' is not in the config/],
    ['http://nowhere.test/project/self/job/1', 4, /not logged in to http:\/\/nowhere\.test\n/],
    ['http://me:pw@nowhere.test/project/self/job/1', 2, /must not hold a user name or a password/],
    ['{origin}/project/self/model/x', 2, /names a model, not a job/],
    ['{origin}/x/y', 2, /cannot understand/],
    ['ftp://nowhere.test/project/1/job/1', 2, /is not a scheme of job URIs/],
    // A Server accepts only complete ids.
    ['srv/project/self/job/abcdefgh', 3, /no job abcdefgh/],
  ] as const)('%s is refused with exit status %i', async (form, status, message) => {
    const ended = await swjob(['info', filled(form)], { env: await loggedIn(server) });
    expect([ended.status, ended.stdout]).toEqual([status, '']);
    expect(ended.stderr).toMatch(message);
    expect(ended.stderr).not.toContain('pw@');
  });
});
