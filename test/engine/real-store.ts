import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { oncePerRun } from '../support/once-per-run.ts';
import { temporaryFolder } from '../support/stores.ts';

const packages = fileURLToPath(new URL('packages/', import.meta.url));
const made = fileURLToPath(new URL('../../.python/', import.meta.url));

/** A Python with the real engine; undefined if the machine has none. */
export const realPython: string | undefined =
  process.env['SWJOB_PYTHON'] || (existsSync(join(made, 'complete')) ? join(made, 'bin/python') : undefined);

/** Reports that tests are skipped, or fails if they must not be. */
export function announceSkipped(): void {
  if (realPython !== undefined) return;
  const message = 'the tests of the real engine need it: run scripts/python-env.sh, or set SWJOB_PYTHON';
  if (process.env['CI'] === 'true') throw new Error(message);
  process.stderr.write(`\nSKIPPED: ${message}\n\n`);
}

export interface RealStore {
  readonly root: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** A store into which the real engine has built the model `toy` and the dataset `signs`; tests change copies of it. */
export async function builtStore(): Promise<RealStore> {
  const folder = await oncePerRun('built-store', async (made) => {
    const store = await storeIn(made);
    const sources = join(made, 'toy');
    // The engine compiles next to the sources.
    await cp(join(packages, 'toy'), sources, { recursive: true });
    const build = ['model', 'build', sources, '--module', 'evaluator', '--module', 'handlers', '--name', 'toy'];
    await Promise.all([
      runPython(['-m', 'starwhale', ...build], store),
      runPython([join(packages, 'build_dataset.py')], store),
    ]);
  });
  return realStore(folder);
}

/** A copy for a test that changes it. */
export async function copyOf({ root }: RealStore): Promise<RealStore> {
  const store = await storeIn(await mkdtemp(join(await temporaryFolder(), 'real-')));
  await cp(root, store.root, { recursive: true });
  return store;
}

/** Makes a store's folder, with its own config. */
async function storeIn(folder: string): Promise<RealStore> {
  const store = realStore(folder);
  const { root } = store;
  await mkdir(root);
  const instances = { local: { uri: 'local', type: 'standalone', user_name: 'me', current_project: 'self' } };
  const storage = { root, server_compose: join(root, 'compose.yaml') };
  const docker = { builtin_image_repo: '' };
  const config = { version: '2.0', current_instance: 'local', instances, storage, docker };
  await writeFile(join(folder, 'config.yaml'), JSON.stringify(config));
  return store;
}

function realStore(folder: string): RealStore {
  const root = join(folder, 'store');
  return {
    root,
    env: {
      PATH: process.env['PATH'],
      HOME: folder,
      SW_CLI_CONFIG: join(folder, 'config.yaml'),
      SW_LOCAL_STORAGE: root,
      XDG_STATE_HOME: join(folder, 'state'),
      // If it were not removed, the engine would use it as a dataset.
      SW_DATASET_URI: 'no-such-dataset',
    },
  };
}

async function runPython(args: readonly string[], { env, root }: RealStore): Promise<void> {
  const { SW_DATASET_URI: _, ...environment } = env;
  await promisify(execFile)(realPython ?? '', [...args], { env: { ...environment }, cwd: root });
}
