import { execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const bench = (file) => fileURLToPath(new URL(file, import.meta.url));

/** A store of so many rows and jobs, written into a folder on the spot; with `twin` two jobs have as many rows. */
export function makeStore(folder, rows, jobs, { twin = false } = {}) {
  const root = join(folder, `${rows}x${jobs}`);
  mkdirSync(root);
  const sizes = ['--rows', `${rows}`, '--jobs', `${jobs}`, ...(twin ? ['--twin'] : [])];
  execFileSync(process.execPath, [bench('write-store.js'), root, ...sizes]);
  return describeStore(folder, root);
}

/** A copy of a store that is there: the Python client writes into what it reads. */
export function copyStore(folder, source) {
  const root = join(folder, 'shared');
  cpSync(source, root, { recursive: true });
  return describeStore(folder, root);
}

/** The store that the real client wrote for benchmarks, where it lies beside the project; else null. */
export function unpackShared(folder) {
  const archive = bench('../../shared/stores/big100k.tar.gz');
  if (!existsSync(archive)) return null;
  execFileSync('tar', ['-xzf', archive, '-C', folder]);
  return describeStore(folder, join(folder, 'big100k'));
}

/** The job with the largest table `results`, and what else the lines have to know of a store. */
function describeStore(folder, root) {
  const json = (...path) => JSON.parse(readFileSync(join(root, '.datastore', ...path), 'utf8'));
  const tables = json('manifest.json').tables.map(({ name, dir }) => {
    const rows = existsSync(join(root, '.datastore', dir, 'manifest.json'))
      ? json(dir, 'manifest.json').blocks.reduce((sum, block) => sum + block.row_count, 0)
      : 0;
    return { name, rows, folder: join(root, '.datastore', dir) };
  });
  const jobOf = (table) => table?.name.split('/').at(-2);
  const [results, twin] = tables.filter(({ name }) => name.endsWith('/results')).sort((a, b) => b.rows - a.rows);
  const summary = tables.find(({ name }) => name.endsWith('/eval/summary'));
  if (results === undefined) throw new Error(`${root}: no table "results"`);
  return {
    root,
    rows: results.rows,
    pickled: tables.find(({ name }) => name.endsWith('/pickled'))?.rows ?? 0,
    folder: results.folder,
    summaryFolder: summary?.folder,
    job: jobOf(results),
    twin: jobOf(twin),
    jobs: summary?.rows ?? 0,
    config: join(folder, 'config.yaml'),
    clientConfig: join(folder, 'client-config.yaml'),
  };
}

/** Starts the page server, and writes a config in which it is the instance `srv`. */
export async function startPageServer(folder, rows) {
  const child = spawn(process.execPath, [bench('page-server.js'), `${rows}`, '5'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const address = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', () => reject(new Error('the page server ended')));
    child.stdout.setEncoding('utf8').once('data', (text) => resolve(text.trim()));
  });
  writeFileSync(join(folder, 'config.yaml'), configOf(address, join(folder, 'none')), { mode: 0o600 });
  return { address, rows, job: 'srv/project/self/job/1', stop: () => child.kill() };
}

/** In the client's own spelling, as users have it. */
function configOf(address, root) {
  return `current_instance: local
instances:
  local:
    current_project: self
    type: standalone
    uri: local
    user_name: bench
  srv:
    current_project: self
    sw_token: Bearer bench
    type: cloud
    uri: ${address}
    user_name: bench
storage:
  root: ${root}
version: '2.0'
`;
}
