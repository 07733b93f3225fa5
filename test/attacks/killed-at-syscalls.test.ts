import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/stores.ts';

// Kills swjob at each system call that changes the file system, and checks what is left.

const bin = fileURLToPath(new URL('../../bin/swjob.js', import.meta.url));
const ID = 'abcdefghijklmnopqrstuvwxyz234567abcdefgh';
const CALLS = ['mkdir', 'rename', 'unlink', 'rmdir', 'fsync', 'ftruncate'];
const MANIFEST = 'created_at: 2026-11-23 08:00:00 UTC\nstatus: success\nversion: x\n';

const works = spawnSync('strace', ['-o', '/dev/null', '-e', 'trace=none', 'true']).status === 0;
if (!works) process.stderr.write('\nSKIPPED: to be killed at each system call takes strace\n\n');

/** Stands in for a Python with starwhale: it answers swjob's questions, and records a job as the engine does. */
const PYTHON = `#!/bin/sh
if [ "$1" = -c ]; then echo '{"python": "3.11.0", "starwhale": "0.6.15"}'; exit 0; fi
while [ $# -gt 0 ]; do [ "$1" = --version ] && id=$2; shift; done
folder=$SW_LOCAL_STORAGE/self/job/$(echo "$id" | cut -c1-2)/$id
mkdir -p "$folder"
for step in 1 2 3; do echo "tick $step" || exit 1; sleep 0.05; done
printf 'created_at: 2026-11-23 08:00:00 UTC\\nfinished_at: 2026-11-23 08:00:01 UTC\\nstatus: success\\n' > "$folder/_manifest.yaml"
`;

interface World {
  readonly root: string;
  readonly home: string;
  readonly env: Readonly<Record<string, string>>;
}

async function newWorld(): Promise<World> {
  const home = mkdtempSync(join(await temporaryFolder(), 'killed-'));
  const root = join(home, 'store');
  const version = 'm'.repeat(40);
  const model = join(root, 'self', 'model', 'toy', version.slice(0, 2), `${version}.swmp`);
  mkdirSync(join(model, 'src', '.starwhale'), { recursive: true });
  writeFileSync(join(model, 'src', '.starwhale', 'jobs.yaml'), 'a:run:\n- {name: "a:run", needs: [], resources: []}\n');
  writeFileSync(join(root, 'self', 'model', 'toy', '_manifest.yaml'), `tags: {latest: ${version}}\n`);
  writeFileSync(join(home, 'python'), PYTHON, { mode: 0o755 });
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: home,
    SW_LOCAL_STORAGE: root,
    SW_CLI_CONFIG: join(home, 'c.yaml'),
  };
  return { root, home, env };
}

function makeJob({ root }: World, removed: boolean): void {
  const folder = placeOf(root, removed);
  mkdirSync(join(folder, 'runlog', 'a'), { recursive: true });
  writeFileSync(join(folder, '_manifest.yaml'), MANIFEST);
  writeFileSync(join(folder, 'runlog', 'a', 'log'), 'x');
}

const placeOf = (root: string, removed: boolean) => join(root, 'self', 'job', removed ? '.recover' : '', 'ab', ID);
const isWhole = (folder: string) =>
  readFileSync(join(folder, '_manifest.yaml'), 'utf8') === MANIFEST && existsSync(join(folder, 'runlog', 'a', 'log'));

function run({ env }: World, args: readonly string[], strace: readonly string[] = []) {
  const [command = '', ...rest] = [...strace, process.execPath, bin, ...args];
  return spawnSync(command, rest, { env, encoding: 'utf8' });
}

/** How often swjob makes each of these calls. */
function countCalls(world: World, args: readonly string[]): readonly (readonly [call: string, times: number])[] {
  const log = join(world.home, 'calls');
  const { status, stderr } = run(world, args, ['strace', '-o', log, '-e', `trace=${CALLS.join(',')}`]);
  expect({ status, stderr }).toMatchObject({ status: 0 });
  const lines = readFileSync(log, 'utf8').split('\n');
  return CALLS.map((call) => [call, lines.filter((line) => line.startsWith(`${call}(`)).length] as const);
}

