import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { swjob } from '../../support/cli.ts';
import { loggedIn } from '../../support/logged-in.ts';
import { type StandInServer, startStandIn } from '../../support/stand-in.ts';
import { temporaryFolder, unpackStore } from '../../support/stores.ts';

const EXPIRED = { status: 401, body: { code: ['Unauthorized'], message: ['expired'] }, times: 1000 };
const BUSY = { status: 502, body: 'busy', headers: { 'Retry-After': '0' }, times: 1000 };

let server: StandInServer;
let env: Readonly<Record<string, string>>;
let folder: string;

beforeEach(async () => {
  server = await startStandIn({ root: await unpackStore('real') });
  env = await loggedIn(server);
  folder = await mkdtemp(join(await temporaryFolder(), 'midway-'));
});
afterEach(() => server.close());

describe('report', () => {
  const report = async () => {
    const page = join(folder, 'report.html');
    await writeFile(page, 'the last page');
    const { status, stderr } = await swjob(['report', '3', '--out', page], { env });
    return { status, stderr, page: await readFile(page, 'utf8') };
  };

  it('keeps the last page if the token expires midway', async () => {
    server.fail('scanTable', EXPIRED);
    expect(await report()).toMatchObject({
      status: 4,
      page: 'the last page',
      stderr: expect.stringMatching(/^\S+ POST/),
    });
  });

  it('keeps the last page if the server goes away midway', async () => {
    let isGone = false;
    server.fail(({ path }) => {
      isGone ||= path.includes('scanTable');
      return isGone;
    }, BUSY);
    expect(await report()).toMatchObject({ status: 5, page: 'the last page' });
    expect(server.requests.filter(({ path }) => path.includes('scanTable'))).toHaveLength(4);
  });

  it('leaves out a table that the server cannot read', async () => {
    server.fail(({ body }) => body.includes('/roc_auc/ant'), {
      status: 500,
      body: { message: 'class cast' },
      times: 9,
    });
    const ended = await report();
    expect(ended).toMatchObject({ status: 5, page: expect.stringContaining('<b>0.85</b><span>accuracy') });
    expect(ended.stderr).toContain(
      'the table roc_auc/ant cannot be read: POST /api/v1/datastore/scanTable: 500: class cast',
    );
  });
});

describe('rows --save-artifacts', () => {
  it('stops at the first artifact if the token expires', async () => {
    server.fail('sign-links', EXPIRED);
    const ended = await swjob(['rows', '7', 'objects', '--save-artifacts', folder], { env });
    expect(ended).toMatchObject({ status: 4, stdout: '' });
    expect(ended.stderr).toBe(
      'swjob: POST /api/v1/filestorage/sign-links: 401: expired\n' +
        `The token is wrong or has expired: log in again with \`swjob instance login ${server.origin}\`.\n`,
    );
  });
});
