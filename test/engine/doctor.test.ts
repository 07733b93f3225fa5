import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Check, examine } from '../../src/engine/doctor.ts';
import { Session } from '../../src/session.ts';
import { PROGRAM } from '../support/cli.ts';
import { type StandInServer, startStandIn } from '../support/stand-in.ts';
import { temporaryFolder, unpackStore } from '../support/stores.ts';

let folder: string;
let server: StandInServer;

beforeAll(async () => {
  server = await startStandIn({ root: await unpackStore('real'), projects: ['self'] });
});
afterAll(() => server.close());

beforeEach(async () => {
  folder = await mkdtemp(join(await temporaryFolder(), 'doctor-'));
  await mkdir(join(folder, 'store', 'self'), { recursive: true });
});

async function checksOf(config: string, python = join(folder, 'none')): Promise<Map<string, Check>> {
  const file = join(folder, 'config.yaml');
  await writeFile(file, config, { mode: 0o600 });
  const env = { SW_CLI_CONFIG: file, SW_LOCAL_STORAGE: join(folder, 'store'), PATH: process.env['PATH'] };
  const session = new Session({ env, home: folder, pid: process.pid });
  const found = new Map<string, Check>();
  for await (const check of examine(session, python)) found.set(check.check, check);
  return found;
}

const AWAY = "  away: {uri: 'http://127.0.0.1:1', sw_token: Bearer x}";

const config = (token: string, current = 'local', more = '') => `
version: '2.0'
current_instance: ${current}
instances:
  local: {uri: local, current_project: self}
  srv: {uri: '${server.origin}', sw_token: ${JSON.stringify(token)}, current_project: self}
${more}
`;

describe('the doctor', () => {
  it('checks config, store, Python and every server, in this order', async () => {
    const checks = await checksOf(config(`Bearer ${server.token}`));
    expect([...checks.keys()]).toEqual(['config', 'store', 'python', 'instance srv']);
    expect(checks.get('config')).toMatchObject({ state: 'ok', hint: null });
    expect(checks.get('store')).toMatchObject({ state: 'ok' });
    expect(checks.get('store')?.detail).toContain('1 project');
    expect(checks.get('instance srv')?.state).toBe('ok');
    expect(checks.get('instance srv')?.detail).toMatch(/version \S+, logged in as starwhale$/);
  });

  it('says what to do about a missing Python, a wrong token, a server that is down', async () => {
    const checks = await checksOf(config('Bearer wrong', 'local', AWAY));
    expect(checks.get('python')).toMatchObject({ state: 'failed' });
    expect(checks.get('python')?.hint).toContain('pip install starwhale');
    expect(checks.get('instance srv')).toMatchObject({ state: 'failed' });
    expect(checks.get('instance srv')?.hint).toContain('swjob instance login');
    expect(checks.get('instance away')).toMatchObject({ state: 'failed' });
    expect(checks.get('instance away')?.detail).toContain('connection refused');
    expect(JSON.stringify([...checks])).not.toContain('Bearer wrong');
  });

  it('only warns of a missing store while a server is in use', async () => {
    await rm(join(folder, 'store'), { recursive: true });
    const onServer = await checksOf(config(`Bearer ${server.token}`, 'srv'));
    expect(onServer.get('store')).toMatchObject({ state: 'warning' });
    const here = await checksOf(config(`Bearer ${server.token}`));
    expect(here.get('store')).toMatchObject({ state: 'failed' });
    expect(here.get('store')?.hint).toContain('SW_LOCAL_STORAGE');
  });

  it('warns of a read-only store', async () => {
    const env = { SW_CLI_CONFIG: join(folder, 'none.yaml'), SW_LOCAL_STORAGE: join(folder, 'store'), HOME: folder };
    for (const [path, mode] of [
      [folder, 0o755],
      [join(folder, 'store'), 0o755],
      [join(folder, 'store', 'self'), 0o555],
    ] as const) {
      await chmod(path, mode);
    }
    await chmod(await temporaryFolder(), 0o755);
    // The superuser may write anywhere, so another user runs this.
    const someone = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
    const args = [PROGRAM, 'doctor', '--json', '--python', 'none'];
    const stdout = await new Promise<string>((resolve) => {
      execFile(process.execPath, args, { env, ...someone }, (_error, out) => resolve(out));
    });
    const store = (JSON.parse(stdout) as Check[]).find(({ check }) => check === 'store');
    expect(store).toMatchObject({ state: 'warning', hint: expect.stringContaining('SW_LOCAL_STORAGE') });
    expect(store?.detail).toContain('the project self is not writable');
  });

  it('stops at an unreadable config', async () => {
    const checks = await checksOf('instances: [1, 2');
    expect([...checks.keys()]).toEqual(['config']);
    expect(checks.get('config')).toMatchObject({ state: 'failed' });
  });

  it('lists the instances if the current one does not exist', async () => {
    const checks = await checksOf(config('x', 'nowhere'));
    expect(checks.get('config')).toMatchObject({ state: 'failed' });
    expect(checks.get('config')?.hint).toContain('local, srv');
  });
});
