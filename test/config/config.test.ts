import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { expandHome, loadConfig } from '../../src/config/config.ts';
import { isSwjobError } from '../../src/errors.ts';

const home = mkdtempSync(join(tmpdir(), 'swjob-config-'));
afterAll(() => rmSync(home, { recursive: true }));

function write(path: string, text: string, mode = 0o600): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  chmodSync(path, mode);
  return path;
}
const load = (text: string, env = {}) => loadConfig({ env, home }, write(join(home, 'given.yaml'), text));

describe('the config', () => {
  it('has the defaults of the client without a file', async () => {
    const config = await loadConfig({ env: { USER: 'me' }, home: '/nowhere' });
    expect(config).toMatchObject({
      path: resolve('/nowhere/.config/starwhale/config.yaml'),
      currentInstance: 'local',
      storageRoot: resolve('/nowhere/.starwhale'),
      summaryTable: 'eval/summary',
      envToken: null,
      warnings: [],
      document: {},
    });
    expect(config.instances.get('local')).toMatchObject({ kind: 'standalone', currentProject: 'self', userName: 'me' });
  });

  it('is found by --config, else $SW_CLI_CONFIG, else in the home folder', async () => {
    write(join(home, '.config', 'starwhale', 'config.yaml'), "version: '2.0'\ncurrent_instance: one");
    const two = write(join(home, 'two.yaml'), "version: '2.0'\ncurrent_instance: two");
    const three = write(join(home, 'three.yaml'), "version: '2.0'\ncurrent_instance: three");
    expect((await loadConfig({ env: { SW_CLI_CONFIG: '' }, home })).currentInstance).toBe('one');
    expect((await loadConfig({ env: { SW_CLI_CONFIG: two }, home })).currentInstance).toBe('two');
    expect((await loadConfig({ env: { SW_CLI_CONFIG: two }, home }, three)).currentInstance).toBe('three');
  });

  it('may be missing at $SW_CLI_CONFIG, but not at --config', async () => {
    const none = join(home, 'none.yaml');
    expect((await loadConfig({ env: { SW_CLI_CONFIG: none }, home })).path).toBe(none);
    await expect(loadConfig({ env: {}, home }, none)).rejects.toSatisfy((error) => isSwjobError(error, 'usage'));
    await expect(loadConfig({ env: {}, home }, none)).rejects.toThrow(`no config file at ${none}`);
    await expect(loadConfig({ env: {}, home }, '')).rejects.toThrow('--config needs a path');
  });

  it('takes the storage root from $SW_LOCAL_STORAGE, else from the file, else the default', async () => {
    const text = "version: '2.0'\nstorage: {root: /data/store/}";
    expect((await load(text)).storageRoot).toBe(resolve('/data/store'));
    expect((await load(text, { SW_LOCAL_STORAGE: '/env/store' })).storageRoot).toBe(resolve('/env/store'));
    expect((await load("version: '2.0'")).storageRoot).toBe(join(home, '.starwhale'));
    expect((await load('storage: {root: ~/store}')).storageRoot).toBe(join(home, 'store'));
    expect((await load('storage: {root: "~"}', { SW_LOCAL_STORAGE: '~/x' })).storageRoot).toBe(join(home, 'x'));
  });

  it('takes the summary table and the token from the environment', async () => {
    const env = { SW_EVALUATION_SUMMARY_TABLE: 'eval/other', SW_TOKEN: 'Bearer x\n' };
    expect(await load("version: '2.0'", env)).toMatchObject({ summaryTable: 'eval/other', envToken: 'Bearer x' });
    expect(await load('', { SW_EVALUATION_SUMMARY_TABLE: '', SW_TOKEN: '' })).toMatchObject({
      summaryTable: 'eval/summary',
      envToken: null,
    });
  });

  it('keeps unknown keys', async () => {
    expect((await load("version: '2.0'\nlink_auths: [{type: s3}]")).document['link_auths']).toEqual([{ type: 's3' }]);
  });

  it.skipIf(process.platform === 'win32')('warns if others can read a file with a token', async () => {
    const token = "version: '2.0'\ninstances: {srv: {uri: 'http://h', sw_token: SECRET}}";
    const path = join(home, 'open.yaml');
    expect((await loadConfig({ env: {}, home }, write(path, token, 0o644))).warnings).toEqual([
      `the config file ${path} contains a token and other users can read it; run: chmod 600 '${path}'`,
    ]);
    expect((await loadConfig({ env: {}, home }, write(path, token, 0o600))).warnings).toEqual([]);
    expect((await loadConfig({ env: {}, home }, write(path, "version: '2.0'", 0o644))).warnings).toEqual([]);
  });

  it('warns of a version for which swcli would discard the file', async () => {
    expect((await load('version: "1.0"')).warnings).toEqual([
      expect.stringContaining('has version "1.0", not \'2.0\''),
    ]);
    expect((await load('current_instance: local')).warnings).toEqual([expect.stringContaining('has no version')]);
  });

  it.each([
    ['current_instance: [a]', 'current_instance must be text, not a list'],
    ['version: {a: b}', 'version must be text, not a mapping'],
    ['storage: /data', 'storage must be a mapping, not a single value'],
    ['storage: {root: [a]}', 'storage.root must be text, not a list'],
    ['instances: 5', 'instances must be a mapping, not a single value'],
    ['- a', 'the file must hold a mapping, not a list'],
    ['a: {', 'line 2, column 1'],
  ])('refuses %j and says where', async (text, message) => {
    await expect(load(text)).rejects.toSatisfy((error) => isSwjobError(error, 'operation-failed'));
    await expect(load(text)).rejects.toThrow(message);
    await expect(load(text)).rejects.toThrow(join(home, 'given.yaml'));
  });

  it.each([
    'current_instance:',
    'instances:',
    'storage:',
    'storage: {root: }',
    'version:',
    '',
  ])('takes the defaults for %j', async (text) => {
    expect(await load(text)).toMatchObject({ currentInstance: 'local', storageRoot: join(home, '.starwhale') });
  });

  it('needs no home folder if paths are given, and says so otherwise', async () => {
    const path = write(join(home, 'x.yaml'), "version: '2.0'\nstorage: {root: /data}");
    expect((await loadConfig({ env: {}, home: undefined }, path)).storageRoot).toBe(resolve('/data'));
    await expect(loadConfig({ env: {}, home: undefined })).rejects.toThrow(
      'cannot find the config file: the home folder',
    );
    await expect(loadConfig({ env: { SW_CLI_CONFIG: join(home, 'no') }, home: undefined })).rejects.toThrow(
      'cannot expand',
    );
  });

  it('refuses paths with a NUL character', async () => {
    await expect(loadConfig({ env: {}, home }, 'a\0b')).rejects.toThrow('NUL');
    await expect(load('', { SW_LOCAL_STORAGE: 'a\0b' })).rejects.toThrow('NUL');
  });
});

describe('a path with ~', () => {
  it('is below the home folder', () => {
    expect(expandHome('~', '/home/me')).toBe(resolve('/home/me'));
    expect(expandHome('~/a/../b', '/home/me')).toBe(resolve('/home/me/b'));
  });

  it('is unchanged if ~ is part of a name', () => {
    expect(expandHome('/a/~b', '/home/me')).toBe(resolve('/a/~b'));
    expect(expandHome('~b', '/home/me')).toBe(resolve('~b'));
  });
});
