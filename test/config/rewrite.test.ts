import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { putInstance, selectProject } from '../../src/config/changes.ts';
import { type Config, loadConfig } from '../../src/config/config.ts';
import { updateConfig } from '../../src/config/rewrite.ts';

const top = mkdtempSync(join(tmpdir(), 'swjob-rewrite-'));
afterAll(() => rmSync(top, { recursive: true }));
const python = process.env['SWJOB_PYTHON'];
const onUnix = process.platform !== 'win32';

let home: string;
let path: string;
beforeEach(() => {
  home = mkdtempSync(join(top, 'home-'));
  path = join(home, '.config', 'starwhale', 'config.yaml');
});

const load = (): Promise<Config> => loadConfig({ env: { USER: 'me' }, home });

function write(text: string): void {
  mkdirSync(join(home, '.config', 'starwhale'), { recursive: true });
  writeFileSync(path, text);
}

/** As swcli writes it, with unknown keys in between. */
const WRITTEN = `current_instance: local
docker:
  builtin_image_repo: docker-registry.starwhale.cn/star-whale
future: {port: 8080, since: 2026-11-23, on: yes, id: 12345678901234567890}
instances:
  local:
    current_project: self
    type: standalone
    updated_at: 2026-11-23 08:41:49 UTC
    uri: local
    user_name: me
link_auths:
- ak: x
  sk: '0123'
storage:
  root: ~/store
  server_compose: /data/docker-compose.yaml
version: '2.0'
`;

