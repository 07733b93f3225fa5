import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { storeEnv, swjob } from '../../support/cli.ts';
import { loggedIn } from '../../support/logged-in.ts';
import { type StandInServer, startStandIn } from '../../support/stand-in.ts';
import { temporaryFolder, unpackStore } from '../../support/stores.ts';

describe('swjob project', () => {
  let root: string;
  let server: StandInServer;

  beforeAll(async () => {
    root = await unpackStore('jobs');
    server = await startStandIn({ root });
  });
  afterAll(() => server.close());

  it('list prints the projects of a store', async () => {
    const { status, stdout } = await swjob(['project', 'list', '--json'], { env: storeEnv(root) });
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toEqual(
      ['another', 'self', 'third_project-2'].map((name) => ({
        uri: `local/project/${name}`,
        instance: 'local',
        id: name,
        name,
        owner: null,
        current: name === 'self',
      })),
    );
    expect((await swjob(['project', 'ls', '-q'], { env: storeEnv(root) })).stdout).toBe(
      'another\nself\nthird_project-2\n',
    );
  });

  it('select shows control characters in a project’s name instead of sending them', async () => {
    const project = { id: '2', name: 'self\u001b]0;title\u0007' };
    server.fail('project/self', { status: 200, body: { code: 'success', message: '', data: project } });
    const { stdout } = await swjob(['project', 'select', 'self'], { env: await loggedIn(server) });
    expect(stdout).toBe('current project: self\\x1b]0;title\\x07 (2) of srv\n');
  });

  it('list says which instance has no projects', async () => {
    const env = storeEnv(join(await temporaryFolder(), 'no-store'));
    expect(await swjob(['project', 'list'], { env })).toEqual({
      status: 0,
      stdout: '',
      stderr: 'There are no projects on the current instance: swjob instance list shows which one that is.\n',
    });
    expect((await swjob(['project', 'list', 'local'], { env })).stderr).toBe('There are no projects on local.\n');
  });

  it('list accepts pages as swcli does, and an instance', async () => {
    const list = async (...args: string[]) => swjob(['project', 'list', '-q', ...args], { env: storeEnv(root) });
    for (const flag of ['-n', '--size', '--limit']) expect((await list(flag, '2')).stdout).toBe('another\nself\n');
    expect((await list('--size', '2', '--page', '2')).stdout).toBe('third_project-2\n');
    expect((await list('-i', 'local', '-n', '1')).stdout).toBe('another\n');
    expect(await list('--page', '2')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('--page needs --size'),
    });
    expect((await list('--size', '0')).status).toBe(2);
  });

  it('list prints the projects of a server: of the current instance, by alias, by address, by $SW_TOKEN', async () => {
    const env = await loggedIn(server);
    const projects = (instance: string, current: string | null) =>
      ['another', 'self', 'third_project-2'].map((name, index) => ({
        uri: `${server.origin}/project/${index + 1}`,
        instance,
        id: String(index + 1),
        name,
        owner: 'starwhale',
        current: name === current,
      }));
    for (const args of [[], ['srv'], ['cloud://srv'], [server.origin]]) {
      const { stdout } = await swjob(['project', 'list', ...args, '--json'], { env });
      expect(JSON.parse(stdout)).toEqual(projects('srv', 'self'));
    }
    const byToken = { ...storeEnv(root), SW_TOKEN: server.token, SW_INSTANCE_URI: server.origin };
    const { stdout } = await swjob(['project', 'list', server.origin, '--json'], { env: byToken });
    expect(JSON.parse(stdout)).toEqual(projects(server.origin, null));
  });

  it('list marks a current project given by number or with its owner', async () => {
    for (const project of ['2', 'starwhale:self']) {
      const env = await loggedIn(server, { project });
      const { stdout } = await swjob(['project', 'list', '-o', 'tsv', '--fields', 'name,current'], { env });
      expect(stdout).toBe('name\tcurrent\nanother\tfalse\nself\ttrue\nthird_project-2\tfalse\n');
    }
  });

  it('select saves the number of a server project, and makes its instance current', async () => {
    for (const uri of ['srv/project/another', `${server.origin}/project/starwhale:another`, 'cloud://srv/project/1']) {
      const env = await loggedIn(server, { current: false, project: null });
      const ended = await swjob(['project', 'select', uri], { env });
      expect(ended).toEqual({
        status: 0,
        stdout: 'current project: another (1) of srv\n',
        stderr: 'The current instance is now srv.\n',
      });
      const text = await readFile(env.SW_CLI_CONFIG, 'utf8');
      expect(text).toContain('current_instance: srv');
      expect(text).toContain("current_project: '1'");
      // The purpose: URIs without a project work now.
      const { stdout } = await swjob(['list', '--json', '--all', '--fields', 'project'], { env });
      expect(new Set(JSON.parse(stdout).map((job: { project: string }) => job.project))).toEqual(new Set(['another']));
    }
  });

  it('select chooses a project of a store', async () => {
    const env = await loggedIn(server, { current: false, root });
    const { stdout } = await swjob(['project', 'use', 'another', '--json'], { env });
    expect(JSON.parse(stdout)).toEqual({ instance: 'local', id: 'another', name: 'another' });
    expect(await readFile(env.SW_CLI_CONFIG, 'utf8')).toContain('current_project: another');
  });

  it('select changes nothing for a project that does not exist', async () => {
    const env = await loggedIn(server, { current: false, root });
    const before = await readFile(env.SW_CLI_CONFIG, 'utf8');
    const wrong = [
      ['nothing', 3, /the store has no project "nothing"\nIts projects: another, self, third_project-2\n/],
      ['srv/project/nothing', 3, /no project nothing on srv .*\nswjob project list srv shows the projects\.\n/],
      ['a/b/c', 2, /project URI/],
      ['http://other.test/project/1', 4, /not logged in to http:\/\/other\.test/],
    ] as const;
    for (const [uri, status, message] of wrong) {
      const ended = await swjob(['project', 'select', uri], { env });
      expect([ended.status, ended.stdout]).toEqual([status, '']);
      expect(ended.stderr).toMatch(message);
    }
    expect(await readFile(env.SW_CLI_CONFIG, 'utf8')).toBe(before);
  });
});
