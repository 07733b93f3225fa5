import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { storeEnv, swjob } from '../support/cli.ts';
import { cpuNow } from '../support/cpu-now.ts';
import { loggedIn } from '../support/logged-in.ts';
import { type StandInServer, startStandIn } from '../support/stand-in.ts';
import { temporaryFolder, unpackStore } from '../support/stores.ts';

type Case = readonly [what: string, args: readonly string[], exitStatus: number, hint: RegExp];

let env: Record<string, string>;

beforeAll(async () => {
  env = storeEnv(await unpackStore('real'));
});

describe('did you mean, on Standalone', () => {
  const cases: readonly Case[] = [
    ['a job by a beginning with a wrong letter', ['info', 'qsrgiik'], 3, /Did you mean qsrgiil7bkae\?/],
    ['a job by a beginning without a letter', ['info', 'qsrgil7b'], 3, /Did you mean qsrgiil7bkae\?/],
    ['a job by a beginning with a letter too many', ['info', 'qssrgiil'], 3, /Did you mean qsrgiil7bkae\?/],
    ['the newest job', ['info', '@lastest'], 2, /Did you mean @latest\?/],
    ['a status', ['list', '--status', 'FAIL,SUCESS'], 2, /Did you mean SUCCESS\? The statuses are: CREATED, /],
    ['a status of the newest job', ['info', '@latest:sucess'], 2, /Did you mean SUCCESS\?/],
    ['a type of keys', ['rows', 'qsrg', 'labels', '--key-type', 'sttr'], 2, /Did you mean str\? It is one of: auto, /],
    [
      'a table',
      ['rows', 'qsrg', 'lables'],
      3,
      /Did you mean labels\? Its tables: confusion_matrix\/binarylabel, labels, /,
    ],
    ['a table by its last part', ['rows', 'qsrg', 'ant'], 3, /Did you mean roc_auc\/ant\?/],
    ['a column', ['rows', 'qsrg', 'labels', '--columns', 'suport'], 3, /Did you mean support\? Its columns: id, /],
    ['a column in a condition', ['rows', 'qsrg', 'labels', '--where', 'suport > 1'], 3, /Did you mean support\?/],
    ['a column among the fields', ['rows', 'qsrg', 'labels', '--fields', 'suport'], 3, /Did you mean support\?/],
    ['a field of a job', ['list', '--fields', 'statsu'], 3, /Did you mean status\? The fields are: uri, instance, /],
    ['a metric to sort by', ['list', '--sort', 'acuracy'], 3, /Did you mean accuracy\?/],
    ['a metric in a condition', ['list', '--filter', 'acuracy > 0.8'], 3, /Did you mean accuracy\?/],
    ['a metric of an assertion', ['summary', 'qsrg', '--assert', 'acuracy > 0.8'], 3, /Did you mean accuracy\?/],
    ['a metric to show', ['list', '--all', '--metric', 'acuracy'], 3, /Did you mean accuracy\?/],
    ['a metric behind a word', ['list', '--filter', 'metrics.accuracy > 0'], 3, /Did you mean accuracy\?/],
    ['a part of a field', ['list', '--filter', 'model.nmae == "x"'], 3, /Did you mean model\.name\?/],
    ['a part of a field to sort by', ['list', '--sort', 'model.nmae'], 3, /Did you mean model\.name\?/],
    ['a project', ['list', '-p', 'slef'], 3, /Did you mean self\? Its projects: another, self/],
    ['a project to choose', ['project', 'select', 'slef'], 3, /Did you mean self\? Its projects: another, self/],
    ['an instance', ['list', '-p', 'locl/project/self'], 3, /Did you mean 'local'\? The instances are: 'local'\. /],
    ['an instance to choose', ['instance', 'select', 'locla'], 3, /Did you mean 'local'\?/],
  ];

  it.each(cases)('suggests %s', async (_what, args, exitStatus, hint) => {
    const { status, stderr } = await swjob(args, { env });
    expect(stderr).toMatch(hint);
    expect(status).toBe(exitStatus);
  });

  it.each([
    ['an id of no job', ['info', 'zzzzzzzz']],
    ['an id too short to tell', ['info', 'qsz']],
    ['a table like none', ['rows', 'qsrg', 'x']],
    ['a column like none', ['rows', 'qsrg', 'labels', '--columns', 'x']],
    ['a project like none', ['list', '-p', 'elsewhere']],
  ])('suggests nothing for %s', async (_what, args) => {
    const { status, stderr } = await swjob(args, { env });
    expect(stderr).not.toMatch(/Did you mean/);
    expect(status).toBe(3);
  });
});

