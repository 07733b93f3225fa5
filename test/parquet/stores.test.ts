import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { storeEnv, swjob } from '../support/cli.ts';
import { STORE_NAMES, temporaryFolder, unpackStore } from '../support/stores.ts';
import { analysisPython } from './analysis-python.ts';

const COMPARE = fileURLToPath(new URL('compare.py', import.meta.url));
const python = analysisPython();

/** Every table of a store as Parquet and as JSON lines: the pairs of files. A table that is damaged gives none of the two. */
async function exportStore(root: string, folder: string): Promise<[string, string][]> {
  const env = storeEnv(root);
  const pairs: [string, string][] = [];
  for (const project of await readdir(root)) {
    const list = await swjob(['list', '--project', project, '--all', '-o', 'jsonl', '--fields', 'uuid'], { env });
    const uuids = list.stdout.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line).uuid as string]));
    for (const uuid of uuids) {
      const uri = `local/project/${project}/job/${uuid}`;
      const tables = await swjob(['tables', uri, '-o', 'jsonl', '--fields', 'name'], { env });
      for (const line of tables.stdout.split('\n').filter((text) => text !== '')) {
        const base = join(folder, `${pairs.length}`);
        const args = ['rows', uri, JSON.parse(line).name as string, '--out'];
        const lines = await swjob([...args, `${base}.jsonl`], { env });
        const parquet = await swjob([...args, `${base}.parquet`], { env });
        expect([parquet.status, parquet.stderr], line).toEqual([lines.status, lines.stderr]);
        if (parquet.status === 0) pairs.push([`${base}.parquet`, `${base}.jsonl`]);
        else expect(await readdir(folder)).not.toContain(`${pairs.length}.parquet`);
      }
    }
  }
  return pairs;
}

describe.skipIf(python === null)('pyarrow and DuckDB read what the JSON lines say', () => {
  it.each(STORE_NAMES)('in every table of the store %s', async (name) => {
    const folder = await mkdtemp(join(await temporaryFolder(), 'parquet-'));
    const pairs = await exportStore(await unpackStore(name), folder);
    expect(pairs.length).toBeGreaterThan(0);
    const input = pairs.map((pair) => `${JSON.stringify(pair)}\n`).join('');
    expect(execFileSync(python ?? '', [COMPARE], { input, encoding: 'utf8' })).toBe(`${pairs.length}\n`);
  }, 120_000);
});
