import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { python as client } from '../cli/at-terminal.ts';
import { storeEnv } from '../support/cli.ts';
import { loggedIn } from '../support/logged-in.ts';
import { randomSeeds } from '../support/seeds.ts';
import { startStandIn } from '../support/stand-in.ts';
import { STORE_NAMES, temporaryFolder, unpackStore } from '../support/stores.ts';
import { compareTables, endComparing, python } from './exported.ts';

/** A table of 100,000 rows that the real client wrote, if it exists beside the project. */
const BIG = fileURLToPath(new URL('../../../shared/stores/big100k.tar.gz', import.meta.url));
const WRITER = fileURLToPath(new URL('../differential/write_store.py', import.meta.url));

const exporting = (root: string) => ({
  env: storeEnv(root),
  projects: readdirSync(root).filter((name) => !name.startsWith('.') && name !== 'no-config.yaml'),
});

afterAll(endComparing);

describe.skipIf(python === null)('pyarrow and DuckDB read what the JSON lines say', { timeout: 300_000 }, () => {
  it.each(STORE_NAMES)('in every table of the store %s', async (name) => {
    expect(await compareTables(exporting(await unpackStore(name)))).toBeGreaterThan(0);
  });

  it.each(['types', 'real', 'vision'] as const)('in every table of the store %s, flattened', async (name) => {
    const options = ['--flatten'];
    expect(await compareTables({ ...exporting(await unpackStore(name)), options })).toBeGreaterThan(0);
  });

  it.each(['types', 'real', 'vision'] as const)('in every table of the store %s on a Server', async (name) => {
    const root = await unpackStore(name);
    const server = await startStandIn({ root });
    try {
      const env = await loggedIn(server, { project: null });
      expect(await compareTables({ ...exporting(root), env, side: 'srv' })).toBeGreaterThan(0);
    } finally {
      await server.close();
    }
  });

  it.skipIf(client === undefined)('in every table of a random store of the real client', async () => {
    const root = join(await mkdtemp(join(await temporaryFolder(), 'random-')), 'store');
    const [seed] = randomSeeds(1);
    process.stderr.write(`random store for Parquet: SWJOB_SEED=${seed}\n`);
    execFileSync(client ?? '', [WRITER, root, `${seed}`], { stdio: 'ignore' });
    expect(await compareTables(exporting(root))).toBeGreaterThan(5);
    expect(await compareTables({ ...exporting(root), options: ['--flatten'] })).toBeGreaterThan(5);
  });

  it.skipIf(!existsSync(BIG))('in a table of 100,000 rows', async () => {
    const folder = await mkdtemp(join(await temporaryFolder(), 'big-'));
    execFileSync('tar', ['-xzf', BIG, '-C', folder]);
    const root = join(folder, 'big100k');
    const uuid = largestJob(root);
    expect(await compareTables({ ...exporting(root), jobs: [uuid] })).toBeGreaterThan(0);
  });
});

/** The job whose table `results` has the most blocks. */
function largestJob(root: string): string {
  const read = (...path: string[]) =>
    JSON.parse(execFileSync('cat', [join(root, '.datastore', ...path)], { encoding: 'utf8' }));
  const sizes = (read('manifest.json').tables as { name: string; dir: string }[])
    .filter(({ name }) => name.endsWith('/results'))
    .map(({ name, dir }) => ({ uuid: name.split('/').at(-2) ?? '', blocks: read(dir, 'manifest.json').blocks.length }));
  return sizes.sort((a, b) => b.blocks - a.blocks)[0]?.uuid ?? '';
}
