// Writes a Standalone store as the Python client leaves it: node bench/write-store.js FOLDER --rows N --jobs N
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { inflateRawSync } from 'node:zlib';
import { Records, revisionOf } from './records.js';
import { zipEntry } from './zip-entry.js';

/** The client begins a new block behind so many rows. */
const BLOCK_ROWS = 10_000;
/** Of the second job's table, one row in so many differs. */
const CHANGED_ROW = 100;
/** So many blocks are packed at a time. */
const PACKED_AT_ONCE = 2;
/** Rows of pickled predictions, at most. */
const PICKLED_ROWS = 100_000;

/**
 * Writes a store of one project, `self`, with so many jobs, each with a summary of 20 metrics; the first has a table
 * `results` of so many rows, and one of pickled predictions; with `twin` the second job has such `results` too, one row in a
 * hundred of which differs. The same seed makes the same store. Returns the first job's version.
 */
export async function writeStore(root, { rows, jobs, seed = 1, level = 6, twin = false }) {
  const records = new Records(seed);
  const versions = Array.from({ length: jobs }, () => records.version());
  const [job] = versions;
  writeJobs(root, versions);
  const tables = [
    { name: 'project/self/eval/summary', dir: 'aa/summary' },
    { name: `project/self/eval/${job.slice(0, 2)}/${job}/results`, dir: 'bb/results' },
    { name: `project/self/eval/${job.slice(0, 2)}/${job}/pickled`, dir: 'cc/pickled' },
  ];
  const sorted = versions.toSorted();
  await writeTable(join(root, '.datastore', 'aa', 'summary'), {
    type: 'STRING',
    rows: jobs,
    keyAt: (number) => sorted[number],
    lineAt: (number) => records.summary(sorted[number], number),
    level,
  });
  await writeTable(join(root, '.datastore', 'bb', 'results'), {
    type: 'INT64',
    rows,
    keyAt: (number) => number,
    lineAt: (number) => records.result(number),
    level,
  });
  await writeTable(join(root, '.datastore', 'cc', 'pickled'), {
    type: 'INT64',
    rows: Math.min(rows, PICKLED_ROWS),
    keyAt: (number) => number,
    lineAt: (number) => records.pickled(number),
    level,
  });
  if (twin && jobs > 1) {
    const second = versions[1];
    tables.push({ name: `project/self/eval/${second.slice(0, 2)}/${second}/results`, dir: 'dd/results' });
    await writeTwin(join(root, '.datastore'), new Records(seed + 1), level);
  }
  const listed = tables.map((table) => ({ ...table, created_at: 1_700_000_000_000 }));
  writeFileSync(join(root, '.datastore', 'manifest.json'), JSON.stringify({ version: '0.1', tables: listed }));
  return job;
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

async function writeTable(folder, { type, rows, keyAt, lineAt, level }) {
  mkdirSync(folder, { recursive: true });
  const blocks = [];
  let packing = [];
  for (let start = 0; start < rows; start += BLOCK_ROWS) {
    const end = Math.min(start + BLOCK_ROWS, rows);
    const id = blocks.length + 1;
    let text = '';
    for (let number = start; number < end; number++) text += lineAt(number);
    packing.push(writeBlock(join(folder, `data.${String(id).padStart(7, '0')}.zip`), text, level));
    blocks.push({
      min_key: keyAt(start),
      max_key: keyAt(end - 1),
      min_revision: revisionOf(start),
      max_revision: revisionOf(end - 1),
      row_count: end - start,
      block_id: id,
    });
    if (packing.length >= PACKED_AT_ONCE) {
      await Promise.all(packing);
      packing = [];
    }
  }
  await Promise.all(packing);
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(tableManifest(type, blocks)));
}

/** The table of the first job once more, with another row under the same key now and then. */
async function writeTwin(datastore, records, level) {
  const [from, to] = ['bb', 'dd'].map((dir) => join(datastore, dir, 'results'));
  mkdirSync(to, { recursive: true });
  copyFileSync(join(from, 'manifest.json'), join(to, 'manifest.json'));
  const blocks = readdirSync(from).filter((name) => name.endsWith('.zip'));
  for (const [block, name] of blocks.sort().entries()) {
    const lines = inflateRawSync(deflatedOf(readFileSync(join(from, name))))
      .toString()
      .split('\n');
    for (let row = 0; row < lines.length - 1; row += CHANGED_ROW) {
      lines[row] = records.result(block * BLOCK_ROWS + row).trimEnd();
    }
    await writeBlock(join(to, name), lines.join('\n'), level);
  }
}

/** The only entry of a block's archive, behind its header, name and extra field. */
function deflatedOf(archive) {
  return archive.subarray(30 + archive.readUInt16LE(26) + archive.readUInt16LE(28));
}

async function writeBlock(path, text, level) {
  await writeFile(path, await zipEntry(Buffer.from(text), level));
}

function tableManifest(type, blocks) {
  return {
    version: '0.1.2',
    block_config: { block_name_prefix: 'data', max_block_size: BLOCK_ROWS },
    blocks,
    key_column: 'id',
    key_column_type: { type },
    next_block_id: blocks.length + 1,
    last_key: null,
    last_revision: '0',
    garbage_collection: null,
    tombstones: [],
    checkpoints: [],
  };
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
