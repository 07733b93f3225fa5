import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { putInstance, selectProject } from '../../src/config/changes.ts';
import { loadConfig } from '../../src/config/config.ts';
import { updateConfig } from '../../src/config/rewrite.ts';
import type { ConfigDocument } from '../../src/config/shape.ts';
import { mountSmallDisk } from '../support/small-disk.ts';
import { type ConfigHome, configHome, WRITTEN } from './config-home.ts';

const onUnix = process.platform !== 'win32';

let home: string;
let path: string;
let load: ConfigHome['load'];
let write: ConfigHome['write'];
beforeEach(async () => {
  ({ home, path, load, write } = await configHome());
});

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

  it('leaves the file unchanged and no lock on a full disk, and says so in words', async (context) => {
    const folder = join(home, '.config', 'starwhale');
    mkdirSync(folder, { recursive: true });
    const config = await load();
    const unmount = mountSmallDisk(folder, '64k');
    if (unmount === null) return context.skip();
    try {
      updateConfig(config, () => {});
      const before = readFileSync(path, 'utf8');
      expect(() => writeFileSync(join(folder, 'large'), 'x'.repeat(1 << 20))).toThrow('ENOSPC');
      const change = (document: ConfigDocument) => selectProject(document, 'local', 'other');
      expect(() => updateConfig(config, change)).toThrow(/config\.yaml: no space left on the device$/);
      expect(readdirSync(folder)).toEqual(['config.yaml', 'large']);
      expect(readFileSync(path, 'utf8')).toBe(before);
    } finally {
      unmount();
    }
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
