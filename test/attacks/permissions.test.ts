import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdtempSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { PROGRAM } from '../support/cli.ts';
import { copyOfStore, temporaryFolder } from '../support/stores.ts';
import { expectCleanExit } from './expect-clean-exit.ts';
import { TABLE } from './machine.ts';
import { type ProcessOptions, runProcess } from './process.ts';

// Runs the built program as a user without rights.

let folder: string;
beforeAll(async () => {
  folder = await temporaryFolder();
});
const newFolder = (name = 'out-') => mkdtempSync(join(folder, name));

describe('a user without rights', () => {
  // Root may do everything, so the tests then run as another user.
  const isRoot = process.getuid?.() === 0;
  const user = isRoot ? 65_534 : undefined;
  const asUser = (options: ProcessOptions): ProcessOptions => ({
    ...options,
    ...(user !== undefined && { user, cwd: '/' }),
  });
  let program: string;
  beforeAll(() => {
    chmodSync(folder, 0o755);
    // The project may be in a folder that only its owner can enter.
    program = join(newFolder('program-'), 'swjob');
    chmodSync(join(program, '..'), 0o755);
    for (const part of ['bin', 'dist', 'package.json'])
      cpSync(join(PROGRAM, '..', '..', part), join(program, part), { recursive: true, dereference: true });
  });
  const run = (args: readonly string[], options: ProcessOptions) =>
    runProcess(args, asUser({ ...options, program: join(program, 'bin', 'swjob.js') }));

  it('learns which file is not readable, with exit status 4', async () => {
    const root = await copyOfStore('jobs');
    chmodSync(join(root, '..'), 0o755);
    const there = { env: { SW_LOCAL_STORAGE: root } };
    const readable = await run(['list', '-q'], there);
    expect(readable).toMatchObject({ status: 0, stderr: '' });
    const secret = (path: string) => {
      chmodSync(path, 0);
      return path;
    };
    const cases: [string, string[]][] = [
      [secret(join(root, '.datastore', 'manifest.json')), ['tables', '@latest']],
      [secret(join(root, 'self', 'job')), ['list']],
      [secret(root), ['list']],
    ];
    for (const [path, args] of cases.toReversed()) {
      const ended = await run(args, there);
      expectCleanExit(ended);
      expect({ path, ...ended }).toMatchObject({ status: 4, stdout: '' });
      expect(ended.stderr).toContain(path);
      expect(ended.stderr).toContain('no permission');
      chmodSync(path, 0o755);
    }
  });

  it('can read without write access to the home folder, and learns when a write fails', async () => {
    const home = newFolder('home-');
    chmodSync(home, 0o555);
    const root = await copyOfStore('tables');
    execFileSync('chmod', ['-R', 'a+rX', join(root, '..')]);
    const options = { env: { HOME: home, SW_LOCAL_STORAGE: root } };
    expect((await run(['list', '-q'], options)).status).toBe(0);
    expect((await run([...TABLE, '-q', '--limit', '1'], options)).status).toBe(0);
    for (const args of [
      ['project', 'select', 'other'],
      ['instance', 'login', 'http://127.0.0.1:9', '--token', 'x', '--request-timeout', '1s'],
      [...TABLE, '--out', join(home, 'x')],
      [...TABLE, '--save-artifacts', join(home, 'x')],
    ]) {
      const ended = await run(args, options);
      expectCleanExit(ended);
      expect({ args, status: ended.status }).not.toMatchObject({ status: 0 });
    }
    expect(readdirSync(home)).toEqual([]);
  });
});
