import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Config, loadConfig } from '../../src/config/config.ts';
import { temporaryFolder } from '../support/stores.ts';

/** A user's home without a config file. */
export interface ConfigHome {
  readonly home: string;
  /** Where swcli has its config file. */
  readonly path: string;
  readonly load: () => Promise<Config>;
  readonly write: (text: string) => void;
}

export async function configHome(): Promise<ConfigHome> {
  const home = mkdtempSync(join(await temporaryFolder(), 'home-'));
  const path = join(home, '.config', 'starwhale', 'config.yaml');
  return {
    home,
    path,
    load: () => loadConfig({ env: { USER: 'me' }, home }),
    write: (text) => {
      mkdirSync(join(home, '.config', 'starwhale'), { recursive: true });
      writeFileSync(path, text);
    },
  };
}

/** As swcli writes it, with unknown keys in between. */
export const WRITTEN = `current_instance: local
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
