import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { storeEnv, swjob } from '../support/cli.ts';
import { loggedIn } from '../support/logged-in.ts';
import type { StandInServer } from '../support/stand-in.ts';
import { copyOfStore } from '../support/stores.ts';
import { readDocument } from './blocks.ts';
import { type Answers, askClient } from './client-answers.ts';
import { python, startServer } from './environment.ts';
import { type SelfSignedServer, startSelfSigned } from './self-signed-server.ts';

// Checks what the README and docs/migration.md say about swcli and the Python SDK with the real client, beside our own
// answers.

const REMOVED = 'z67ux3zccljwospxmwyxhomwlnbbhmsu7ctzkiy5';
const BROKEN = 'project/1/eval/27/27v6lhefezqjkpaubpbgws6adgmvvkpi47cp7btw/roc_auc/ant';

describe.skipIf(python === undefined)('the real client', () => {
  let server: StandInServer;
  let unsigned: SelfSignedServer;
  let answers: Answers;
  /** Our own environment, with the same servers. */
  let env: Record<string, string>;

  beforeAll(async () => {
    server = await startServer({ brokenTables: [BROKEN] });
    for (const job of server.jobs) if (job.id === 5) job.status = 'RUNNING';
    unsigned = await startSelfSigned();
    const ask = async (questions: string, root: string) => {
      const { SW_CLI_CONFIG } = await loggedIn(server, { project: '1', current: false, root });
      return askClient(questions, { root, config: SW_CLI_CONFIG, address: unsigned.address });
    };
    const [jobs, tables] = await Promise.all([
      copyOfStore('jobs').then((root) => ask('jobs', root)),
      copyOfStore('tables').then((root) => ask('tables,server', root)),
    ]);
    answers = { ...jobs, ...tables } as Answers;
    const root = await copyOfStore('jobs');
    env = { SW_LOCAL_STORAGE: root, ...(await loggedIn(server, { project: '1', current: false, root })) };
  });
  afterAll(async () => {
    unsigned.close();
    await server.close();
  });

  const ours = (line: string) => swjob(line.split(' '), { env });
  const idsOf = async (line: string) => (await ours(`${line} -q`)).stdout.trim().split('\n');

  it('has only these commands and methods', () => {
    const { commands, methods, completes_jobs, run, builds, sdk_builds } = answers.jobs.shape;
    expect(Object.keys(commands).sort()).toEqual(['cancel', 'info', 'list', 'pause', 'recover', 'remove', 'resume']);
    expect(commands['list']).toEqual(['-p', '--project', '--fullname', '--page', '--size']);
    const own = ['basic_info', 'create', 'get', 'get_table_rows', 'info', 'list', 'status', 'summary', 'tables'];
    const inner = ['create_local', 'create_remote', 'evaluation_store'];
    expect(Object.keys(methods).sort()).toEqual([...own, ...inner].sort());
    expect(methods['get_table_rows']).toEqual(['self', 'name', 'start', 'end', 'keep_none', 'end_inclusive']);
    expect(completes_jobs).not.toContain(true);
    expect(run).toEqual(expect.arrayContaining(['--workdir', '--runtime', '--in-container']));
    expect(builds).toEqual(['model', 'dataset', 'runtime']);
    expect(sdk_builds).toEqual([true, true, false]);
  });

  it('has no command, option, method or parameter that docs/migration.md leaves out', () => {
    const page = readDocument('docs/migration.md');
    const { commands, instance, project, run: runOptions, methods } = answers.jobs.shape;
    const names = [
      ...Object.keys(commands),
      ...Object.values(commands).flat(),
      ...runOptions,
      ...Object.keys(instance),
      ...Object.values(instance).flat(),
      ...project,
      ...Object.entries(methods)
        .filter(([name]) => !/^(?:create_\w+|evaluation_store)$/.test(name))
        .flatMap(([name, parameters]) => [name, ...parameters.filter((one) => one !== 'self')]),
    ];
    expect(names.filter((name) => !new RegExp(`(?<![\\w-])${name}(?![\\w-])`).test(page))).toEqual([]);
  });

  it('ignores pages on Standalone, and lists removed jobs, but cannot read them', async () => {
    expect(answers.jobs.page).toHaveLength(15);
    expect(answers.jobs.page).toContain(REMOVED);
    expect(answers.jobs.removed.error).toBe('NotFoundError');
    expect(answers.jobs.pagination).toEqual({ ok: {} });
    expect(await idsOf('list --page 2 --size 3')).toHaveLength(3);
    expect(await idsOf('list --all')).not.toContain(REMOVED);
    expect(await idsOf('list --removed --all')).toContain(REMOVED);
    expect(await ours(`status ${REMOVED}`)).toMatchObject({ status: 0 });
  });

  it('omits jobs without a manifest, and fails on one broken manifest', async () => {
    const all = await idsOf('list --all');
    const [without, ...others] = all.filter((id) => !answers.jobs.page.includes(id));
    expect(others).toEqual([]);
    expect((await ours(`status ${without}`)).stdout).toBe('UNKNOWN\n');
    expect(answers.jobs.broken).toMatchObject({ exit: 1, error: 'ParserError' });
    const root = await copyOfStore('jobs');
    mkdirSync(join(root, 'self/job/zz/zzbroken'), { recursive: true });
    writeFileSync(join(root, 'self/job/zz/zzbroken/_manifest.yaml'), 'a: [');
    const listed = await swjob(['list', '--all', '-q'], { env: storeEnv(root) });
    expect(listed.stdout.trim().split('\n').sort()).toEqual([...all, 'zzbroken'].sort());
    expect(listed.stderr).toContain('zzbroken');
  });

  it('cannot read the jobs that it lists from another project', async () => {
    expect(answers.jobs.other_project.error).toBe('NotFoundError');
    const [uri] = await idsOf('list -p local/project/another');
    expect((await ours(`status ${uri}`)).status).toBe(0);
  });

  it('says FAILED instead of FAIL, as its reference and we do', async () => {
    expect(answers.jobs.failed).toEqual({ ok: 'FAILED' });
    expect((await ours('status dkjc')).stdout).toBe('FAIL\n');
  });

  it('fails in Job.list if one id is the prefix of another', async () => {
    expect(answers.jobs.twins.error).toBe('MultipleMatchException');
    const root = await copyOfStore('prefix');
    expect((await swjob(['list', '--all', '-q'], { env: storeEnv(root) })).status).toBe(0);
  });

  it('shows the summary of a Server’s job by its uuid, not by its number', async () => {
    expect(answers.server.info.output).not.toContain('accuracy');
    expect(answers.server.info_by_uuid.output).toMatch(/Summary[\s\S]*accuracy/);
    expect((await ours('info srv/project/1/job/3')).stdout).toMatch(/accuracy/);
  });

  it('removes jobs on Standalone, and cancels those of a Server', async () => {
    expect(answers.jobs.remove.exit).toBe(0);
    expect(answers.server.cancel.exit).toBe(0);
    expect(server.jobs.find(({ id }) => id === 5)?.status).toMatch(/^CANCEL/);
  });

  it('never recovers, and deletes all jobs if one to delete does not exist', async () => {
    expect(answers.jobs.recover).toMatchObject({ exit: 1, output: expect.stringContaining('existed') });
    expect(answers.jobs.recover_force).toMatchObject({ exit: 1, output: expect.stringContaining('failed') });
    expect(answers.jobs.force.exit).toBe(0);
    expect(answers.jobs.left).toEqual([]);
    const root = await copyOfStore('jobs');
    const inCopy = (line: string) => swjob(line.split(' '), { env: storeEnv(root) });
    expect(await inCopy(`recover ${REMOVED}`)).toMatchObject({ status: 0 });
    const before = (await inCopy('list --all -q')).stdout;
    expect(before).toContain(REMOVED);
    expect(await inCopy('remove --force --yes nosuchjob')).toMatchObject({ status: 3 });
    expect((await inCopy('list --all -q')).stdout).toBe(before);
  });

  it('exits with 1 for every failure, 2 for usage errors', async () => {
    expect(answers.jobs.not_found).toMatchObject({ exit: 1, output: '', error: 'NotFoundError' });
    expect(answers.jobs.wrong_usage.exit).toBe(2);
    expect(await ours('info nosuchjob')).toMatchObject({ status: 3, stderr: expect.stringMatching(/^swjob: no job/) });
  });

  it('does not accept the address form in its own reference', async () => {
    expect(answers.jobs.reference_uri.message).toContain('invalid uri');
    expect((await ours(`status ${server.origin}/job/3`)).stdout).toBe('SUCCESS\n');
  });

  it('loses rows of overlapping blocks, ignores keep_none, and returns no rows for an unknown table', async () => {
    const { overlapping, none, no_table, wrong_bound } = answers.tables;
    expect(overlapping).toEqual({ ok: [] });
    expect(none).toEqual({ ok: [{ id: 4, a: 4 }] });
    expect(no_table).toEqual({ ok: [] });
    expect(wrong_bound.error).toBe('TypeError');
    const root = await copyOfStore('tables');
    const rows = (line: string) =>
      swjob(['rows', '@latest', ...line.split(' '), '-o', 'jsonl'], { env: storeEnv(root) });
    expect((await rows('blocks-25k --start 9998 --end 10003')).stdout.trim().split('\n')).toHaveLength(5);
    expect((await rows('deletes --start 4 --end 5 --keep-none')).stdout).toBe('{"id":4,"a":4,"b":null}\n');
    expect((await rows('nosuchtable')).status).toBe(3);
    expect((await rows('deletes --start a')).status).toBe(2);
  });

  it('writes to a store that it only reads', () => {
    expect(answers.tables).toMatchObject({ info_writes: true, rows_write: true });
  });

  it('shows the tasks of a Server’s job, but opens a page only for a Standalone job', () => {
    expect(answers.jobs.web).toBe(1);
    expect(answers.server.info).toMatchObject({ exit: 0, output: expect.stringContaining('Tasks List') });
    expect(answers.server.web).toMatchObject({ exit: 1, output: expect.stringContaining('not found') });
  });

  it('can neither remove nor recover a Server’s job', async () => {
    expect(answers.server.remove).toMatchObject({ exit: 1, output: expect.stringContaining('404') });
    const asked = server.requests.filter(({ method }) => method === 'DELETE').map(({ path }) => path);
    expect(asked).not.toContain('/api/v1/project/1/job/3');
    expect(answers.server.recover).toMatchObject({ exit: 1, output: expect.stringContaining('TrashService') });
    expect((await ours('remove srv/project/1/job/3 --yes')).status).toBe(0);
    expect((await ours('recover srv/project/1/job/3')).status).toBe(0);
  });

  it('crashes on errors of another shape, and on an amount of memory', async () => {
    expect(answers.server.not_found).toMatchObject({ exit: 1, output: '', error: 'ValidationError' });
    expect((await ours('info srv/project/1/job/nosuchjob')).status).toBe(3);
    expect(answers.server.memory_text.error).toBe('AttributeError');
    const specs = '{"evaluator:summarize":{"resources":"4GiB"}}';
    const create = [
      'create',
      '-p',
      'srv/project/1',
      '-m',
      'clf',
      '--handler',
      'evaluator:summarize',
      '--runtime',
      'pytorch',
    ];
    const planned = await swjob([...create, '-d', 'points', '--overwrite-specs', specs, '--dry-run'], { env });
    expect(planned).toMatchObject({ status: 0, stdout: expect.stringContaining('4294967296') });
  });

  it('requests a table that a Server cannot read ten times, we once', async () => {
    const asked = () => server.requests.filter(({ body }) => body.includes(BROKEN) && body.includes('limit')).length;
    expect(answers.server.broken_table).toHaveProperty('error');
    expect(asked()).toBe(10);
    expect((await ours('rows srv/project/1/job/3 roc_auc/ant')).status).toBe(5);
    expect(asked()).toBe(11);
  });

  it('sends a password to a server with a self-signed certificate, we do not', async () => {
    expect(unsigned.asked()).toBeGreaterThan(0);
    const before = unsigned.asked();
    const login = ['instance', 'login', unsigned.address, '--alias', 'tls', '--username', 'me', '--password-stdin'];
    const ended = await swjob(login, { env, stdin: 'secret' });
    expect(ended).toMatchObject({ status: 5, stderr: expect.stringMatching(/certificate/) });
    expect(unsigned.asked()).toBe(before);
  });
});
