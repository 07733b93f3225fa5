import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { storeEnv, swjob } from '../../support/cli.ts';
import { loggedIn } from '../../support/logged-in.ts';
import { type StandInServer, startStandIn } from '../../support/stand-in.ts';
import { unpackStore } from '../../support/stores.ts';

describe('swjob events', () => {
  let server: StandInServer;
  let env: Record<string, string>;

  beforeAll(async () => {
    server = await startStandIn({ root: await unpackStore('real') });
    env = { ...(await loggedIn(server)) };
    server.jobs[0]?.events.push(
      {
        id: 7,
        eventType: 'WARNING',
        source: 'NODE',
        message: 'image\u001b[31m pulled',
        data: null,
        timestamp: 1795423511000,
        relatedResource: { eventResourceType: 'RUN', id: 3 },
      },
      { eventType: 'INFO', source: 'SERVER', message: 'created', timestamp: -1000 },
    );
  });
  afterAll(() => server.close());

  it('prints the events with these keys, null for what the server leaves out', async () => {
    const { status, stdout } = await swjob(['events', '1', '--json'], { env });
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toEqual([
      {
        id: '7',
        time: '2026-11-23T08:45:11Z',
        type: 'WARNING',
        source: 'NODE',
        resource: 'RUN',
        resource_id: '3',
        message: 'image\u001b[31m pulled',
        data: null,
      },
      {
        id: null,
        time: null,
        type: 'INFO',
        source: 'SERVER',
        resource: null,
        resource_id: null,
        message: 'created',
        data: null,
      },
    ]);
  });

  it('escapes control characters of messages for a terminal', async () => {
    const { stdout } = await swjob(['events', '1', '--color', 'never'], { env, tty: { columns: 100 } });
    expect(stdout).toContain('image\\x1b[31m pulled');
    expect(stdout).not.toContain('\u001b');
    expect(stdout).toMatch(/3 hours ago +WARNING +NODE +RUN +3 /);
  });

  it('prints an empty list if there are none, and says so', async () => {
    expect(await swjob(['events', '2', '--json'], { env })).toMatchObject({ status: 0, stdout: '[]\n' });
    const { stdout, stderr } = await swjob(['events', '2'], { env });
    expect([stdout, stderr]).toEqual(['', 'The job has no events: swjob info 2 shows everything about it.\n']);
  });

  it('refuses a Standalone job', async () => {
    const ended = await swjob(['events', '@latest'], { env: storeEnv(await unpackStore('real')) });
    expect(ended).toMatchObject({ status: 2, stdout: '' });
    expect(ended.stderr).toContain('swjob events works only with jobs on a Server');
  });
});
