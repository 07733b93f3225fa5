import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { storeEnv, swjob } from '../../support/cli.ts';
import { loggedIn } from '../../support/logged-in.ts';
import { type StandInServer, startStandIn } from '../../support/stand-in.ts';
import { unpackStore } from '../../support/stores.ts';

describe('swjob comment', () => {
  let server: StandInServer;
  let env: Record<string, string>;

  beforeAll(async () => {
    server = await startStandIn({ root: await unpackStore('real') });
    env = { ...(await loggedIn(server)) };
  });
  afterAll(() => server.close());

  it('sets the comment of a job', async () => {
    const job = server.jobs.find((one) => one.project === 'self' && !one.removed);
    const id = String(job?.id);
    const ended = await swjob(['comment', id, 'the best “so far”'], { env });
    expect(ended).toMatchObject({ status: 0, stderr: '' });
    expect(ended.stdout).toMatch(new RegExp(`^commented ${server.origin}/project/\\d+/job/${id}\n$`));
    const info = await swjob(['info', id, '--json', '--fields', 'comment'], { env });
    expect(JSON.parse(info.stdout)).toEqual({ comment: 'the best “so far”' });
    await swjob(['comment', id, ''], { env });
    expect(job?.comment).toBe('');
  });

  it("gives the server's reason when it refuses", async () => {
    const job = server.jobs.find((one) => one.project === 'self' && !one.removed);
    server.fail('PUT', { status: 400, body: { code: ['X'], message: ['the comment is too long'] } });
    const ended = await swjob(['comment', String(job?.id), 'x'], { env });
    expect(ended).toMatchObject({ status: 1, stdout: '' });
    expect(ended.stderr).toMatch(/^swjob: PUT .*: 400: the comment is too long\n/);
  });

  it('refuses a Standalone job, and a missing comment', async () => {
    const standalone = { env: storeEnv(await unpackStore('real')) };
    expect((await swjob(['comment', '@latest', 'x'], standalone)).stderr).toContain(
      'swjob comment works only with jobs on a',
    );
    expect((await swjob(['comment', '@latest', 'x'], standalone)).status).toBe(2);
    expect((await swjob(['comment', '1'], { env })).status).toBe(2);
  });
});
