import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { swjob } from '../../support/cli.ts';
import { loggedIn } from '../../support/logged-in.ts';
import { type StandInServer, startStandIn } from '../../support/stand-in.ts';
import { unpackStore } from '../../support/stores.ts';

describe('info of a Server whose datastore fails', () => {
  let server: StandInServer;

  beforeEach(async () => {
    server = await startStandIn({ root: await unpackStore('real') });
    server.fail('POST /api/v1/datastore/', { status: 500, body: { message: 'no such disk' }, times: 100 });
  });
  afterEach(() => server.close());

  it('shows the rest of the job, and ends with 5', async () => {
    const job = server.jobs.find((one) => !one.removed);
    const env = { ...(await loggedIn(server)) };
    const { status, stdout, stderr } = await swjob(['info', String(job?.id), '--json'], { env });
    expect(JSON.parse(stdout)).toMatchObject({ id: String(job?.id), report: null, tasks: expect.any(Array) });
    expect(stderr).toBe('swjob: POST /api/v1/datastore/scanTable: 500: no such disk\n');
    expect(status).toBe(5);
  });
});
