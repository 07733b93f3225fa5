// Writes a Standalone store like the Python client's: node bench/write-store.js FOLDER --rows N --jobs N
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Records } from './records.js';
import { BLOCK_ROWS, writeTable } from './write-table.js';
import { unzipEntry, zipEntry } from './zip-entry.js';

/** One row in this many differs in the second job's table. */
const CHANGED_ROW = 100;
const CREATED_AT = 1_700_000_000_000;
/** Maximum of rows with pickled predictions. */
const PICKLED_ROWS = 100_000;

const SUMMARY = 'project/self/eval/summary';

/**
 * Writes a store with one project, `self`, and this many jobs, each with a summary of 20 metrics. The first has a table
 * `results` with this many rows, and one of pickled predictions. With `twin`, the second job has the same `results`, except
 * for one row in a hundred. The same seed makes the same store. Returns the first job's version.
 */
export async function writeStore(root, { rows, jobs, seed = 1, level = 6, twin = false }) {
  const records = new Records(seed);
  const versions = Array.from({ length: jobs }, () => records.version());
  const byNumber = { type: 'INT64', keyAt: (number) => number };
  const tables = {
    [SUMMARY]: summaryTable(records, versions),
    results: { ...byNumber, rows, lineAt: (number) => records.result(number) },
    pickled: { ...byNumber, rows: Math.min(rows, PICKLED_ROWS), lineAt: (number) => records.pickled(number) },
  };
  const job = await writeTables(root, versions, tables, level);
  if (twin && jobs > 1) await writeTwin(join(root, '.datastore'), versions[1], new Records(seed + 1), level);
  return job;
}

/** Copies the table `results` to another job, with some rows changed. */
async function writeTwin(datastore, job, records, level) {
  const [from, to] = ['results', 'twin'].map((dir) => join(datastore, dir));
  mkdirSync(to);
  copyFileSync(join(from, 'manifest.json'), join(to, 'manifest.json'));
  const blocks = readdirSync(from).filter((name) => name.endsWith('.zip'));
  for (const [block, name] of blocks.sort().entries()) {
    const lines = unzipEntry(readFileSync(join(from, name)))
      .toString()
      .split('\n');
    for (let row = 0; row < lines.length - 1; row += CHANGED_ROW) {
      lines[row] = records.result(block * BLOCK_ROWS + row).trimEnd();
    }
    writeFileSync(join(to, name), await zipEntry(Buffer.from(lines.join('\n')), level));
  }
  const manifest = join(datastore, 'manifest.json');
  const { tables, ...rest } = JSON.parse(readFileSync(manifest, 'utf8'));
  tables.push({ name: tableName(job, 'results'), dir: 'twin', created_at: CREATED_AT });
  writeFileSync(manifest, JSON.stringify({ ...rest, tables }));
}

/** Writes a store with one job, whose project's summary table has this many rows and metrics. */
export function writeMetrics(root, { rows, metrics, seed = 1 }) {
  const records = new Records(seed, metrics);
  const versions = Array.from({ length: rows }, () => records.version());
  return writeTables(root, versions.slice(0, 1), { [SUMMARY]: summaryTable(records, versions) });
}

/** Writes a store with one job that has these tables, by name. */
export function writeJob(root, tables, seed = 1) {
  return writeTables(root, [new Records(seed).version()], tables);
}

function summaryTable(records, versions) {
  const sorted = versions.toSorted();
  return {
    type: 'STRING',
    rows: sorted.length,
    keyAt: (number) => sorted[number],
    lineAt: (number) => records.summary(sorted[number], number),
  };
}

/** Writes jobs, and tables of the first one. Returns its version. */
async function writeTables(root, versions, tables, level = 1) {
  const [job] = versions;
  writeJobs(root, versions);
  const listed = [];
  for (const [name, table] of Object.entries(tables)) {
    const isShared = name === SUMMARY;
    const dir = isShared ? 'summary' : name;
    await writeTable(join(root, '.datastore', dir), { ...table, level });
    listed.push({ name: isShared ? SUMMARY : tableName(job, name), dir, created_at: CREATED_AT });
  }
  writeFileSync(join(root, '.datastore', 'manifest.json'), JSON.stringify({ version: '0.1', tables: listed }));
  return job;
}

function tableName(job, name) {
  return `project/self/eval/${job.slice(0, 2)}/${job}/${name}`;
}

/** One job was created each minute. */
function writeJobs(root, versions) {
  for (const [number, version] of versions.entries()) {
    const folder = join(root, 'self', 'job', version.slice(0, 2), version);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, '_manifest.yaml'), manifestOf(version, number));
  }
}

function manifestOf(version, number) {
  const created = Date.UTC(2024, 0, 1) + number * 60_000;
  const time = (at) => `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
  return `created_at: ${time(created)}
datasets:
- local/project/self/dataset/mnist/version/latest
error_message: ''
finetune_validation_datasets: []
finished_at: ${time(created + 42_000)}
handler_name: mnist.evaluator:evaluate
model: mnist-${number % 7}
model_src_dir: /opt/starwhale/self/workdir/model/mnist-${number % 7}
project: self
scheduler_run_args:
  step_name: ''
  task_index: -1
  task_num: 0
status: ${number % 5 === 0 ? 'failed' : 'success'}
version: ${version}
`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const options = {
    rows: { type: 'string' },
    jobs: { type: 'string' },
    level: { type: 'string' },
    twin: { type: 'boolean', default: false },
  };
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const { rows = '100000', jobs = '1000', level = '6' } = values;
  const sizes = { rows: Number(rows), jobs: Number(jobs), level: Number(level), twin: values.twin };
  process.stdout.write(`${await writeStore(positionals[0], sizes)}\n`);
}
