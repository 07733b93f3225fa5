import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PROGRAM, storeEnv, swjob } from '../support/cli.ts';
import { loggedIn } from '../support/logged-in.ts';
import { type StandInServer, startStandIn } from '../support/stand-in.ts';
import { unpackStore } from '../support/stores.ts';

const SECRET = 'c2VjcmV0-do.not_show';

/** The token itself, and every part of it that would give it away. */
const PARTS = [SECRET, Buffer.from(SECRET).toString('base64').replace(/=+$/, ''), encodeURIComponent(SECRET)];

describe('a token', () => {
  let server: StandInServer;
  let id: string;

  beforeAll(async () => {
    server = await startStandIn({ root: await unpackStore('real'), token: SECRET });
    id = String(server.jobs.filter((job) => job.project === 'self' && !job.removed).at(-1)?.id);
  });
  afterAll(() => server.close());

  const expectHidden = (output: string) => {
    for (const part of PARTS) expect(output).not.toContain(part);
  };

  it.each([
    ['info', '{id}', '--json'],
    ['list', '--json'],
    ['tasks', '{id}'],
    ['summary', '{id}'],
    ['status', '{id}'],
    ['open', '{id}'],
    ['pin', '{id}'],
    ['instance', 'list', '--json'],
    ['project', 'list'],
    ['info', '99999'],
    ['list', '-p', 'nothing'],
  ])('is in no output of %s %s', async (...words) => {
    const args = words.map((word) => word.replace('{id}', id));
    const { stdout, stderr } = await swjob([...args, '--verbose'], { env: await loggedIn(server) });
    // Requests are logged, but without their contents.
    if (words[0] !== 'instance') expect(stderr).toMatch(/^> GET http:.*\n< \d+ /m);
    expectHidden(stdout + stderr);
  });

  it('is not in an error in which the server echoes the request', async () => {
    for (const status of [400, 401, 403, 500]) {
      const body = { code: 'x', message: `bad header Authorization: Bearer ${SECRET}, token=${SECRET}` };
      server.fail(`/job/${id}`, { status, body });
      const ended = await swjob(['info', id, '--verbose'], { env: await loggedIn(server) });
      expect(ended.status).not.toBe(0);
      expect(ended.stderr).toContain('***');
      expectHidden(ended.stdout + ended.stderr);
    }
  });

  it('from $SW_TOKEN is not shown either', async () => {
    const env = { ...storeEnv(await unpackStore('real')), SW_TOKEN: SECRET, SW_INSTANCE_URI: server.origin };
    const uri = `${server.origin}/project/self/job/${id}`;
    const { status, stdout, stderr } = await swjob(['info', uri, '--verbose'], { env });
    expect(status).toBe(0);
    expectHidden(stdout + stderr);
  });

  it('is sent only to its own origin, never with a signed link', async () => {
    const job = server.jobs.find((one) => one.handler === 'manytypes:everything' && !one.removed);
    const env = await loggedIn(server);
    const { stdout } = await swjob(['tables', String(job?.id)], { env });
    for (const table of stdout.trimEnd().split('\n')) await swjob(['rows', String(job?.id), table], { env });
    const elsewhere = server.requests.filter((request) => request.server === 'artifacts');
    expect(elsewhere.length).toBeGreaterThan(0);
    for (const request of elsewhere) expectHidden(JSON.stringify(request));
  });

  it.runIf(existsSync('/proc/self/cmdline'))('is in no process list, not even during a login', async () => {
    const env = { ...(await loggedIn(server, { token: null })), PATH: '' };
    for (const [args, stdin] of [
      [['instance', 'login', 'srv', '--token-stdin', '--verbose'], SECRET],
      [['instance', 'login', 'srv', '--username', 'starwhale', '--password-stdin'], 'abcd1234'],
      [['status', id], ''],
    ] as const) {
      // The answer is held back until the process list has been read.
      server.fail('/api/v1/', { delay: 300 });
      const before = server.requests.length;
      const child = spawn(process.execPath, [PROGRAM, ...args], { env });
      const output = Promise.all([text(child.stdout), text(child.stderr)]);
      const ended = new Promise((resolve) => child.once('close', resolve));
      child.stdin.end(stdin);
      while (server.requests.length === before) await new Promise((resolve) => setTimeout(resolve, 10));
      const visible = ['cmdline', 'comm']
        .map((name) => readFileSync(`/proc/${child.pid}/${name}`, 'latin1'))
        .join('\n');
      expect(visible).toContain(args[0]);
      expect(visible).not.toMatch(/abcd1234/);
      expectHidden(visible);
      expect([await ended, ...(await output)]).toEqual([0, expect.any(String), expect.any(String)]);
      expectHidden((await output).join('\n'));
    }
  });
});
