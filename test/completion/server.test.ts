import type { ChildProcess } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type SwjobOptions, swjob, swjobProcess } from '../support/cli.ts';
import { type Login, loggedIn } from '../support/logged-in.ts';
import { startStandIn } from '../support/stand-in.ts';
import { temporaryFolder, unpackStore } from '../support/stores.ts';

async function servedStore(login: Login = {}) {
  const root = await unpackStore('real');
  const server = await startStandIn({ root });
  onTestFinished(() => server.close());
  const cache = mkdtempSync(join(await temporaryFolder(), 'cache-'));
  const env = { ...(await loggedIn(server, login)), XDG_CACHE_HOME: cache };
  const spawned: (readonly string[])[] = [];
  const spawn: SwjobOptions['spawn'] = (command, args) => {
    spawned.push([command, ...args]);
    return Object.assign(new EventEmitter(), { unref: () => undefined }) as unknown as ChildProcess;
  };
  /** The background mode has enough time, even on a busy machine. */
  const later = async (...words: readonly string[]) => {
    await swjob(['__complete', 'later', '--', ...words], { env });
  };
  const values = async (words: readonly string[], now?: string) => {
    const options = { env, spawn, ...(now === undefined ? {} : { now }) };
    const { status, stdout, stderr } = await swjob(['__complete', 'fish', '--', 'swjob', ...words], options);
    expect([status, stderr]).toEqual([0, '']);
    return stdout.split('\n').slice(1, -1);
  };
  return { server, env, values, later, spawned, folder: join(cache, 'swjob') };
}

/** A server that accepts connections but never answers. */
async function silentServer() {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => void sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  const { port } = server.address() as AddressInfo;
  return { origin: `http://127.0.0.1:${port}`, token: 'none' };
}

describe('completions of what a server has', () => {
  it('include its jobs, tables, columns, projects, models and handlers', async () => {
    const { server, values, later } = await servedStore();
    const job = server.jobs.find(({ uuid }) => uuid.startsWith('qsrg'));
    const id = String(job?.id);
    const objects = server.jobs.find(({ uuid }) => uuid.startsWith('irti'));
    const lines = [
      ['info', id],
      ['rows', id, 'roc_auc/'],
      ['rows', id, 'labels', '--columns', 'supp'],
      ['rows', String(objects?.id), 'objects', '--columns', 'box/w'],
      ['list', '-p', 'srv/project/s'],
      ['list', '--metric', 'hamm'],
      ['create', '-m', 'c'],
      ['create', '-m', 'clf', '--handler', 'evaluator:s'],
    ];
    for (const line of lines) await later(...line);
    const found = [];
    for (const line of lines) found.push(await values(line));
    expect(found[0]).toContainEqual(expect.stringMatching(new RegExp(`^${id}\tSUCCESS, `)));
    expect(found.slice(1)).toEqual([
      ['roc_auc/ant', 'roc_auc/bee', 'roc_auc/cat', 'roc_auc/dog'],
      ['support'],
      ['box/width'],
      ['srv/project/self'],
      ['hamming_loss'],
      ['clf'],
      ['evaluator:summarize'],
    ]);
  });

  it('name projects with their owner if several owners have one of that name', async () => {
    const { server, values, later } = await servedStore();
    const owned = (id: string, owner: string, name: string) => ({ id, name, owner: { name: owner } });
    const list = [owned('1', 'ann', 'mnist'), owned('2', 'bob', 'mnist'), owned('3', 'bob', 'mnist2')];
    const data = { total: 3, list, pageNum: 1, pageSize: 100, pages: 1 };
    server.fail('project?', { status: 200, body: { code: 'success', message: '', data } });
    await later('list', '-p', 'srv/project/');
    const whole = ['ann:mnist', 'bob:mnist', 'mnist2'].map((name) => `srv/project/${name}`);
    expect(await values(['list', '-p', 'srv/project/'])).toEqual(whole);
  });

  it('include fields that only a Server has', async () => {
    const { env, values } = await servedStore();
    for (const command of ['tasks', 'events']) {
      const { stderr } = await swjob([command, '1', '--fields', 'nosuch'], { env });
      const known = /^The fields are: (.*)$/m.exec(stderr)?.[1]?.split(', ');
      expect([command, await values([command, '1', '--fields', ''])]).toEqual([command, known]);
    }
  });

  it('are cached for five seconds, in files that only the user can read and that contain no token', async () => {
    const { server, values, later, folder } = await servedStore();
    await later('info', '');
    const asked = server.requests.length;
    const first = await values(['info', ''], '2026-11-23T12:00:04Z');
    expect(first.length).toBeGreaterThan(5);
    expect(server.requests.length).toBe(asked);
    const files = readdirSync(folder);
    expect(files.length).toBeGreaterThan(0);
    for (const file of files) {
      expect(statSync(join(folder, file)).mode & 0o777).toBe(0o600);
      expect(readFileSync(join(folder, file), 'utf8')).not.toContain(server.token.slice(0, 20));
    }
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    await values(['info', ''], '2026-11-23T12:00:06Z');
    expect(server.requests.length).toBeGreaterThan(asked);
  });

  it('do not wait long: a single process asks a slow server again in the background', async () => {
    const { server, values, later, spawned } = await servedStore();
    server.fail('/job', { delay: 1500 });
    expect((await values(['info', '1'])).length).toBe(0);
    expect(await values(['info', '1'])).toEqual([]);
    expect(spawned).toEqual([['swjob', '__complete', 'later', '--', 'info', '1']]);
    await later('info', '1');
    expect((await values(['info', '1'])).length).toBeGreaterThan(0);
  });

  it('end in about a second if a server is silent, and at once while that is cached', async () => {
    const cache = mkdtempSync(join(await temporaryFolder(), 'cache-'));
    const env = { ...(await loggedIn(await silentServer())), XDG_CACHE_HOME: cache };
    const ask = async () => {
      const began = performance.now();
      const ended = await swjobProcess(['__complete', 'fish', '--', 'swjob', 'rows', '1', ''], { env });
      expect(ended).toEqual({ status: 0, stdout: 'words\n', stderr: '' });
      return performance.now() - began;
    };
    const first = await ask();
    // The machine may be busy: the start of a process then takes long, but hardly twice in a row.
    const cached = Math.min(await ask(), await ask());
    expect(first).toBeGreaterThan(600);
    // A process that waits for the server would stay for minutes.
    expect(first).toBeLessThan(20_000);
    expect(cached).toBeLessThan(first);
  });

  it('are empty if the server refuses or cannot be reached, or the cache is damaged', async () => {
    const refused = await servedStore({ token: 'Bearer wrong' });
    expect(await refused.values(['rows', '1', ''])).toEqual([]);
    const gone = await servedStore();
    await gone.server.close();
    expect(await gone.values(['rows', '1', ''])).toEqual([]);
    const damaged = await servedStore();
    await damaged.later('info', '');
    for (const file of readdirSync(damaged.folder)) {
      writeFileSync(join(damaged.folder, file), '{"time": 1e999, "answer": {"__proto__": 1}}');
    }
    await damaged.later('info', '');
    expect((await damaged.values(['info', ''])).length).toBeGreaterThan(5);
    for (const file of readdirSync(damaged.folder)) {
      const entry = JSON.parse(readFileSync(join(damaged.folder, file), 'utf8')) as { time: number };
      writeFileSync(join(damaged.folder, file), JSON.stringify({ ...entry, answer: [null, 7, { id: 3 }, {}] }));
    }
    expect((await damaged.values(['info', ''])).filter((line) => !/^@|project\//.test(line))).toEqual([]);
  });
});
