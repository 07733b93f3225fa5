import { spawnSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkPython, choosePython } from '../../src/engine/python.ts';
import { failure } from '../server/support.ts';
import { PROGRAM } from '../support/cli.ts';
import { temporaryFolder } from '../support/stores.ts';

let folder: string;

/** A program that answers like a Python with these versions. */
async function fakePython(name: string, answer: string): Promise<string> {
  const path = join(folder, name);
  await mkdir(join(path, '..'), { recursive: true });
  await writeFile(path, `#!/bin/sh\n${answer}\n`);
  await chmod(path, 0o755);
  return path;
}

const versions = (starwhale: string | null) => `echo '${JSON.stringify({ python: '3.11.7', starwhale })}'`;

beforeAll(async () => {
  folder = await mkdtemp(join(await temporaryFolder(), 'python-'));
});

describe('the user’s own Python', () => {
  const env = { VIRTUAL_ENV: '/venv', CONDA_PREFIX: '/conda' };

  it('is the given one, else that of the active environment, else python3', () => {
    expect(choosePython('python3.12', { env, home: undefined }).command).toBe('python3.12');
    expect(choosePython(undefined, { env, home: undefined }).command).toBe('/venv/bin/python');
    expect(choosePython(undefined, { env: { CONDA_PREFIX: '/conda' }, home: undefined }).command).toBe(
      '/conda/bin/python',
    );
    expect(choosePython(undefined, { env: { VIRTUAL_ENV: '' }, home: undefined }).command).toBe('python3');
  });

  it('is that of a virtual environment whose folder is given', async () => {
    const path = await fakePython('venv/bin/python', versions('0.6.15'));
    const choose = (named: string) => choosePython(named, { env, home: undefined }).command;
    expect(choose(join(folder, 'venv'))).toBe(path);
    expect(choose(`${relative(process.cwd(), folder)}/venv/`)).toBe(path);
    await mkdir(join(folder, 'empty'));
    const empty = checkPython({ command: choose(join(folder, 'empty')), from: '--python' }, {});
    expect((await failure(empty)).message).toContain('it is a folder without a working bin/python');
  });

  it('may be where this user may not look', async (context) => {
    await mkdir(join(folder, 'private'), { mode: 0o700 });
    const python = join(folder, 'private', 'python');
    const home = { HOME: '/nonexistent', SW_LOCAL_STORAGE: '/nonexistent', PATH: '/usr/bin:/bin' };
    const options = { env: home, encoding: 'utf8', uid: 65_534, cwd: '/' } as const;
    const { stdout } = spawnSync(process.execPath, [PROGRAM, 'doctor', '--python', python], options);
    // Only root can start a process as another user, and only one that may read the program.
    if (!stdout) return context.skip();
    expect(stdout).toContain(`the Python of --python, ${python}, cannot be used: it cannot be run`);
  });

  it('is found from any working directory', async () => {
    const path = await fakePython('here/python', versions('0.6.15'));
    const choice = choosePython(relative(process.cwd(), path), { env: {}, home: undefined });
    expect((await checkPython(choice, {})).command).toBe(path);
  });
});

describe('the check of a Python', () => {
  const check = (command: string) => checkPython({ command, from: '--python' }, { PATH: process.env['PATH'] });

  it('returns its version and starwhale’s, whatever else it prints', async () => {
    const path = await fakePython('good', `echo welcome; ${versions('0.6.15')}`);
    expect(await check(path)).toEqual({ command: path, pythonVersion: '3.11.7', starwhaleVersion: '0.6.15' });
  });

  it.each(['0.6.6', '0.7.0', '1.0.0', '0.0.0.dev0'])('takes starwhale %s', async (version) => {
    expect((await check(await fakePython(`v${version}`, versions(version)))).starwhaleVersion).toBe(version);
  });

  it.each([
    '0.6.5',
    '0.5.12',
  ])('refuses starwhale %s as too old, with the command that upgrades it', async (version) => {
    const path = await fakePython(`v${version}`, versions(version));
    const error = await failure(check(path));
    expect(error).toMatchObject({ code: 'operation-failed', exitCode: 1 });
    expect(error.message).toContain(`starwhale ${version}`);
    expect(error.hint).toContain(`${path} -m pip install --upgrade starwhale`);
  });

  it('refuses one without starwhale, with the command that installs it, ready for a shell', async () => {
    const path = await fakePython('with space/python', versions(null));
    const error = await failure(check(path));
    expect(error.message).toContain('(Python 3.11.7) has no starwhale');
    expect(error.hint).toContain(`'${path}' -m pip install starwhale`);
  });

  it.each([
    ['nothing there', 'missing/python', 'not found'],
    ['no Python', 'no-python', 'it is not a Python'],
    ['a failing one', 'failing', 'broken pipe dream'],
    ['a silent one', 'silent', 'it ends with status 3'],
    ['a file that is no program', 'plain', 'it cannot be run'],
  ])('says what is wrong with %s', async (_what, name, why) => {
    if (name === 'no-python') await fakePython(name, 'echo 17');
    if (name === 'silent') await fakePython(name, 'exit 3');
    if (name === 'plain') await chmod(await fakePython(name, ''), 0o644);
    if (name === 'failing') await fakePython(name, 'echo broken pipe dream >&2; exit 3');
    const error = await failure(check(join(folder, name)));
    expect(error).toMatchObject({ code: 'operation-failed', exitCode: 1 });
    expect(error.message).toContain(why);
    expect(error.hint).toContain('--python PATH');
    expect(error.message).not.toContain('\n');
  });

  it('reads the versions of a real Python', async () => {
    // With or without starwhale, the answer names its version.
    const found = await check('python3').catch((error: Error) => error.message);
    expect(JSON.stringify(found)).toMatch(/3\.\d+\.\d+/);
  });
});
