import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { storeEnv, swjob } from '../support/cli.ts';
import { type StoreName, unpackStore } from '../support/stores.ts';

// The text of every JSON shape: a released key keeps its name, place and meaning. A change here affects every script that
// reads it, and belongs in the changelog.

const GOLDEN: readonly [name: string, store: StoreName, ...args: string[]][] = [
  ['list', 'jobs', 'list', '--metric', 'acc', '--all'],
  ['list-meta', 'jobs', 'list', '--meta', '--size', '2', '--page', '2'],
  ['list-removed', 'jobs', 'list', '--removed'],
  ['info', 'jobs', 'info', 't63h'],
  ['info-without-manifest', 'jobs', 'info', 'cufh'],
  ['info-multi-classification', 'real', 'info', 'qsrg'],
  ['summary', 'real', 'summary', 'qsrg'],
  ['summary-several', 'jobs', 'summary', 'hjdma', 'hzc7', 't63h'],
  ['tables', 'tables', 'tables', '@latest'],
  ['tables-count', 'tables', 'tables', '@latest', '--count'],
  ['rows', 'real', 'rows', 'irti', 'objects'],
  ['rows-map', 'types', 'rows', '@latest', 'map'],
  ['rows-typed', 'real', 'rows', 'irti', 'objects', '--typed'],
  ['rows-typed-map', 'types', 'rows', '@latest', 'map', '--typed'],
  ['rows-typed-float', 'types', 'rows', '@latest', 'scalars/float', '--typed', '--limit', '9'],
  ['status', 'jobs', 'status', 'dkjc'],
  ['compare', 'vision', 'compare', '624a', 'vks7', 'jcnv', '--metric', 'accuracy,hamming_loss,kind,macro avg/support'],
  ['diff', 'vision', 'diff', 'jcnv', 'gjei', '--only', 'broken', '--limit', '2'],
  ['diff-typed', 'vision', 'diff', '624a', 'vks7', '--columns', 'output/label', '--typed', '--limit', '1'],
  ['diff-no-rows', 'vision', 'diff', 'tzrh', 'tzrh', '--ignore', ''],
];
const FOLDER = new URL('./golden/', import.meta.url);

describe('the shape of JSON', () => {
  it.each(GOLDEN)('%s', async (name, store, ...args) => {
    const { status, stdout } = await swjob([...args, '--json'], { env: storeEnv(await unpackStore(store)) });
    expect(status).toBe(0);
    expect(() => JSON.parse(stdout) as unknown).not.toThrow();
    await expect(stdout).toMatchFileSnapshot(fileURLToPath(new URL(`${name}.json.golden`, FOLDER)));
  });

  it('has no unused file', () => {
    const known = GOLDEN.map(([name]) => `${name}.json.golden`);
    expect(readdirSync(FOLDER).filter((file) => !known.includes(file))).toEqual([]);
  });
});
