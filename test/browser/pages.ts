import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { storeEnv, swjob } from '../support/cli.ts';
import { temporaryFolder } from '../support/stores.ts';

/** Writes a page with a command line that ends in `--out`; returns the file. */
export async function writePage(root: string, args: readonly string[], name = 'page.html'): Promise<string> {
  const file = join(await mkdtemp(join(await temporaryFolder(), 'page-')), name);
  const { status, stderr } = await swjob([...args, '--out', file], { env: storeEnv(root) });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return file;
}
