import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { swjob } from '../support/cli.ts';
import { loggedIn } from '../support/logged-in.ts';
import { type StandInServer, startStandIn } from '../support/stand-in.ts';
import { unpackStore } from '../support/stores.ts';
import { expectCleanExit } from './expect-clean-exit.ts';

let server: StandInServer;
beforeAll(async () => {
  server = await startStandIn({ root: await unpackStore('jobs') });
});
afterAll(() => server.close());

describe('a config file with a token', () => {
  it.each([0o644, 0o660, 0o604, 0o602])('causes a warning if others can read or change it: %o', async (mode) => {
    const env = await loggedIn(server);
    chmodSync(env.SW_CLI_CONFIG, mode);
    const ended = await swjob(['doctor', '--json'], { env });
    expect(ended.stdout).toContain('chmod 600');
    expect(`${ended.stdout}${ended.stderr}`).not.toContain(server.token);
    const list = await swjob(['list', '-q'], { env });
    expect(list.status).toBe(0);
    expect(list.stderr).toContain(env.SW_CLI_CONFIG);
  });

  it('causes none if only its owner can', async () => {
    expect((await swjob(['list', '-q'], { env: await loggedIn(server) })).stderr).toBe('');
  });
});

describe('a token that would inject headers', () => {
  const TOKENS = [
    'x\r\nX-Injected: 1',
    'x\nX-Injected: 1',
    'x\0y',
    'x\u010a\u010dX-Injected: 1',
    '🔑',
    'x\u0001',
    ' \r\n',
    'x'.repeat(100_000),
  ];

  const NAMED = TOKENS.map((token) => [JSON.stringify(token.slice(0, 24)), token] as const);

  it.each(NAMED)('is refused in the config, before anything is sent or shown: %s', async (_, token) => {
    const before = server.requests.length;
    const env = await loggedIn(server, { token });
    for (const args of [['list'], ['status', '1'], ['info', '1', '-v'], ['logs', '1'], ['doctor']]) {
      const ended = await swjob(args, { env });
      if (!args.includes('-v')) expectCleanExit(ended);
      expect(ended.status).toBeGreaterThan(0);
      const told = `${ended.stdout}${ended.stderr}`;
      expect(told).not.toContain('X-Injected: 1');
      expect(told.length).toBeLessThan(20_000);
    }
    for (const { headers } of server.requests.slice(before)) expect(headers['x-injected']).toBeUndefined();
  });

  it.each(NAMED)('is refused at login: %s', async (_, token) => {
    const before = server.requests.length;
    const env = await loggedIn(server);
    const config = readFileSync(env.SW_CLI_CONFIG, 'utf8');
    const ended = await swjob(['instance', 'login', server.origin, '--alias', 'new', '--token-stdin'], {
      env,
      stdin: token,
    });
    expectCleanExit(ended);
    expect(ended.status).toBeGreaterThan(0);
    expect(`${ended.stdout}${ended.stderr}`).not.toContain('X-Injected: 1');
    for (const { headers } of server.requests.slice(before)) expect(headers['x-injected']).toBeUndefined();
    expect(readFileSync(env.SW_CLI_CONFIG, 'utf8')).toBe(config);
  });
});

describe('a URI that would inject headers or lead elsewhere', () => {
  const PARTS = [
    '1\r\nX-Injected: 1',
    '1 HTTP/1.1\r\nX-Injected: 1\r\n\r\n',
    '1?x=1',
    '1#x',
    '../../login',
    '..%2f..%2flogin',
    '1%0d%0aX-Injected: 1',
    '//evil.test',
    '@evil.test',
    '1\u2028',
    '\ud800',
  ];

  it.each(PARTS)('%j becomes one escaped part of a path, or is refused', async (part) => {
    const env = await loggedIn(server);
    const before = server.requests.length;
    for (const args of [
      ['info', part],
      ['status', `srv/project/self/job/${part}`],
      ['list', '-p', `srv/project/${part}`],
      ['status', `${server.origin}/project/self/job/${part}`],
      ['rows', '1', part],
      ['comment', '1', part],
      ['logs', '1', '--task', part],
    ]) {
      const ended = await swjob(args, { env });
      expectCleanExit(ended);
    }
    for (const { headers, path } of server.requests.slice(before)) {
      expect(headers['x-injected']).toBeUndefined();
      expect(headers.host).toBe(new URL(server.origin).host);
      expect(path).toMatch(/^\/api\/v1\/(project|job|datastore|role|user|log|system|version)/);
      expect(path).not.toContain('/login');
    }
  });

  it('in the config as an origin sends no token elsewhere', async () => {
    for (const uri of [
      `${server.origin}@evil.test`,
      'http://[::1',
      'javascript:alert(1)',
      'file:///etc/passwd',
      'http://a b/',
      `${server.origin}\r\nX: 1`,
    ]) {
      const env = await loggedIn({ origin: uri, token: server.token });
      const ended = await swjob(['list', '--request-timeout', '500ms'], { env });
      expectCleanExit(ended);
      expect(ended.status).toBeGreaterThan(0);
      expect(`${ended.stdout}${ended.stderr}`).not.toContain(server.token);
    }
  });

  it('a hostile config file ends in one clear line', async () => {
    const env = await loggedIn(server);
    for (const text of [
      'instances: &a [*a]',
      `${'['.repeat(10_000)}`,
      '!!js/function "x"',
      '\0',
      '- 1',
      'instances: {srv: 1}',
      'instances: {__proto__: {uri: http://x}}',
      'current_instance: __proto__',
      'storage: {root: 5}',
      'storage: {root: "a\\0b"}',
      `a: ${'x'.repeat(2_000_000)}`,
    ]) {
      writeFileSync(env.SW_CLI_CONFIG, text);
      for (const args of [['list'], ['doctor'], ['instance', 'list'], ['status', '@latest']]) {
        const ended = await swjob(args, { env });
        expectCleanExit(ended);
      }
      expect(readFileSync(env.SW_CLI_CONFIG, 'utf8')).toBe(text);
    }
  });
});
