import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { PROGRAM, storeEnv } from '../support/cli.ts';
import { temporaryFolder } from '../support/stores.ts';

// The bench limits completions to 100 ms (`TAB: …`). Here the machine may be busy, so the fastest of some runs is compared
// with the time of Node alone at the same moment, generously.

const WRITE_STORE = fileURLToPath(new URL('../../bench/write-store.js', import.meta.url));
const RUNS = 5;

function timeOf(args: readonly string[], env: Readonly<Record<string, string>>): number {
  const began = performance.now();
  const { status, stdout } = spawnSync(process.execPath, args, { env, encoding: 'utf8' });
  const took = performance.now() - began;
  expect([status, args[0] === '-e' || stdout.split('\n').length > 2]).toEqual([0, true]);
  return took;
}

describe('completions among 1,000 jobs with wide summaries', () => {
  let env: Record<string, string>;
  let job = '';

  beforeAll(async () => {
    const root = mkdtempSync(join(await temporaryFolder(), 'thousand-'));
    const { stdout } = spawnSync(process.execPath, [WRITE_STORE, root, '--rows', '10000', '--jobs', '1000'], {
      encoding: 'utf8',
    });
    job = stdout.trim();
    env = storeEnv(root);
  });

  it.each([
    ['jobs', ['info', '']],
    ['tables', ['rows', 'JOB', '']],
    ['columns', ['rows', 'JOB', 'results', '--columns', '']],
    ['metrics', ['list', '--metric', '']],
  ])('take little longer than Node itself: %s', (_what, words) => {
    const line = words.map((word) => (word === 'JOB' ? job : word));
    let [node, ours] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
    for (let run = 0; run < RUNS; run++) {
      node = Math.min(node, timeOf(['-e', '0'], env));
      ours = Math.min(ours, timeOf([PROGRAM, '__complete', 'zsh', '--', ...line], env));
    }
    expect(ours).toBeLessThan(Math.max(6 * node, 250));
  });
});
