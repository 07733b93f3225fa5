import { expect } from 'vitest';
import { storeEnv, swjob } from '../support/cli.ts';
import { unpackStore } from '../support/stores.ts';

/** The candidates for a line's last word, with their descriptions; in the store `real` if no environment is given. */
export async function completed(
  words: readonly string[],
  env?: Readonly<Record<string, string>>,
): Promise<readonly string[]> {
  const { status, stdout, stderr } = await swjob(['__complete', 'fish', '--', 'swjob', ...words], {
    env: env ?? storeEnv(await unpackStore('real')),
  });
  expect([status, stderr]).toEqual([0, '']);
  const [kind, ...lines] = stdout.split('\n');
  expect(kind).toBe('words');
  return lines.slice(0, -1);
}

/** The candidates alone. */
export async function values(
  words: readonly string[],
  env?: Readonly<Record<string, string>>,
): Promise<readonly (string | undefined)[]> {
  return (await completed(words, env)).map((line) => line.split('\t')[0]);
}
