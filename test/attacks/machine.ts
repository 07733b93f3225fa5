import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { artifact, writeStore } from '../cli/written-store.ts';
import { storeEnv, swjob } from '../support/cli.ts';
import { type Write, writeTable } from '../support/write-table.ts';

/** A table of 25,204 rows in the store `tables`. */
export const TABLE = ['rows', '@latest', 'blocks-25k'];

/** A store with one table, which has an artifact of that size in each row. */
export async function storeOfArtifacts(count: number, size: number): Promise<string> {
  const { root, folderOf } = await writeStore({ t: { keyType: 'INT64', blocks: [] } });
  const writes = Array.from(
    { length: count },
    (_, key): Write => ({
      key,
      revision: 1n,
      cells: { a: artifact(root, `${key} `.repeat(size / 2)) },
    }),
  );
  writeTable(folderOf('t'), { keyType: 'INT64', blocks: [writes] });
  return root;
}

/** Makes one of the store's manifests say that its job is running; returns the job's version. */
export async function runningJob(root: string): Promise<string> {
  const jobs = JSON.parse((await swjob(['list', '--all', '--json'], { env: storeEnv(root) })).stdout) as {
    id: string;
  }[];
  const version = jobs[0]?.id ?? '';
  writeFileSync(join(root, 'self', 'job', version.slice(0, 2), version, '_manifest.yaml'), 'status: running\n');
  return version;
}