/** Sets up a new world for each kill, and checks it afterwards; returns the number of kills. */
async function killEverywhere(
  args: (world: World) => readonly string[],
  prepare: (world: World) => void,
  check: (world: World, at: string, stdout: string) => void,
): Promise<number> {
  const first = await newWorld();
  prepare(first);
  let kills = 0;
  for (const [call, times] of countCalls(first, args(first))) {
    for (let at = 1; at <= times; at++) {
      const world = await newWorld();
      prepare(world);
      const inject = `inject=${call}:signal=SIGKILL:when=${at}`;
      const { signal, stdout } = run(world, args(world), ['strace', '-o', '/dev/null', '-e', inject]);
      expect(signal).toBe('SIGKILL');
      check(world, `${call} ${at}`, stdout);
      kills++;
    }
  }
  return kills;
}

describe.skipIf(!works)('swjob killed at any system call', () => {
  it.each([
    ['remove', false],
    ['recover', true],
  ] as const)('during %s leaves the whole job in one place, and can be run again', async (action, removed) => {
    const args = [action, ID, ...(action === 'remove' ? ['-y'] : [])];
    const kills = await killEverywhere(
      () => args,
      (world) => makeJob(world, removed),
      (world, at) => {
        const there = [false, true].filter((each) => existsSync(placeOf(world.root, each)));
        expect([at, there.length]).toEqual([at, 1]);
        expect([at, isWhole(placeOf(world.root, there[0] ?? false))]).toEqual([at, true]);
        if (there[0] === removed) expect([at, run(world, args).status]).toEqual([at, 0]);
        expect(isWhole(placeOf(world.root, !removed))).toBe(true);
      },
    );
    expect(kills).toBeGreaterThan(0);
  });

  it('during remove --force leaves the job whole or gone, and the next run deletes the rest', async () => {
    const args = ['remove', '--force', '-y', ID];
    const kills = await killEverywhere(
      () => args,
      (world) => makeJob(world, false),
      (world, at) => {
        const folder = placeOf(world.root, false);
        if (existsSync(folder)) expect([at, isWhole(folder)]).toEqual([at, true]);
        const { status } = run(world, args);
        // If nothing is left to delete, the job does not exist.
        expect([at, [0, 3]]).toEqual([at, expect.arrayContaining([status])]);
        expect([at, existsSync(folder)]).toEqual([at, false]);
        const trash = join(world.root, 'self', 'job', '.recover');
        expect([at, existsSync(trash) ? readdirSync(trash) : []]).toEqual([at, []]);
      },
    );
    expect(kills).toBeGreaterThan(3);
  });

  it('during create leaves a job that goes on, one that says how it ended, or none', async () => {
    const args = ({ home }: World) => ['create', '-q', '-m', 'toy', '--python', join(home, 'python')];
    const kills = await killEverywhere(
      args,
      () => undefined,
      (world, at, stdout) => {
        const id = stdout.trim();
        const list = () =>
          JSON.parse(run(world, ['list', '--json']).stdout) as {
            id: string;
            status: string;
            error_message: string | null;
          }[];
        if (id !== '') expect([at, list().map((job) => job.id)]).toEqual([at, [id]]);
        const [job] = list();
        if (job === undefined) return;
        run(world, ['status', job.id, '--wait', '--interval', '100ms']);
        const [end] = list();
        expect([at, ['SUCCESS', 'UNKNOWN']]).toEqual([at, expect.arrayContaining([end?.status])]);
        expect([at, end?.error_message === null]).toEqual([at, end?.status === 'SUCCESS']);
      },
    );
    expect(kills).toBeGreaterThan(3);
  });
});
