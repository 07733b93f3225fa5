import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type StoreName, unpackStore } from '../support/stores.ts';

const NAMES = ['SW_LOCAL_STORAGE', 'SW_CLI_CONFIG'] as const;
const before = NAMES.map((name) => [name, process.env[name]] as const);

function restore(): void {
  for (const [name, value] of before) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
}

/** Makes the library use this store through the environment, until the test ends. */
export function useStore(root: string): void {
  process.env['SW_LOCAL_STORAGE'] = root;
  process.env['SW_CLI_CONFIG'] = join(root, 'no-config.yaml');
  // Test files share this module, so a hook of its own would run in the first of them alone.
  onTestFinished(restore);
}

export async function useGoldenStore(name: StoreName): Promise<void> {
  useStore(await unpackStore(name));
}
