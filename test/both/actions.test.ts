import { mkdtemp, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { storeEnv, swjob } from '../support/cli.ts';
import { loggedIn } from '../support/logged-in.ts';
import { type StandInServer, startStandIn } from '../support/stand-in.ts';
import { copyOfStore, temporaryFolder, unpackStore } from '../support/stores.ts';

// Commands that change or follow jobs do the same on a store and on a server.

describe.each(['local', 'srv'] as const)('jobs of %s', (side) => {
  let server: StandInServer;
  let env: Readonly<Record<string, string>>;
  const job = (id: string) => `${side}/project/self/job/${id}`;
  const uuids = async (...args: string[]) => {
    const { stdout } = await swjob(['list', '-p', `${side}/project/self`, '--all', '--json', ...args], { env });
    return JSON.parse(stdout).map(({ uuid }: { uuid: string }) => uuid);
  };

  beforeAll(async () => {
    const root = await copyOfStore('jobs');
    server = await startStandIn({ root });
    env = side === 'local' ? storeEnv(root) : await loggedIn(server);
  });
  afterAll(() => server.close());

  it('are removed, shown as removed, and brought back', async () => {
    const active = await uuids();
    const removed = await uuids('--removed');
    const [id = ''] = active;
    const gone = await swjob(['remove', '--yes', '--json', job(id)], { env });
    expect(gone).toMatchObject({ status: 0, stderr: '' });
    expect(JSON.parse(gone.stdout)).toEqual([{ uri: expect.stringContaining('/job/'), ok: true, error: null }]);
    expect(await uuids()).toEqual(active.slice(1));
    expect((await uuids('--removed')).sort()).toEqual([...removed, id].sort());
    // Reading commands find removed jobs too, actions do not.
    expect((await swjob(['info', job(id), '--json', '--fields', 'removed'], { env })).stdout).toContain('true');
    expect((await swjob(['cancel', '--yes', job(id)], { env })).status).toBe(3);
    expect(await swjob(['recover', job(id)], { env })).toMatchObject({ status: 0, stderr: '' });
    expect(await uuids()).toEqual(active);
    expect((await uuids('--removed')).sort()).toEqual([...removed].sort());
  });

  it('are not cancelled once they have finished', async () => {
    const listed = await swjob(['list', '-p', `${side}/project/self`, '--json'], { env });
    const done = JSON.parse(listed.stdout).find(({ status }: { status: string }) => status === 'SUCCESS');
    const refused = await swjob(['cancel', '--yes', done.uri], { env });
    expect(refused).toMatchObject({ status: 1, stdout: '' });
    expect(refused.stderr).toMatch(/^swjob: the job \S+ has finished \(SUCCESS\)\nOnly .* can be cancelled\.\n$/);
  });

  it('that do not exist or are not removed are reported, and the others are acted on', async () => {
    const [id = '', other = ''] = await uuids();
    const ended = await swjob(['remove', '--yes', '--json', job('nosuchjob'), job(other)], { env });
    expect(ended.status).toBe(3);
    expect(JSON.parse(ended.stdout).map(({ ok }: { ok: boolean }) => ok)).toEqual([false, true]);
    expect((await swjob(['recover', job(other)], { env })).status).toBe(0);
    expect(await swjob(['recover', job(id)], { env })).toMatchObject({ status: 3, stdout: '' });
    const unasked = await swjob(['remove', job(id)], { env });
    expect(unasked).toMatchObject({ status: 2, stdout: '' });
    expect(unasked.stderr).toContain('Add --yes');
  });
});

describe('status --wait on a server', () => {
  let server: StandInServer;

  beforeAll(async () => {
    server = await startStandIn({ root: await unpackStore('real') });
  });
  afterAll(() => server.close());
  afterEach(() => vi.useRealTimers());

  const wait = async (end: 'SUCCESS' | 'FAIL' | null, ...args: string[]) => {
    const start = Date.parse('2026-11-23T09:00:00Z');
    vi.useFakeTimers({ toFake: ['Date'], now: start });
    const job = server.jobs.find((one) => one.project === 'self' && !one.removed);
    job?.become('RUNNING');
    const env = await loggedIn(server);
    return swjob(['status', String(job?.id), '--wait', ...args], {
      env,
      now: start,
      onSleep: (elapsed) => {
        vi.setSystemTime(start + elapsed);
        if (end !== null && elapsed >= 6000) job?.become(end);
      },
    });
  };

  it('follows a job to its end, whatever the result', async () => {
    expect(await wait('FAIL')).toEqual({ status: 0, stdout: 'FAIL\n', stderr: '' });
    expect(await wait('FAIL', '--exit-status')).toMatchObject({ status: 9, stdout: 'FAIL\n' });
    expect(await wait('SUCCESS', '--exit-status')).toMatchObject({ status: 0, stdout: 'SUCCESS\n' });
  });

  it('gives up after the timeout', async () => {
    const ended = await wait(null, '--timeout', '1m');
    expect(ended).toMatchObject({ status: 124, stdout: '' });
    expect(ended.stderr).toContain('the job is still RUNNING after 1m');
  });
});

describe('rows --save-artifacts', () => {
  it('saves the same files from a store and from a server', async () => {
    const root = await unpackStore('types');
    const server = await startStandIn({ root });
    const job = server.jobs[0]?.uuid;
    const saved = async (side: string, env: Readonly<Record<string, string>>) => {
      const folder = await mkdtemp(join(await temporaryFolder(), 'artifacts-'));
      for (const table of ['artifacts', 'objects']) {
        const args = ['rows', `${side}/project/self/job/${job}`, table, '-o', 'jsonl', '--save-artifacts'];
        expect(await swjob([...args, join(folder, table)], { env })).toMatchObject({ status: 0 });
      }
      const names = (await readdir(folder, { recursive: true })).filter((name) => name.includes('.')).sort();
      return Promise.all(names.map(async (name) => [name, await readFile(join(folder, name), 'base64')] as const));
    };
    const direct = await saved('local', storeEnv(root));
    const remote = await saved('srv', await loggedIn(server));
    await server.close();
    expect(direct.length).toBeGreaterThan(20);
    expect(remote).toEqual(direct);
  });
});
