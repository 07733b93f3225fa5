import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { inject } from 'vitest';

/**
 * The folder that `make` has filled, once per run for all test files: the first worker that asks makes it, the others wait.
 * Tests only read it.
 */
export async function oncePerRun(name: string, make: (folder: string) => Promise<unknown>): Promise<string> {
  const folder = join(inject('runFolder'), `once-${name}`);
  const [done, failed] = [`${folder}.done`, `${folder}.failed`];
  // Fails if another worker was first.
  if (
    await mkdir(folder).then(
      () => true,
      () => false,
    )
  ) {
    try {
      await make(folder);
      await writeFile(done, '');
    } catch (error) {
      await writeFile(failed, '');
      throw error;
    }
  }
  while (!existsSync(done)) {
    if (existsSync(failed)) throw new Error(`another worker could not make ${name}: its test file says why`);
    await sleep(50);
  }
  return folder;
}
