import { existsSync } from 'node:fs';
import { mkdtemp, readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { atTerminal, python, runProgram } from '../cli/at-terminal.ts';
import { swjob } from '../support/cli.ts';
import { type StandInServer, startStandIn } from '../support/stand-in.ts';
import { temporaryFolder, unpackStore } from '../support/stores.ts';

// swjob and swcli share the config file: each must read what the other writes. These tests use real terminals.

describe.skipIf(python === undefined)('the config file that swjob and the real swcli share', () => {
  let server: StandInServer;
  let file: string;
  let env: Record<string, string>;

  beforeAll(async () => {
    server = await startStandIn({ root: await unpackStore('jobs') });
  });
  afterAll(() => server.close());
  beforeEach(async () => {
    const folder = await mkdtemp(join(await temporaryFolder(), 'shared-'));
    file = join(folder, 'config.yaml');
    env = { SW_CLI_CONFIG: file, SW_LOCAL_STORAGE: join(folder, 'store'), HOME: folder, USER: 'me' };
  });

  const swcli = (...args: string[]) =>
    runProgram(join(dirname(python ?? ''), 'swcli'), args, { ...env, PATH: process.env['PATH'] ?? '' });
  const instances = async () => JSON.parse((await swcli('-o', 'json', 'instance', 'list')).stdout);

  it('written by swjob is read by swcli: instances, the current one, its project', async () => {
    const login = ['instance', 'login', server.origin, '--alias', 'srv', '--token-stdin'];
    expect((await swjob(login, { env, stdin: server.token })).status).toBe(0);
    expect((await swjob(['project', 'select', 'srv/project/another'], { env })).status).toBe(0);
    expect(await instances()).toEqual([
      expect.objectContaining({ name: 'local', uri: 'local', in_use: false, current_project: 'self' }),
      {
        name: 'srv',
        uri: server.origin,
        in_use: true,
        user_name: 'starwhale',
        user_role: 'owner',
        current_project: '1',
        updated_at: '2026-11-23 12:00:00 UTC',
      },
    ]);
    // With it, the real client reaches the server, with the token.
    const projects = await swcli('-o', 'json', 'project', 'list');
    expect(projects.stdout).toContain('third_project-2');
    expect((await swjob(['instance', 'logout', 'srv'], { env })).status).toBe(0);
    expect(await instances()).toEqual([expect.objectContaining({ name: 'local', in_use: true })]);
  });

  it('written by swcli is read by swjob, which changes only what was requested', async () => {
    const ended = await swcli(
      'instance',
      'login',
      server.origin,
      '--alias',
      'srv',
      '--token',
      `Bearer ${server.token}`,
    );
    expect(ended.status).toBe(0);
    const before = await readFile(file, 'utf8');
    const { stdout } = await swjob(['instance', 'list', '--json'], { env });
    expect(JSON.parse(stdout)).toEqual([
      expect.objectContaining({ alias: 'local', kind: 'standalone', project: 'self', current: true }),
      expect.objectContaining({ alias: 'srv', address: server.origin, user: 'starwhale', logged_in: true }),
    ]);
    expect((await swjob(['list', '-p', 'srv/project/self', '-q'], { env })).stdout).toMatch(
      /^\S+\/project\/\d+\/job\/\d+\n/,
    );
    expect((await swjob(['instance', 'select', 'srv'], { env })).status).toBe(0);
    const after = await readFile(file, 'utf8');
    expect(linesOf(after)).toEqual(linesOf(before.replace('current_instance: local', 'current_instance: srv')));
    expect((await instances()).map((one: { name: string; in_use: boolean }) => [one.name, one.in_use])).toEqual([
      ['local', false],
      ['srv', true],
    ]);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it('receives the token of a login on a real terminal, which never shows the password', async () => {
    const answers = [`User name on ${server.origin}: =starwhale`, 'Password: =abcd1234'];
    const ended = await atTerminal(answers, ['instance', 'login', server.origin, '--alias', 'srv'], env);
    expect(ended.status).toBe(0);
    expect(ended.stdout).toContain(`logged in to ${server.origin} as starwhale, alias srv`);
    expect(ended.stdout).toContain('starwhale');
    expect(ended.stdout).not.toContain('abcd');
    expect(await readFile(file, 'utf8')).toContain(`Bearer ${server.token}`);
  });

  it('is unchanged if the login is interrupted, with exit status 130', async () => {
    for (const answers of [['User name=^C'], ['User name=starwhale', 'Password: =^C']]) {
      const ended = await atTerminal(answers, ['instance', 'login', server.origin], env);
      expect(ended.status).toBe(130);
      expect(existsSync(file)).toBe(false);
    }
  });
});

/** The lines of a config, sorted and without quotes. */
function linesOf(text: string): readonly string[] {
  return text.replaceAll("'", '').split('\n').sort();
}
