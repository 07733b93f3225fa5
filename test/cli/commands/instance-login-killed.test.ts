import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { serve, success } from '../../server/support.ts';
import { runProgram } from '../../support/program.ts';

const SWJOB = new URL('../../../bin/swjob.js', import.meta.url).pathname;
const CALLS = ['openat', 'write', 'fsync', 'rename', 'unlink', 'link'];
const hasStrace = spawnSync('strace', ['-V']).status === 0;

const BEFORE = `current_instance: srv
instances:
  srv: {uri: 'http://127.0.0.1:1', user_name: me, sw_token: Bearer first, type: cloud}
version: '2.0'
`;

async function world() {
  const server = await serve((_request, response) =>
    success(response, { id: '1', name: 'starwhale', systemRole: 'OWNER' }),
  );
  const folder = mkdtempSync(join(tmpdir(), 'swjob-killed-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const config = join(folder, 'config.yaml');
  const env = { PATH: process.env['PATH'], HOME: folder, SW_CLI_CONFIG: config };
  const login = (alias: string) => [SWJOB, 'instance', 'login', server.origin, '--alias', alias, '--token-stdin'];
  const reset = (): void => {
    for (const name of readdirSync(folder)) rmSync(join(folder, name));
    writeFileSync(config, BEFORE, { mode: 0o600 });
  };
  return { folder, config, env, login, reset };
}

interface Place {
  readonly call: string;
  /** The ordinal number of the main thread's call of that name. */
  readonly number: number;
}

/** The system calls of a login that touch the config's folder. */
function placesIn(trace: string, folder: string): readonly Place[] {
  const lines = trace.split('\n').map((line) => /^(\d+) +(\w+)\((.*)/.exec(line));
  const main = lines.find((line) => line?.[3]?.includes(folder))?.[1];
  const counts = new Map<string, number>();
  return lines.flatMap((line) => {
    const [, pid, call = '', rest = ''] = line ?? [];
    if (pid !== main) return [];
    const number = (counts.get(call) ?? 0) + 1;
    counts.set(call, number);
    return rest.includes(folder) ? [{ call, number }] : [];
  });
}

describe.skipIf(!hasStrace)('a killed login (needs strace)', () => {
  it('at any system call leaves the old tokens, no readable remains, and nothing in the way', {
    timeout: 240_000,
  }, async () => {
    const { folder, config, env, login, reset } = await world();
    const strace = (options: readonly string[], alias: string) => {
      const calls = `trace=${CALLS.join(',')}`;
      const args = ['-f', '-y', '-qq', '-e', calls, ...options, process.execPath, ...login(alias)];
      return runProgram('strace', args, { env, stdin: 'new' });
    };
    reset();
    const traced = join(tmpdir(), `swjob-trace-${process.pid}`);
    onTestFinished(() => rmSync(traced, { force: true }));
    expect((await strace(['-o', traced], 'a')).status).toBe(0);
    const places = placesIn(readFileSync(traced, 'utf8'), folder);
    expect(new Set(places.map(({ call }) => call))).toEqual(new Set(['openat', 'write', 'fsync', 'rename', 'unlink']));

    let killed = 0;
    const rests = new Set<string>();
    for (const { call, number } of places) {
      reset();
      const ended = await strace(['-o', '/dev/null', '-e', `inject=${call}:signal=KILL:when=${number}`], 'a');
      if (ended.status !== 0) killed++;
      expect(readFileSync(config, 'utf8')).toContain('Bearer first');
      for (const name of readdirSync(folder)) {
        expect([name, statSync(join(folder, name)).mode & 0o777]).toEqual([name, 0o600]);
        rests.add(name.replace(/[0-9a-f]{12}/, 'RANDOM'));
      }
      const next = await runProgram(process.execPath, login('b'), { env, stdin: 'next' });
      expect(next.stderr).not.toContain('cannot');
      expect(next.status).toBe(0);
      expect(readdirSync(folder)).toEqual(['config.yaml']);
      expect(readFileSync(config, 'utf8')).toMatch(/Bearer first[\s\S]*Bearer next/);
    }
    expect(killed).toBeGreaterThan(places.length / 2);
    expect([...rests].sort()).toEqual(['.config.yaml.RANDOM.tmp', '.config.yaml.lock', 'config.yaml']);
  });
});

describe('several logins at once', () => {
  it('are all in the file in the end', { timeout: 60_000 }, async () => {
    const { config, env, login, reset } = await world();
    reset();
    const aliases = Array.from({ length: 6 }, (_, i) => `a${i}`);
    const ended = await Promise.all(
      aliases.map((alias) => runProgram(process.execPath, login(alias), { env, stdin: `token-of-${alias}` })),
    );
    expect(ended.map(({ status }) => status)).toEqual(aliases.map(() => 0));
    const text = readFileSync(config, 'utf8');
    for (const alias of aliases) expect(text).toContain(`Bearer token-of-${alias}`);
  });
});
