import { chmod, mkdtemp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { StandInServer } from './stand-in.ts';
import { temporaryFolder } from './stores.ts';

export interface Login {
  readonly alias?: string;
  readonly project?: string | null;
  /** Whether the Server is the current instance; true by default. */
  readonly current?: boolean;
  readonly token?: string | null;
  /** The store of the Standalone instance; by default one that does not exist. */
  readonly root?: string;
}

/** The environment of a user who is logged in to a server, with its own config file. */
export async function loggedIn(
  server: Pick<StandInServer, 'origin' | 'token'>,
  { alias = 'srv', project = 'self', current = true, token = server.token, root }: Login = {},
): Promise<{ readonly SW_CLI_CONFIG: string }> {
  const folder = await mkdtemp(join(await temporaryFolder(), 'config-'));
  const file = join(folder, 'config.yaml');
  const entry = {
    uri: server.origin,
    user_name: 'starwhale',
    user_role: 'normal',
    type: 'cloud',
    updated_at: '2026-11-23 08:41:49 UTC',
    ...(token === null ? {} : { sw_token: `Bearer ${token}` }),
    ...(project === null ? {} : { current_project: project }),
  };
  const config = {
    version: '2.0',
    current_instance: current ? alias : 'local',
    instances: {
      local: { uri: 'local', user_name: 'me', current_project: 'self', type: 'standalone' },
      [alias]: entry,
    },
    storage: { root: root ?? join(folder, 'store') },
  };
  // JSON is YAML too.
  await writeFile(file, JSON.stringify(config, null, 2));
  await chmod(file, 0o600);
  return { SW_CLI_CONFIG: file };
}