describe('did you mean, on a Server', () => {
  let server: StandInServer;
  let job: string;

  beforeAll(async () => {
    server = await startStandIn({ root: await unpackStore('real') });
    job = String(server.jobs.find(({ uuid }) => uuid.startsWith('qsrg'))?.id);
  });
  afterAll(() => server.close());

  const run = async (...args: readonly string[]) => swjob(args, { env: await loggedIn(server) });

  it('suggests tables and columns', async () => {
    expect(await run('rows', job, 'lables')).toMatchObject({
      status: 3,
      stderr: expect.stringMatching(/Did you mean labels\? Its tables: confusion_matrix\/binarylabel, labels, /),
    });
    expect((await run('rows', job, 'labels', '--columns', 'suport')).stderr).toMatch(/Did you mean support\?/);
    expect((await run('rows', job, 'labels', '--where', 'suport > 1')).stderr).toMatch(/Did you mean support\?/);
  });

  it('suggests the number of a job whose uuid begins the same, or similarly', async () => {
    for (const typed of ['qsrgiil', 'qsrgiik7b']) {
      const { status, stderr } = await run('info', typed);
      expect(stderr).toMatch(new RegExp(`^swjob: no job ${typed} .*\nDid you mean ${job} \\(qsrgiil7bkae…\\)\\? `));
      expect(status).toBe(3);
    }
  });

  it('names the newest job if none has the number', async () => {
    const newest = Math.max(...server.jobs.filter(({ project }) => project === 'self').map(({ id }) => id));
    expect((await run('status', '4711')).stderr).toMatch(`\nThe newest is ${newest}. swjob list -p srv/project/`);
  });

  it('suggests projects, with their owner too, and instances', async () => {
    expect(await run('list', '-p', 'slef')).toMatchObject({
      status: 3,
      stderr: expect.stringMatching(/\nDid you mean self\? swjob project list srv shows the projects\.\n$/),
    });
    expect((await run('list', '-p', 'srv/project/starwhale:slef')).stderr).toMatch(/Did you mean starwhale:self\?/);
    expect((await run('project', 'select', 'slef')).stderr).toMatch(/Did you mean self\?/);
    expect((await run('list', '-p', 'srvv/project/self')).stderr).toMatch(/Did you mean 'srv'\? .*'local', 'srv'\./);
  });

  it('suggests nothing, with the same error, if the list is not available', async () => {
    server.fail(/\/job\?/, { status: 403 });
    const { status, stderr } = await run('info', 'qsrgiil');
    expect(status).toBe(3);
    expect(stderr).toMatch(/^swjob: no job qsrgiil .*\nswjob list -p srv\/project\/\d+ shows the jobs;/);
  });

  it('does not wait long for the list', async () => {
    server.fail(/\/job\?/, { delay: 20_000 });
    const began = cpuNow();
    expect((await run('info', 'qsrgiil')).stderr).toMatch(/^swjob: no job qsrgiil .*\nswjob list -p /);
    expect(cpuNow() - began).toBeLessThan(15_000);
  });
});

describe('many candidates, and hostile ones', () => {
  const VERSION = 'abcdefghijklmnopqrstuvwxyz';

  const versionOf = (index: number) => createHash('sha1').update(`${index}`).digest('hex');

  /** A store with many jobs and projects, and with one job that has tables. */
  async function storeWith(tables: readonly string[], jobs: number, projects: readonly string[]) {
    const root = mkdtempSync(join(await temporaryFolder(), 'many-'));
    mkdirSync(join(root, 'self', 'job', 'ab', VERSION), { recursive: true });
    for (let index = 0; index < jobs; index++) {
      const version = versionOf(index);
      mkdirSync(join(root, 'self', 'job', version.slice(0, 2), version), { recursive: true });
    }
    for (const project of projects) mkdirSync(join(root, project));
    mkdirSync(join(root, '.datastore'));
    const entries = tables.map((name) => ({ name: `project/self/eval/ab/${VERSION}/${name}`, dir: 'none' }));
    writeFileSync(join(root, '.datastore', 'manifest.json'), JSON.stringify({ version: '0.1', tables: entries }));
    return storeEnv(root);
  }

  it('take little time, and are never all listed', async () => {
    const tables = Array.from({ length: 10_000 }, (_, index) => `part/table-${index}-of-many`);
    const projects = Array.from({ length: 300 }, (_, index) => `project-${index}`);
    const store = await storeWith(tables, 10_000, projects);
    const cases = [
      ['rows', 'abcdef', 'part/table-1234-fo-many', 'part/table-1234-of-many'],
      ['info', `${versionOf(4711).slice(0, 9)}x`, versionOf(4711).slice(0, 12)],
      ['list', '-p', 'project_12', 'project-12'],
    ];
    for (const words of cases) {
      const began = cpuNow();
      const { status, stderr } = await swjob(words.slice(0, -1), { env: store });
      expect(cpuNow() - began).toBeLessThan(3000);
      expect(status).toBe(3);
      expect(stderr).toContain(`Did you mean ${words.at(-1)}`);
      expect(stderr.length).toBeLessThan(3000);
    }
    expect((await swjob(['rows', 'abcdef', 'x'], { env: store })).stderr).toMatch(/, … \(10000 in all\)\n$/);
  });

  it('cannot drive the terminal', async () => {
    const store = await storeWith(['lab\u001b[2Jels', 'lab\u202eels', 'lab\nels'], 0, ['se\u001b[31mlf']);
    for (const words of [
      ['rows', 'abcdef', 'labels'],
      ['rows', 'abcdef', 'lab[2Jels'],
      ['list', '-p', 'se[31mlf'],
    ]) {
      const { status, stderr } = await swjob(words, { env: store });
      expect(status).toBe(3);
      expect(stderr).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
      expect(stderr.split('\n')).toHaveLength(3);
    }
  });
});
