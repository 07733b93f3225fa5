import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { dump } from 'js-yaml';
import { isObject, type JsonObject, objectOf } from './answer.ts';
import type { Exchange } from './exchanges.ts';
import { blockLine, keyTypeOf, type TypedCell } from './typed-cells.ts';

const PROJECT = 'starwhale';
const OBJECT_PATH = /^\/obj-store\/.*\/([0-9a-f]{64})\/\d+\?/;
const LOCAL_STATUS: Readonly<Record<string, string>> = { FAIL: 'failed', SUCCESS: 'success', RUNNING: 'running' };

/**
 * Writes a Standalone store with the recorded server's project, jobs, packages, tables and objects, as far as they are known
 * from the exchanges. Served by the stand-in, it has to answer in the recorded shapes.
 */
export async function writeRecordedStore(root: string, exchanges: readonly Exchange[]): Promise<void> {
  const write = async (path: string, content: string | Buffer): Promise<void> => {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), content);
  };
  const jobs = jobsOf(exchanges);
  for (const job of jobs) await write(manifestPath(job), manifestOf(job));
  const [job] = jobs;
  for (const [kind, extension, used] of [
    ['model', '.swmp', objectOf(job?.['model'])],
    ['dataset', '.swds', objectOf(Array.isArray(job?.['datasetList']) ? job['datasetList'][0] : null)],
    ['runtime', '.swrt', objectOf(job?.['runtime'])],
  ] as const) {
    const [name, version] = [String(used['name']), objectOf(used['version'])];
    const id = String(version['name']);
    const folder = `${PROJECT}/${kind}/${name}`;
    const meta = version['meta'] ?? `created_at: ${timeText(version['createdTime'])}\nversion: ${id}\n`;
    await write(`${folder}/_manifest.yaml`, dump({ name, tags: { latest: id, v0: id } }));
    await write(`${folder}/${id.slice(0, 2)}/${id}${extension}/_manifest.yaml`, String(meta));
    if (kind !== 'model') continue;
    const specs = Array.isArray(version['stepSpecs']) ? version['stepSpecs'].filter(isObject) : [];
    const handlers = new Map<string, JsonObject[]>();
    for (const step of specs)
      handlers.set(String(step['job_name']), [...(handlers.get(String(step['job_name'])) ?? []), step]);
    await write(
      `${folder}/${id.slice(0, 2)}/${id}${extension}/src/.starwhale/jobs.yaml`,
      dump(Object.fromEntries(handlers)),
    );
  }
  const tables = tablesOf(exchanges);
  const registered = Array.from(tables.keys(), (name, index) => ({ name, dir: `t${index}`, created_at: '0' }));
  await write('.datastore/manifest.json', JSON.stringify({ version: '0.1', tables: registered }));
  for (const { name, dir } of registered) {
    const rows = tables.get(name) ?? [];
    await write(`.datastore/${dir}/manifest.json`, JSON.stringify(tableManifest(rows)));
    await write(`.datastore/${dir}/data.0000000.json`, rows.map(blockLine).join('\n'));
  }
  for (const { request, response } of exchanges) {
    const [, object] = OBJECT_PATH.exec(request.path) ?? [];
    if (object === undefined) continue;
    await write(`.objectstore/${object.slice(0, 2)}/${object}`, Buffer.from(response.bodyBase64 ?? '', 'base64'));
  }
}

function jobsOf(exchanges: readonly Exchange[]): readonly JsonObject[] {
  const lists = exchanges.filter(({ request }) => request.path === '/api/v1/project/1/job?pageNum=1&pageSize=20');
  const { list } = objectOf(objectOf(lists.at(-1)?.response.body)['data']);
  return Array.isArray(list) ? list.filter(isObject) : [];
}

function manifestPath({ uuid }: JsonObject): string {
  return `${PROJECT}/job/${String(uuid).slice(0, 2)}/${String(uuid)}/_manifest.yaml`;
}

