import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { storeEnv, swjob } from '../../support/cli.ts';
import { copyOfStore } from '../../support/stores.ts';

const JOB = '6jfebzsdoxrlgqnbqrmktsxfvyplp6rftastm23s';

async function storeWith(manifest: string | null) {
  const root = await copyOfStore('jobs');
  const folder = join(root, 'self', 'job', '6j', JOB);
  const path = join(folder, '_manifest.yaml');
  if (manifest === null) await rm(path);
  else await writeFile(path, manifest);
  return { folder, env: storeEnv(root) };
}

describe('watch of a job that will not end by itself', () => {
  it('stops if no process is working on it, and says so', async () => {
    const { env } = await storeWith(null);
    const { status, stdout, stderr } = await swjob(['watch', JOB, '--exit-status'], { env });
    expect(status).toBe(8);
    expect(stdout).toMatch(/\tUNKNOWN\n$/);
    expect(stderr).toBe(`local/project/self/job/${JOB}: the job has no result, and no process works on it any more\n`);
  });

  it('stops with 3 if its folder vanishes, and with 124 after --timeout', async () => {
    const { folder, env } = await storeWith('status: running\n');
    const late = await swjob(['watch', JOB, '--timeout', '5s'], { env });
    expect(late).toMatchObject({ status: 124, stderr: 'swjob: the job is still RUNNING after 5s\n' });
    const gone = await swjob(['watch', JOB], { env, onSleep: () => rm(folder, { recursive: true }) });
    expect(gone).toMatchObject({
      status: 3,
      stderr: `swjob: local/project/self/job/${JOB}: no process on this machine works on it, so it may never finish (--timeout limits the wait)
swjob: the job ${JOB} is gone: its folder was deleted\n`,
    });
  });
});
