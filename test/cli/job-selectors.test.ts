import { describe, expect, it } from 'vitest';
import { storeEnv, swjob } from '../support/cli.ts';
import { unpackStore } from '../support/stores.ts';

describe('selectors of jobs', () => {
  const id = async (selector: string) => {
    const env = storeEnv(await unpackStore('vision'));
    const { status, stdout, stderr } = await swjob(['info', selector, '-q'], { env });
    return status === 0 ? stdout.slice(0, 4) : stderr;
  };

  it('count back from the newest', async () => {
    const { stdout } = await swjob(['list', '-q', '--all'], { env: storeEnv(await unpackStore('vision')) });
    const ids = stdout.trim().split('\n');
    expect(await id('@latest~0')).toBe(ids[0]?.slice(0, 4));
    expect(await id('@latest~3')).toBe(ids[3]?.slice(0, 4));
    expect(await id('@latest:fail')).toBe('c7cf');
    expect(await id('@latest~9')).toBe('swjob: the project self has only 9 jobs: none is 9 before the newest\n');
    expect(await id('@latest:fail~1')).toMatch(/^swjob: the project self has only 1 job whose status is FAIL/);
  });

  it('choose the best by a metric: the largest, or the smallest of losses; the newest of equal ones', async () => {
    expect(await id('@best:hamming_loss')).toBe('vks7');
    expect(await id('@best:macro avg/f1-score:success')).toBe('vks7');
    expect(await id('@best:accurcy')).toMatch(
      /^swjob: no job of the project self has a number "accurcy" in its summary\nDid you mean "?accuracy/,
    );
    // Neither the key nor strings are metrics to be best by.
    expect(await id('@best:accurcy')).not.toMatch(/\b(?:id|kind)\b/);
    expect(await id('@best:')).toMatch(/^swjob: '@best:' does not name a metric\n/);
    expect(await id('@bset:accuracy')).toMatch(/does not select a job/);
  });
});