function manifestOf(job: JsonObject): string {
  const datasets = Array.isArray(job['datasetList']) ? job['datasetList'].filter(isObject) : [];
  return dump({
    version: job['uuid'],
    project: PROJECT,
    status: LOCAL_STATUS[String(job['jobStatus'])] ?? 'init',
    handler_name: job['jobName'],
    model: job['modelName'],
    datasets: datasets.map(({ name }) => name),
    created_at: timeText(job['createdTime']),
    ...(Number(job['stopTime']) > 0 ? { finished_at: timeText(job['stopTime']) } : {}),
    error_message: '',
  });
}

function timeText(millis: unknown): string {
  return `${new Date(Number(millis)).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

type TypedRecord = Readonly<Record<string, TypedCell>>;

/** The records of every table whose scan was recorded, by the table's name in the store. */
function tablesOf(exchanges: readonly Exchange[]): ReadonlyMap<string, readonly TypedRecord[]> {
  const tables = new Map<string, Map<string, TypedRecord>>();
  for (const { request, response } of exchanges) {
    const { tables: asked, encodeWithType } = objectOf(request.body);
    const { tableName } = objectOf(Array.isArray(asked) ? asked[0] : null);
    const { records, columnHints } = objectOf(objectOf(response.body)['data']);
    if (typeof tableName !== 'string' || encodeWithType !== true || !Array.isArray(records)) continue;
    if (records.length === 0 || tableName.endsWith('/summary')) continue;
    const name = tableName.replace(/^project\/1\//, `project/${PROJECT}/`);
    const rows = tables.get(name) ?? new Map<string, TypedRecord>();
    // The recording kept only the first and last records of long answers, with a string between them.
    for (const record of records.filter(isObject) as TypedRecord[]) rows.set(JSON.stringify(record['id']), record);
    tables.set(name, withNone(rows, Object.keys(objectOf(columnHints))));
  }
  const summary = loggedSummary(tables);
  return new Map([...Array.from(tables, ([name, rows]) => [name, [...rows.values()]] as const), summary]);
}

/** Columns in the hints but in no record have None, which scans left out. */
function withNone(rows: Map<string, TypedRecord>, columns: readonly string[]): Map<string, TypedRecord> {
  const shown = new Set([...rows.values()].flatMap(Object.keys));
  const none = columns.filter((name) => !shown.has(name)).map((name) => [name, { type: 'UNKNOWN', value: null }]);
  const [first] = rows;
  if (first !== undefined && none.length > 0) rows.set(first[0], { ...first[1], ...Object.fromEntries(none) });
  return rows;
}

/** What the recorded jobs logged into their summary; only this answer was recorded without types. */
function loggedSummary(tables: ReadonlyMap<string, ReadonlyMap<string, TypedRecord>>): [string, TypedRecord[]] {
  const text = Array.from(tables)
    .find(([name]) => name.endsWith('/t/longtext'))?.[1]
    .values()
    .next().value?.['value'];
  const row: TypedRecord = {
    id: { type: 'STRING', value: '9bacb1a786da4b7b9a795911df04081e' },
    accuracy: { type: 'FLOAT64', value: '3fed1eb851eb851f' },
    loss: { type: 'FLOAT64', value: '3fd0000000000000' },
    n: { type: 'INT64', value: '00000000000009c4' },
    final: { type: 'INT64', value: '0000000000000001' },
    maybe: { type: 'UNKNOWN', value: null },
    ...(text && { note: text }),
  };
  return [`project/${PROJECT}/eval/summary`, [row]];
}

function tableManifest(rows: readonly TypedRecord[]): object {
  return {
    version: '0.1.2',
    block_config: { block_name_prefix: 'data', max_block_size: 10000 },
    blocks: [{ min_key: null, max_key: null, row_count: rows.length, block_id: 0 }],
    key_column: 'id',
    key_column_type: { type: keyTypeOf(rows) },
    tombstones: [],
  };
}
