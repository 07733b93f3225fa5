import { expect } from 'vitest';
import { storeEnv, swjob } from '../../support/cli.ts';
import { unpackStore } from '../../support/stores.ts';

// The store `jobs` has 14 jobs in `self` and two removed ones; summaries name `acc` or `accuracy`.

export const FAILED = 'dkjc7puchs2m6mp427co24p3n7mccqqpno2qjudu';

/** Runs `list` on that store. */
export async function list(...args: string[]) {
  return swjob(['list', ...args], { env: storeEnv(await unpackStore('jobs')) });
}

/** The ids in a list, shortened but still distinct. */
export async function ids(...args: string[]): Promise<string[]> {
  const { status, stdout, stderr } = await list('-q', ...args);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return stdout
    .split('\n')
    .slice(0, -1)
    .map((id) => id.slice(0, 5));
}

/** The jobs of `self`, as they are listed. */
export const ALL = 'llye3 bzgyt mg6wt t63hk hzc7y yodmk dkjc7 hjdmz hjdmb hjdma 6jfeb cufhr 4zzus i3fjl'.split(' ');
