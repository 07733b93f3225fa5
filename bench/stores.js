import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { oddTables } from './odd-tables.js';
import { Records } from './records.js';
import { writeJob, writeMetrics, writeStore } from './write-store.js';

const bench = (file) => fileURLToPath(new URL(file, import.meta.url));

/** Marks a complete store. */
const DONE = '.made';

/** A store of this many rows and jobs, made unless it exists; with `twin`, two jobs have the rows. */
export function makeStore(folder, rows, jobs, { twin = false } = {}) {
  return made(folder, `${rows}x${jobs}`, (root) =>
    writeStore(root, { rows, jobs, level: rows > 100_000 ? 1 : 6, twin }),
  );
}

/** One job with the tables of `oddTables`. */
export function makeOddTables(folder) {
  return made(folder, 'odd', (root) => writeJob(root, oddTables()));
}

/** One job with this many tables of a few rows. */
export function makeTables(folder, count) {
  const records = new Records(1);
  const table = { type: 'INT64', rows: 3, keyAt: (id) => id, lineAt: (id) => records.result(id) };
  const names = Array.from({ length: count }, (_, number) => `steps/${String(number).padStart(5, '0')}`);
  const tables = Object.fromEntries(names.map((name) => [name, table]));
  return made(folder, `${count}-tables`, (root) => writeJob(root, tables));
}

/** One job in a project whose summary table has this many rows and metrics. */
export function makeMetrics(folder, rows, metrics) {
  return made(folder, `${rows}-summaries`, (root) => writeMetrics(root, { rows, metrics }));
}

async function made(folder, name, write) {
  const root = join(folder, name);
  if (!existsSync(join(root, DONE))) {
    rmSync(root, { recursive: true, force: true });
    mkdirSync(root);
    await write(root);
    writeFileSync(join(root, DONE), '');
  }
  return describeStore(folder, root);
}

/** A copy of an existing store, as the Python client writes into stores that it reads. */
export function copyStore(folder, source) {
  const root = join(folder, 'shared');
  cpSync(source, root, { recursive: true });
  return describeStore(folder, root);
}

/** The job with the largest table, and what else the lines need to know about a store. */
function describeStore(folder, root) {
  const json = (...path) => JSON.parse(readFileSync(join(root, '.datastore', ...path), 'utf8'));
  const tables = json('manifest.json').tables.map(({ name, dir }) => {
    const rows = existsSync(join(root, '.datastore', dir, 'manifest.json'))
      ? json(dir, 'manifest.json').blocks.reduce((sum, block) => sum + block.row_count, 0)
      : 0;
    return { name, rows, folder: join(root, '.datastore', dir) };
  });
  const [largest, ...others] = tables
    .filter(({ name }) => !name.endsWith('/eval/summary'))
    .sort((a, b) => b.rows - a.rows);
  const twin = others.find(({ name }) => name.endsWith('/results'));
  const summary = tables.find(({ name }) => name.endsWith('/eval/summary'));
  return {
    root,
    rows: largest?.rows ?? 0,
    pickled: tables.find(({ name }) => name.endsWith('/pickled'))?.rows ?? 0,
    tables: tables.length,
    folder: largest?.folder,
    summaryFolder: summary?.folder,
    job: largest?.name.split('/')[4] ?? onlyJob(root),
    twin: twin?.name.split('/')[4],
    jobs: summary?.rows ?? 0,
    config: join(folder, 'config.yaml'),
    clientConfig: join(folder, 'client-config.yaml'),
  };
}

function onlyJob(root) {
  const [prefix] = readdirSync(join(root, 'self', 'job'));
  return readdirSync(join(root, 'self', 'job', prefix))[0];
}

/** Starts the page server, and writes a config with it as the instance `srv`. */
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

/** In the client's own spelling, like the files of users. */
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
