import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { swjob } from '../../support/cli.ts';
import { loggedIn } from '../../support/logged-in.ts';

const SERVER = { origin: 'http://starwhale.test:8082', token: 'eyJ.top-secret.x' };

describe('swjob instance', () => {
  it('list prints the instances with these keys, and only whether there is a token', async () => {
    const env = await loggedIn(SERVER);
    const { status, stdout } = await swjob(['instance', 'list', '--json'], { env });
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toEqual([
      {
        alias: 'local',
        address: 'local',
        kind: 'standalone',
        user: 'me',
        role: null,
        project: 'self',
        current: false,
        logged_in: null,
        updated_at: null,
      },
      {
        alias: 'srv',
        address: 'http://starwhale.test:8082',
        kind: 'server',
        user: 'starwhale',
        role: 'normal',
        project: 'self',
        current: true,
        logged_in: true,
        updated_at: '2026-11-23T08:41:49.000Z',
      },
    ]);
  });

  it('list never prints a token or a password in any format', async () => {
    const env = await loggedIn({ ...SERVER, origin: 'http://me:top-secret@starwhale.test' });
    for (const format of ['json', 'jsonl', 'csv', 'tsv', 'table']) {
      const { stdout, stderr } = await swjob(['instance', 'ls', '-o', format, '--verbose'], { env });
      expect(stdout).toContain('srv');
      expect(stdout + stderr).not.toContain('top-secret');
    }
  });

  it('list marks the current one in the table', async () => {
    const env = await loggedIn(SERVER);
    const { stdout } = await swjob(['instance', 'list', '--color', 'never'], { env, tty: { columns: 100 } });
    expect(stdout.split('\n').map((line) => line.trimEnd())).toEqual([
      '   alias  address                     user       role    project',
      '   local  local                       me                 self',
      '*  srv    http://starwhale.test:8082  starwhale  normal  self',
      '',
    ]);
  });

  it('select changes the current one, by alias and by address', async () => {
    const env = await loggedIn(SERVER);
    const current = async () =>
      (await swjob(['instance', 'list', '--json'], { env })).stdout.match(/"alias":"(\w+)"[^}]*"current":true/)?.[1];
    expect(await swjob(['instance', 'select', 'local'], { env })).toEqual({
      status: 0,
      stdout: 'current instance: local\n',
      stderr: '',
    });
    expect(await current()).toBe('local');
    const selected = await swjob(['instance', 'use', SERVER.origin, '--json'], { env });
    expect(JSON.parse(selected.stdout)).toEqual({ alias: 'srv', project: 'self' });
    expect(await current()).toBe('srv');
    const unknown = await swjob(['instance', 'select', 'nowhere'], { env });
    expect(unknown).toMatchObject({ status: 3, stdout: '' });
    expect(unknown.stderr).toContain("The instances are: 'local', 'srv'");
    expect(await current()).toBe('srv');
  });

  it('select distinguishes an address without an entry from an unknown one', async () => {
    const env = await loggedIn(SERVER);
    const without = await swjob(['instance', 'select', 'http://other.test'], { env });
    expect(without.status).toBe(4);
    const byToken = await swjob(['instance', 'select', 'http://other.test'], {
      env: { ...env, SW_TOKEN: 'x', SW_INSTANCE_URI: 'http://other.test' },
    });
    expect(byToken).toMatchObject({ status: 3, stdout: '' });
    expect(byToken.stderr).toContain("the config has no instance with the address 'http://other.test'");
  });

  it('logout removes the entry and its token, and local becomes current', async () => {
    for (const args of [['logout'], ['logout', 'srv'], ['logout', SERVER.origin]]) {
      const env = await loggedIn(SERVER);
      expect(await swjob(['instance', ...args], { env })).toEqual({
        status: 0,
        stdout: 'logged out of srv\n',
        stderr: 'The current instance is now local.\n',
      });
      const text = await readFile(env.SW_CLI_CONFIG, 'utf8');
      expect(text).toContain('current_instance: local');
      expect(text).not.toMatch(/srv|top-secret/);
    }
  });

  it('logout refuses what has no login', async () => {
    const env = await loggedIn(SERVER, { current: false });
    const local = await swjob(['instance', 'logout'], { env });
    expect(local).toMatchObject({ status: 2, stdout: '' });
    expect(local.stderr).toContain('the current instance is Standalone: there is no login to remove');
    expect((await swjob(['instance', 'logout', 'nowhere'], { env })).status).toBe(3);
  });

  it('alone prints its commands, and reports an unknown one', async () => {
    expect((await swjob(['instance'])).stdout).toMatch(/list, ls[\s\S]*login[\s\S]*logout[\s\S]*select, use/);
    const unknown = await swjob(['instance', 'lgoin']);
    expect(unknown).toMatchObject({ status: 2, stdout: '' });
    expect(unknown.stderr).toMatch(/^swjob: swjob instance has no command "lgoin"\n.*login/);
  });
});
