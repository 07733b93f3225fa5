import { readFile, stat, writeFile } from 'node:fs/promises';
import { platform } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { loadConfig } from '../../../src/config/config.ts';
import { swjob } from '../../support/cli.ts';
import { loggedIn } from '../../support/logged-in.ts';
import { type StandInServer, startStandIn } from '../../support/stand-in.ts';
import { temporaryFolder, unpackStore } from '../../support/stores.ts';

const TTY = { columns: 100 };
let files = 0;

describe('swjob instance login', () => {
  let server: StandInServer;
  let file: string;
  let env: Record<string, string>;
  const entry = async (alias: string) =>
    (await loadConfig({ env, home: undefined })).instances.get(alias) ?? { alias: 'none' };

  beforeAll(async () => {
    server = await startStandIn({ root: await unpackStore('jobs') });
  });
  afterAll(() => server.close());
  beforeEach(async () => {
    file = join(await temporaryFolder(), `login-${files++}`, 'config.yaml');
    env = { SW_CLI_CONFIG: file, SW_LOCAL_STORAGE: join(await temporaryFolder(), 'none') };
  });

  const login = (args: readonly string[], options: Parameters<typeof swjob>[1] = {}) =>
    swjob(['instance', 'login', server.origin, ...args], { env, ...options });

  it('saves a token that the server accepts, with and without Bearer, in a file that only the user can read', async () => {
    for (const typed of [server.token, `Bearer ${server.token}\n`]) {
      const ended = await login(['--alias', 'srv', '--token-stdin'], { stdin: typed, now: '2026-11-23T08:41:49.5Z' });
      expect(ended).toEqual({
        status: 0,
        stdout: `logged in to ${server.origin} as starwhale, alias srv\n`,
        stderr: 'Choose a project: swjob project select srv/project/PROJECT\n',
      });
      expect(await entry('srv')).toEqual({
        alias: 'srv',
        uri: server.origin,
        kind: 'server',
        userName: 'starwhale',
        userRole: 'owner',
        token: `Bearer ${server.token}`,
        currentProject: null,
        updatedAt: '2026-11-23 08:41:49 UTC',
      });
    }
    if (platform() !== 'win32') expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it('creates the file of --config or $SW_CLI_CONFIG, which other commands do not', async () => {
    const other = join(await temporaryFolder(), `login-${files++}`, 'new.yaml');
    expect((await swjob(['instance', 'list', '--config', other], { env })).stderr).toContain('no config file at');
    const ended = await login(['--alias', 'srv', '--token-stdin', '--config', other], { stdin: server.token });
    expect(ended).toMatchObject({ status: 0, stdout: expect.stringContaining('logged in') });
    expect((await loadConfig({ env: {}, home: undefined }, other)).instances.get('srv')?.uri).toBe(server.origin);
    if (platform() !== 'win32') expect((await stat(other)).mode & 0o777).toBe(0o600);
    await expect(stat(file)).rejects.toThrow('ENOENT');
  });

  it('logs in with a password from standard input, which is saved nowhere', async () => {
    const ended = await login(['--username', 'starwhale', '--password-stdin', '--json'], { stdin: 'abcd1234\n' });
    expect(ended).toMatchObject({ status: 0 });
    expect(JSON.parse(ended.stdout)).toEqual({
      alias: '127.0.0.1',
      address: server.origin,
      user: 'starwhale',
      role: 'owner',
    });
    expect(await readFile(file, 'utf8')).not.toContain('abcd1234');
    expect(await readFile(file, 'utf8')).toContain(`sw_token: Bearer ${server.token}`);
  });

  it('asks for user and password on a terminal, without showing the password', async () => {
    const ended = await login(['--alias', 'srv', '--verbose'], { tty: TTY, stdin: 'starwhale\nabcd1234\n' });
    expect(ended.status).toBe(0);
    expect(ended.stderr).toContain(`User name on ${server.origin}: `);
    expect(ended.stderr).toContain('Password: \n');
    expect(ended.stderr).toContain(`> POST ${server.origin}/api/v1/login`);
    expect(ended.stdout + ended.stderr).not.toMatch(/abcd|stand-in|eyJ/);
    expect(await entry('srv')).toMatchObject({ userName: 'starwhale', token: `Bearer ${server.token}` });
  });

  it('suggests the user of the last login, by alias and by address', async () => {
    env = { ...(await loggedIn(server, { token: 'old' })) };
    for (const name of ['srv', 'cloud://srv', server.origin, '']) {
      const args = ['instance', 'login', ...(name === '' ? [] : [name])];
      const ended = await swjob(args, { env, tty: TTY, stdin: '\nabcd1234\n' });
      expect(ended.status).toBe(0);
      expect(ended.stderr).toContain(`User name on ${server.origin} [starwhale]: `);
      expect(await entry('srv')).toMatchObject({ token: `Bearer ${server.token}`, currentProject: 'self' });
    }
  });

  it('asks for the token on a terminal without showing it', async () => {
    const ended = await login(['--token-stdin'], { tty: TTY, stdin: `${server.token}\n` });
    expect(ended.status).toBe(0);
    expect(ended.stderr).toContain('Token: \n');
    expect(ended.stderr).not.toContain(server.token.slice(0, 8));
  });

  it('writes nothing if the server refuses the password or the token', async () => {
    const password = await login(['--username', 'starwhale', '--password-stdin'], { stdin: 'wrong-secret' });
    expect(password).toMatchObject({ status: 4, stdout: '' });
    expect(password.stderr).toBe(
      'swjob: POST /api/v1/login: 401: Wrong username or password\nCheck the user name and the password.\n',
    );
    const token = await login(['--token-stdin'], { stdin: 'wrong-secret' });
    expect(token).toMatchObject({ status: 4, stdout: '' });
    expect(token.stderr).toContain('401: JWT token is expired or invalid.\nCheck the token.\n');
    await expect(stat(file)).rejects.toThrow('ENOENT');
  });

  it('does not blame the password if the account is disabled', async () => {
    const message = 'The account is disabled, please contact the administrator.';
    server.fail('login', { status: 401, body: { code: 'Unauthorized', message } });
    const { stderr } = await login(['--username', 'a', '--password-stdin'], { stdin: 'secret' });
    expect(stderr).toBe(`swjob: POST /api/v1/login: 401: ${message}\nAsk the administrator of the server.\n`);
  });

  it('redacts the password in a server’s answer', async () => {
    server.fail('login', { status: 500, body: { code: 'x', message: 'cannot bind userPwd=wrong-secret&x' } });
    const args = ['--username', 'a', '--password-stdin', '--verbose'];
    const ended = await login(args, { stdin: 'wrong-secret' });
    expect(ended.status).toBe(5);
    expect(ended.stderr).toContain('cannot bind userPwd=***');
    expect(ended.stderr).not.toContain('wrong-secret');
  });

  it('shows control characters in the user’s name instead of sending them', async () => {
    const user = { id: '1', name: 'me\u001b[31m\nroot', systemRole: null };
    for (const tty of [undefined, TTY]) {
      server.fail('user/current', { status: 200, body: { code: 'success', message: '', data: user } });
      const ended = await login(['--alias', 'srv', '--token-stdin'], {
        stdin: `${server.token}\n`,
        ...(tty && { tty }),
      });
      expect(ended.stdout).toBe(`logged in to ${server.origin} as me\\x1b[31m\\nroot, alias srv\n`);
    }
  });

  it('refuses a secret as an argument without repeating it', async () => {
    for (const args of [
      ['--token', 'top-secret'],
      ['--token=top-secret'],
      ['--username', 'me', '--password', 'top-secret'],
      ['--password=top-secret'],
    ]) {
      const ended = await login(args, { tty: TTY });
      expect(ended).toMatchObject({ status: 2, stdout: '' });
      expect(ended.stderr).toContain('is not accepted: other users of the machine could read it\n');
      expect(ended.stderr).not.toContain('top-secret');
    }
    const help = await swjob(['instance', 'login', '--help']);
    expect(help.stdout).toContain('--token-stdin');
    expect(help.stdout).not.toMatch(/--(token|password) </);
  });

  it('never waits if nobody can type, and refuses contradictory options', async () => {
    const wrong = [
      [[], /cannot ask for the password/],
      [['--password-stdin'], /--password-stdin needs --username/],
      [['--password-stdin', '--token-stdin', '--username', 'a'], /cannot be used together/],
      [['--token-stdin', '--username', 'a'], /cannot be used together/],
      [['--token-stdin'], /the token is empty/],
      [['--username', 'a', '--password-stdin'], /the password is empty/],
      [['--alias', 'a/b', '--token-stdin'], /'a\/b' cannot be the alias of a Server/],
      [['--alias', 'projects', '--token-stdin'], /cannot be the alias/],
      [['--alias', 'local', '--token-stdin'], /already names another instance/],
    ] as const;
    for (const [args, message] of wrong) {
      const ended = await login(args);
      expect([ended.status, ended.stdout]).toEqual([2, '']);
      expect(ended.stderr).toMatch(message);
    }
    const tokens = await login(['--token-stdin'], { stdin: 'two words' });
    expect([tokens.status, tokens.stderr]).toEqual([2, expect.stringContaining('invalid characters')]);
  });

  it.each([
    ['http://me:top-secret@127.0.0.1', /must not hold a user name or a password/],
    ['ftp://127.0.0.1', /is not the address of a Server/],
    ['local', /a Standalone instance needs no login/],
  ])('refuses %s as an address', async (address, message) => {
    const ended = await swjob(['instance', 'login', address, '--token-stdin'], { env, stdin: 'x' });
    expect(ended.status).toBe(2);
    expect(ended.stderr).toMatch(message);
    expect(ended.stderr).not.toContain('top-secret');
  });

  it('does not let an alias switch to another server', async () => {
    env = { ...(await loggedIn({ origin: 'http://other.test', token: 't' }, { alias: 'srv' })) };
    const ended = await login(['--alias', 'srv', '--token-stdin'], { stdin: server.token });
    expect(ended).toMatchObject({ status: 2, stdout: '' });
    expect(ended.stderr).toContain("the alias 'srv' already names another instance");
  });

  it('extracts the address from a pasted one, and defaults to http as swcli does', async () => {
    for (const address of [`${server.origin}/projects/1/evaluations?x#y`, server.origin.replace('http://', '')]) {
      const args = ['instance', 'login', address, '--alias', 'srv', '--token-stdin'];
      expect((await swjob(args, { env, stdin: server.token })).status).toBe(0);
      expect(await entry('srv')).toMatchObject({ uri: server.origin });
    }
  });

  it('keeps the path below which a server is reached, without the pages of its console', async () => {
    const base = `${server.origin}/starwhale`;
    for (const address of [`${base}/`, `${base}/projects/1/evaluations`, `${base}/login?x`]) {
      const args = ['instance', 'login', address, '--alias', 'below', '--token-stdin'];
      const ended = await swjob(args, { env, stdin: server.token });
      // The stand-in is not below that path, so the error shows where swjob looked.
      expect(ended.stderr).toContain('swjob: GET /api/v1/user/current: 404');
    }
  });

  it('keeps unknown parts of the config, and the current project of the instance', async () => {
    env = { ...(await loggedIn(server, { token: 'old' })) };
    const path = env['SW_CLI_CONFIG'] ?? '';
    const text = await readFile(path, 'utf8');
    const config = JSON.parse(text);
    config.link_auths = [{ type: 's3', ak: 0o17, date: '2020-01-01' }];
    config.instances.srv.extra = { deep: [true, null, 1.5] };
    await writeFile(path, JSON.stringify(config));
    expect((await swjob(['instance', 'login', 'srv', '--token-stdin'], { env, stdin: server.token })).status).toBe(0);
    const { document } = await loadConfig({ env, home: undefined });
    expect(document).toMatchObject({
      link_auths: [{ type: 's3', ak: '15', date: '2020-01-01' }],
      instances: { srv: { extra: { deep: ['true', null, '1.5'] }, sw_token: `Bearer ${server.token}` } },
    });
    expect(await entry('srv')).toMatchObject({ currentProject: 'self' });
  });
});
