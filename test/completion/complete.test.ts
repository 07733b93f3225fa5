import { mkdirSync, mkdtempSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { storeEnv, swjob } from '../support/cli.ts';
import { temporaryFolder, unpackStore } from '../support/stores.ts';
import { completed, values } from './candidates.ts';

let real: Record<string, string>;

beforeAll(async () => {
  real = storeEnv(await unpackStore('real'));
});

describe('swjob __complete', () => {
  it('offers every visible command, and no hidden one', async () => {
    const { stdout } = await swjob(['--help']);
    const [commands = ''] = stdout.slice(stdout.indexOf('Look at jobs:')).split('\nOptions');
    const listed = Array.from(commands.matchAll(/^ {2}([\w-]+)/gm), ([, name]) => name);
    expect(await values([''])).toEqual(listed);
  });

  it('offers aliases if no name matches', async () => {
    expect(await values(['l'])).toEqual(['list', 'logs']);
    expect(await values(['ls'])).toEqual(['ls']);
    expect(await values(['instance', ''])).toEqual(['list', 'login', 'logout', 'select']);
  });

  it('offers flags once, except repeatable ones', async () => {
    const flags = await values(['list', '--all', '--status', 'FAIL', '-q', '-']);
    expect(flags).toEqual(expect.arrayContaining(['--status', '--project', '-p', '--json', '--help']));
    for (const given of ['--all', '--quiet', '-q', '--version']) expect(flags).not.toContain(given);
    expect(await values(['instance', 'login', '--pass'])).toEqual(['--password-stdin']);
    expect(await values(['rows', 'x', 't', '--', '--'])).toEqual([]);
  });

  it('offers models, datasets and the handlers of the model', async () => {
    expect(await values(['create', '-m', 'c'])).toEqual(['clf']);
    expect(await values(['create', '-m', 'self/model/c'])).toEqual(['self/model/clf']);
    expect(await values(['create', '-m', 'clf', '-d', 'p'])).toEqual(['points']);
    expect(await values(['create', '-m', 'clf', '--handler', 'evaluator:s'])).toEqual(['evaluator:summarize']);
    expect(await values(['create', '-m', 'nosuch', '--handler', ''])).toEqual([]);
    expect(await values(['create', '-m', 'clf/'])).toEqual(['clf/version/']);
    expect(await values(['create', '-m', 'self/model/clf/version/'])).toEqual([
      'self/model/clf/version/latest',
      'self/model/clf/version/tmazigsirsc22vk7y2vpjb24br22lsizdoxoogri',
    ]);
    expect(await values(['create', '-m', 'self/'])).toEqual(['self/model/']);
  });

  it('offers topics, instances and shells', async () => {
    expect(await values(['help', 'e'])).toEqual(['events', 'exit-codes', 'environment']);
    expect(await completed(['instance', 'select', ''])).toEqual(['local\tStandalone, the current one']);
    expect(await values(['completion', ''])).toEqual(['bash', 'zsh', 'fish', 'powershell']);
  });

  it('leaves files and folders to the shell', async () => {
    const { stdout } = await swjob(['__complete', 'fish', '--', 'swjob', '--config', ''], { env: real });
    expect(stdout).toBe('files\n');
    const folders = await swjob(['__complete', 'fish', '--', 'swjob', 'rows', 'x', 't', '--save-artifacts', ''], {
      env: real,
    });
    expect(folders.stdout).toBe('folders\n');
    const specs = ['__complete', 'fish', '--', 'swjob', 'create', '--overwrite-specs'];
    expect((await swjob([...specs, '@x'], { env: real })).stdout).toBe('@files\n');
    expect((await swjob([...specs, ''], { env: real })).stdout).toBe('words\n@\tthe path of a file\n');
    expect((await swjob([...specs, '{'], { env: real })).stdout).toBe('words\n');
  });

  it('drops names that a command line cannot contain, and shows none that drive the terminal', async () => {
    const root = mkdtempSync(join(await temporaryFolder(), 'names-'));
    const version = 'abcdefghijklmnop';
    mkdirSync(join(root, 'self', 'job', 'ab', version), { recursive: true });
    mkdirSync(join(root, '.datastore'));
    const names = ['good', 'two\nlines', 'tab\tbed', 'esc\u001b[31m', '__proto__', 'turned\u202earound', '--out'];
    const tables = names.map((name) => ({ name: `project/self/eval/ab/${version}/${name}`, dir: 'none' }));
    writeFileSync(join(root, '.datastore', 'manifest.json'), JSON.stringify({ version: '0.1', tables }));
    expect(await values(['rows', 'abcd', ''], storeEnv(root))).toEqual(['__proto__', 'good']);
    expect(await values(['rows', '--', 'abcd', '--'], storeEnv(root))).toEqual(['--out']);
  });

  it('writes nothing to the store', async () => {
    const root = await unpackStore('real');
    const state = () =>
      readdirSync(root, { recursive: true, encoding: 'utf8' })
        .sort()
        .map((name) => `${name} ${statSync(join(root, name)).mtimeMs}`);
    const before = state();
    for (const line of [
      ['info', ''],
      ['rows', 'qsrg', ''],
      ['list', '--metric', ''],
      ['create', '-m', 'clf', '--handler', ''],
    ]) {
      expect((await values(line)).length).toBeGreaterThan(0);
    }
    expect(state()).toEqual(before);
  });

  it('is silent about a missing store, a broken config, an unknown shell, and nonsensical lines', async () => {
    const broken = join(await temporaryFolder(), 'broken.yaml');
    writeFileSync(broken, '{');
    const lines = [
      [],
      ['x'],
      ['info', 'a/b/c/d/e/'],
      ['info', '//'],
      ['nosuch', ''],
      ['info', 'x', ''],
      ['--nosuch', ''],
    ];
    for (const line of lines) {
      for (const env of [storeEnv('/nonexistent'), { ...real, SW_CLI_CONFIG: broken }, {}]) {
        const { status, stderr } = await swjob(['__complete', 'bash', '--', ...line], { env });
        expect([line, status, stderr]).toEqual([line, 0, '']);
      }
    }
    expect(await swjob(['__complete', 'tcsh', '--', ''], { env: real })).toEqual({ status: 0, stdout: '', stderr: '' });
  });
});
