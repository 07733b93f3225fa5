import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { storeEnv, swjob } from '../support/cli.ts';
import { loggedIn } from '../support/logged-in.ts';
import { startStandIn } from '../support/stand-in.ts';
import { unpackStore } from '../support/stores.ts';

let env: Record<string, string>;

beforeAll(async () => {
  env = storeEnv(await unpackStore('real'));
});

describe('did you mean', () => {
  it.each([
    ['a command', ['lst'], 2, /Did you mean list\?/],
    ['an option', ['list', '--statu', 'FAIL'], 2, /Did you mean --status\?/],
    ['a job by a beginning with a wrong letter', ['info', 'qsrgiik'], 3, /Did you mean qsrgiil7bkae\?/],
    ['a job by a beginning without a letter', ['info', 'qsrgil7b'], 3, /Did you mean qsrgiil7bkae\?/],
    ['a job by a beginning with a letter too many', ['info', 'qssrgiil'], 3, /Did you mean qsrgiil7bkae\?/],
    ['a table', ['rows', 'qsrg', 'lables'], 3, /Did you mean labels\? Its tables: /],
    ['a table by its last part', ['rows', 'qsrg', 'ant'], 3, /Did you mean roc_auc\/ant\?/],
    ['a column', ['rows', 'qsrg', 'labels', '--columns', 'suport'], 3, /Did you mean support\? Its columns: /],
  ])('names %s that was meant', async (_what, args, exitStatus, expected) => {
    const { status, stderr } = await swjob(args, { env });
    expect(stderr).toMatch(expected);
    expect(status).toBe(exitStatus);
  });

  it.each([
    ['an id of no job', ['info', 'zzzzzzzz']],
    ['an id too short to tell', ['info', 'qsz']],
    ['a table like none', ['rows', 'qsrg', 'x']],
    ['a column like none', ['rows', 'qsrg', 'labels', '--columns', 'x']],
  ])('guesses nothing for %s', async (_what, args) => {
    const { status, stderr } = await swjob(args, { env });
    expect(stderr).not.toMatch(/Did you mean/);
    expect(status).toBe(3);
  });

  it('names tables and columns of a Server too', async () => {
    const server = await startStandIn({ root: await unpackStore('real') });
    onTestFinished(() => server.close());
    const job = String(server.jobs.find(({ uuid }) => uuid.startsWith('qsrg'))?.id);
    const options = { env: await loggedIn(server) };
    expect((await swjob(['rows', job, 'lables'], options)).stderr).toMatch(/Did you mean labels\?/);
    const column = await swjob(['rows', job, 'labels', '--columns', 'suport'], options);
    expect(column.stderr).toMatch(/Did you mean support\?/);
  });
});
