import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { storeEnv, swjob } from '../../support/cli.ts';
import { loggedIn } from '../../support/logged-in.ts';
import { type StandInServer, startStandIn } from '../../support/stand-in.ts';
import { unpackStore } from '../../support/stores.ts';

describe('swjob pin', () => {
  let server: StandInServer;
  let env: Record<string, string>;
  const pinned = () => server.jobs.filter((job) => job.pinnedTime !== null).map((job) => job.id);

  beforeAll(async () => {
    server = await startStandIn({ root: await unpackStore('jobs') });
    env = { ...(await loggedIn(server)) };
  });
  afterAll(() => server.close());

  it('pins and unpins jobs', async () => {
    const [a, b] = server.jobs.filter((job) => job.project === 'self' && !job.removed).map((job) => job.id);
    const ended = await swjob(['pin', String(a), '-'], { env, stdin: `${b}\n` });
    expect(ended).toMatchObject({ status: 0, stderr: '' });
    expect(ended.stdout).toBe(
      [a, b].map((id) => `pinned ${server.origin}/project/${projectOf(server, 'self')}/job/${id}\n`).join(''),
    );
    expect(pinned()).toEqual([a, b]);
    const listed = await swjob(['list', '--json', '--all', '--fields', 'id,pinned'], { env });
    expect(JSON.parse(listed.stdout)).toContainEqual({ id: String(a), pinned: true });
    const undone = await swjob(['pin', String(a), String(b), '--unpin', '-q'], { env });
    expect(undone.status).toBe(0);
    expect(pinned()).toEqual([]);
  });

  it('prints the result for each job, and continues after a failure', async () => {
    const id = server.jobs.find((job) => job.project === 'self' && !job.removed)?.id;
    const { status, stdout, stderr } = await swjob(['pin', '99999', String(id), '--json'], { env });
    expect(status).toBe(3);
    expect(JSON.parse(stdout)).toEqual([
      { uri: '99999', ok: false, error: expect.stringContaining('no job 99999') },
      { uri: expect.stringMatching(/\/job\/\d+$/), ok: true, error: null },
    ]);
    expect(stderr).toMatch(/^swjob: no job 99999 /);
    expect(pinned()).toEqual([id]);
  });

  it('refuses a Standalone job', async () => {
    const ended = await swjob(['pin', '@latest'], { env: storeEnv(await unpackStore('jobs')) });
    expect(ended).toMatchObject({ status: 2, stdout: '' });
    expect(ended.stderr).toContain('swjob pin works only with jobs on a Server');
  });
});

function projectOf(server: StandInServer, name: string): number {
  return [...new Set(server.jobs.map((job) => job.project))].sort().indexOf(name) + 1;
}