describe('rewriting the config', () => {
  it('creates a missing file, with what the client needs', async () => {
    updateConfig(await load(), (document) =>
      putInstance(document, 'srv', { uri: 'http://h:8082', sw_token: 'Bearer t' }),
    );
    expect(readFileSync(path, 'utf8')).toBe(`version: '2.0'
current_instance: local
instances:
  local:
    uri: local
    user_name: me
    current_project: self
    type: standalone
  srv:
    uri: http://h:8082
    sw_token: Bearer t
storage:
  root: ${join(home, '.starwhale')}
`);
  });

  it('keeps everything else unchanged', async () => {
    write(WRITTEN);
    updateConfig(await load(), (document) => selectProject(document, 'local', '1'));
    expect(readFileSync(path, 'utf8')).toBe(`current_instance: local
docker:
  builtin_image_repo: docker-registry.starwhale.cn/star-whale
future:
  port: 8080
  since: 2026-11-23
  'on': yes
  id: 12345678901234567890
instances:
  local:
    current_project: '1'
    type: standalone
    updated_at: 2026-11-23 08:41:49 UTC
    uri: local
    user_name: me
link_auths:
  - ak: x
    sk: '0123'
storage:
  root: ${join(home, 'store')}
  server_compose: /data/docker-compose.yaml
version: '2.0'
`);
  });

  it('does not replace the storage root with $SW_LOCAL_STORAGE', async () => {
    write("version: '2.0'\nstorage: {root: /data/store}\n");
    updateConfig(await loadConfig({ env: { SW_LOCAL_STORAGE: '/env' }, home }), () => {});
    expect((await load()).storageRoot).toBe(resolve('/data/store'));
  });

  it('reads the file again, which keeps a concurrent change', async () => {
    write(WRITTEN);
    const config = await load();
    write(WRITTEN.replace('future:', 'meanwhile: true\nfuture:'));
    updateConfig(config, (document) => selectProject(document, 'local', 'x'));
    expect((await load()).document['meanwhile']).toBe('true');
  });

  it.skipIf(!onUnix)('makes the file readable only by its owner', async () => {
    write(WRITTEN);
    chmodSync(path, 0o666);
    updateConfig(await load(), () => {});
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('quotes a version that is a number, as swcli requires', async () => {
    write('version: 2.0\n');
    updateConfig(await load(), () => {});
    expect(readFileSync(path, 'utf8')).toContain("version: '2.0'\n");
  });

  it('does not change a file of another version', async () => {
    write("version: '3.0'\n");
    const config = await load();
    expect(() => updateConfig(config, () => {})).toThrow('has a version that swjob cannot write');
    expect(readFileSync(path, 'utf8')).toBe("version: '3.0'\n");
  });

  it('does not change the file if the change throws or the file is broken', async () => {
    write(WRITTEN);
    const config = await load();
    const fail = () => {
      throw new Error('no');
    };
    expect(() => updateConfig(config, fail)).toThrow('no');
    expect(readFileSync(path, 'utf8')).toBe(WRITTEN);
    write('a: [');
    expect(() => updateConfig(config, () => {})).toThrow('line 2, column 1');
    expect(readFileSync(path, 'utf8')).toBe('a: [');
  });

  it('leaves nothing beside the file, even if it cannot be replaced', async () => {
    const config = await load();
    updateConfig(config, () => {});
    expect(readdirSync(join(path, '..'))).toEqual(['config.yaml']);
    mkdirSync(join(home, 'taken', 'config.yaml'), { recursive: true });
    const taken = join(home, 'taken', 'config.yaml');
    expect(() => updateConfig({ ...config, path: taken }, () => {})).toThrow('it is a folder');
    expect(readdirSync(join(home, 'taken'))).toEqual(['config.yaml']);
  });

  it('says which file cannot be written', async () => {
    writeFileSync(join(home, '.config'), 'a file in the way');
    const config = await load();
    expect(() => updateConfig(config, () => {})).toThrow(`cannot write the config file ${path}: `);
  });

  it.skipIf(!onUnix)('keeps a symbolic link and writes to its target, over several hops', async () => {
    const real = join(home, 'dotfiles', 'real.yaml');
    mkdirSync(join(home, 'dotfiles'));
    mkdirSync(join(home, '.config', 'starwhale'), { recursive: true });
    symlinkSync(join('..', '..', 'dotfiles', 'hop'), path);
    symlinkSync('real.yaml', join(home, 'dotfiles', 'hop'));
    updateConfig(await load(), (document) => selectProject(document, 'local', 'linked'));
    expect(lstatSync(path).isSymbolicLink()).toBe(true);
    expect(readFileSync(real, 'utf8')).toContain('current_project: linked');
    updateConfig(await load(), (document) => selectProject(document, 'local', 'again'));
    expect(lstatSync(join(home, 'dotfiles', 'hop')).isSymbolicLink()).toBe(true);
    expect(readFileSync(real, 'utf8')).toContain('current_project: again');
  });

  it.skipIf(!onUnix)('refuses a circular link', async () => {
    const config = await load();
    mkdirSync(join(home, '.config', 'starwhale'), { recursive: true });
    symlinkSync('config.yaml', path);
    expect(() => updateConfig(config, () => {})).toThrow(/^cannot (read|write) the config file/);
  });

  it('refuses storage or instances of the wrong shape', async () => {
    const config = await load();
    for (const [text, message] of [
      ['instances: [1]', 'instances must be a mapping'],
      ['storage: x', 'storage must be a mapping'],
    ] as const) {
      write(text);
      expect(() => updateConfig(config, () => {})).toThrow(message);
    }
  });
});

// Needs a Python that has the real client: SWJOB_PYTHON names it, else this is skipped.
describe.skipIf(python === undefined)('the real swcli', () => {
  const ask = (code: string): unknown =>
    JSON.parse(
      execFileSync(python ?? '', ['-c', `import json, sys\n${code}`], {
        env: { ...process.env, HOME: home, SW_CLI_CONFIG: path, SW_LOCAL_STORAGE: '' },
        encoding: 'utf8',
      }),
    );
  const READ =
    'from starwhale.utils.config import load_swcli_config\nprint(json.dumps(load_swcli_config(), default=str))';

  it('reads a config that swjob created', async () => {
    updateConfig(await load(), (document) =>
      putInstance(document, 'srv', { uri: 'http://h:8082', current_project: '1' }),
    );
    const before = readFileSync(path, 'utf8');
    expect(ask(READ)).toEqual({
      version: '2.0',
      current_instance: 'local',
      instances: {
        local: { uri: 'local', user_name: 'me', current_project: 'self', type: 'standalone' },
        srv: { uri: 'http://h:8082', current_project: '1' },
      },
      storage: { root: join(home, '.starwhale') },
    });
    expect(readFileSync(path, 'utf8')).toBe(before);
  });

  it('reads the same values before and after a rewrite, and strings as strings', async () => {
    const odd = [
      '1',
      '1.5',
      '1_000',
      '0x1f',
      '010',
      '0b1',
      '1:30',
      '.5',
      '1e3',
      '2026-11-23',
      '2026-11-23 08:41:49',
      'yes',
      'Off',
      'y',
      'null',
      '~',
      '=',
      '- a',
      'a: b',
      '#',
      "'",
      '"',
      'ü🙂',
      '\u0085',
      '\u2028',
      '\u0007',
      ' x ',
      '',
      '@',
      '`',
      '%',
      '&a',
      '*a',
      '!a',
      '+.inf',
      '.NaN',
      '-1',
      '+1',
      '0o7',
      '1.e+3',
      '190:20:30.15',
      '001',
    ];
    write(
      WRITTEN.replace('~/store', '/data/store').replace(
        'future: {',
        'future: {a: 1_000, b: 0x1f, c: 010, d: 1:30, e: .5, ',
      ),
    );
    const load_yaml =
      'import os, yaml\nprint(json.dumps(yaml.safe_load(open(os.environ["SW_CLI_CONFIG"])), default=repr))';
    const before = ask(load_yaml) as Record<string, unknown>;
    updateConfig(await load(), (document) => {
      document['odd'] = odd;
    });
    expect(existsSync(path)).toBe(true);
    // Keys are strings for swjob: `on`, which YAML 1.1 reads as true, stays a string.
    const { true: on, ...future } = before['future'] as Record<string, unknown>;
    expect(ask(load_yaml)).toEqual({ ...before, odd, future: { ...future, on } });
  });
});
