import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { JOB, writeStore } from '../cli/written-store.ts';
import { storeEnv, swjob } from '../support/cli.ts';
import { cpuNow } from '../support/cpu-now.ts';
import { loggedIn } from '../support/logged-in.ts';
import { type StandInServer, startStandIn } from '../support/stand-in.ts';
import { unpackStore } from '../support/stores.ts';
import { blockFile, type Cell } from '../support/write-table.ts';
import { zipFile } from '../support/zip-file.ts';
import { expectCleanExit } from './expect-clean-exit.ts';

// YAML and JSON made to fill the memory, to overflow the stack, or to pass for something else.

const FORMATS = [
  ['--json'],
  ['--json', '--typed'],
  ['-o', 'csv'],
  ['-o', 'tsv'],
  [],
  ['-q'],
  ['--json', '--tail', '9'],
];
const DEEP = 10_000;

async function withManifest(yaml: string): Promise<string> {
  const { root } = await writeStore({});
  writeFileSync(join(root, 'self', 'job', JOB.slice(0, 2), JOB, '_manifest.yaml'), yaml);
  return root;
}

async function withCell(cell: Cell): Promise<string> {
  const { root } = await writeStore({
    t: { keyType: 'INT64', blocks: [[{ key: 1, revision: 1n, cells: { a: cell } }]] },
  });
  return root;
}

describe('a manifest in YAML', () => {
  const levels = Array.from({ length: 30 }, (_, level) => `l${level + 1}: &l${level + 1} [*l${level}, *l${level}]`);
  const MANIFESTS: readonly [string, string][] = [
    ['of aliases that stand for a thousand million values', ['l0: &l0 [x, x]', ...levels].join('\n')],
    ['of a mapping that holds itself', 'a: &a\n  b: *a\n'],
    ['with a tag that makes a JavaScript function', 'status: !!js/function "function () { return 1 }"\n'],
    ['with a tag that makes a Python object', "status: !!python/object/apply:os.system ['true']\n"],
    ['with a tag of its own', 'status: !mine x\n'],
    ['with a merge key', 'base: &base {status: failed}\n<<: *base\n'],
    [`nested ${DEEP} deep`, `a: ${'['.repeat(DEEP)}${']'.repeat(DEEP)}`],
    [`nested ${DEEP} deep by mappings`, `a: ${'{a: '.repeat(DEEP)}1${'}'.repeat(DEEP)}`],
    [`indented ${DEEP / 10} deep`, Array.from({ length: DEEP / 10 }, (_, at) => `${' '.repeat(at)}a:`).join('\n')],
    ['of several documents', 'status: success\n---\nstatus: failed\n'],
    ['of binary', '\0\u0001\u0002'],
    ['that is a list', '- a\n- b\n'],
    ['of a text without end', `a: "${'x'.repeat(100_000)}`],
    ['of half a million opened quotes', `a: ${`"'`.repeat(250_000)}`],
  ];

  it.each(MANIFESTS)('%s is soon read or reported as damage', async (_what, yaml) => {
    const root = await withManifest(yaml);
    const started = cpuNow();
    for (const args of [
      ['info', JOB, '--json'],
      ['info', JOB],
      ['status', JOB],
      ['list', '--json'],
    ]) {
      const ended = await swjob(args, { env: storeEnv(root) });
      expectCleanExit(ended);
      expect([0, 6]).toContain(ended.status);
      expect(ended.stdout.length).toBeLessThan(5_000_000);
    }
    expect(cpuNow() - started).toBeLessThan(5000);
  });

  it('does not run tags', async () => {
    for (const [, yaml] of MANIFESTS.filter(([what]) => what.includes('tag'))) {
      expect((await swjob(['info', JOB], { env: storeEnv(await withManifest(yaml)) })).status).toBe(6);
    }
  });

  it('keeps __proto__ and constructor as ordinary names', async () => {
    const yaml =
      'status: success\n__proto__: {status: failed, polluted: true}\nconstructor: {prototype: {polluted: 1}}\n';
    const root = await withManifest(yaml);
    const ended = await swjob(['info', JOB, '--json'], { env: storeEnv(root) });
    expect(ended.status).toBe(0);
    const { manifest, status } = JSON.parse(ended.stdout) as { manifest: object; status?: string };
    expect(status ?? (manifest as { status: string }).status).toMatch(/success/i);
    expect(Object.keys(manifest)).toEqual(expect.arrayContaining(['__proto__', 'constructor']));
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});

describe(`JSON nested ${DEEP} deep`, () => {
  const nested = (depth: number): Cell => {
    let schema: unknown = { type: 'INT64' };
    for (let at = 0; at < depth; at++) schema = { type: 'LIST', elementType: schema };
    return [schema, JSON.parse(`${'['.repeat(depth)}${']'.repeat(depth)}`)];
  };

  it.each([100, 400, 490])('of %d levels is still a value, which every format prints', async (depth) => {
    const root = await withCell(nested(depth));
    for (const form of FORMATS) {
      const ended = await swjob(['rows', JOB, 't', ...form], { env: storeEnv(root) });
      expect({ form, ...ended }).toMatchObject({ status: 0, stderr: '' });
    }
  });

  const line = (schema: string, data: string) =>
    `{"key": "id", "records": {"1": {"schema": {"id": {"type": "INT64"}, "a": ${schema}}, "data": {"id": "1", "a": ${data}}}}}\n`;
  const lists = `${'['.repeat(DEEP)}${']'.repeat(DEEP)}`;
  const schemas = `${'{"type": "LIST", "elementType": '.repeat(DEEP)}{"type": "INT64"}${'}'.repeat(DEEP)}`;
  const LINES: readonly [string, string][] = [
    ['in the data', line('{"type": "LIST", "elementType": {"type": "INT64"}}', lists)],
    ['in the schema', line(schemas, '[]')],
    ['in both', line(schemas, lists)],
    ['in no spelling of the client', line(schemas, lists).replaceAll(': ', ':')],
    ['outside of any field', `${lists}\n`],
    ['in objects', `${'{"key":'.repeat(DEEP)}1${'}'.repeat(DEEP)}\n`],
  ];

  it.each(LINES)('%s of a line is damage', async (where, content) => {
    const hasKey = ['in the data', 'in the schema', 'in both'].includes(where);
    const { root, folderOf } = await writeStore({
      t: { keyType: 'INT64', blocks: [[{ key: 1, revision: 1n, cells: {} }]] },
    });
    writeFileSync(blockFile(folderOf('t'), 1), zipFile(content));
    for (const form of [...FORMATS, ['--skip-damaged']]) {
      const ended = await swjob(['rows', JOB, 't', ...form], { env: storeEnv(root) });
      expectCleanExit(ended);
      // Reading only keys skips the columns without decoding them.
      const passes = form[0] === '--skip-damaged' || (form[0] === '-q' && hasKey);
      expect({ form, status: ended.status }).toEqual({ form, status: passes ? 0 : 6 });
    }
    const found = await swjob(['doctor', '--store', '--json'], { env: storeEnv(root) });
    expect(JSON.parse(found.stdout)).toMatchObject([{ kind: 'block', problem: expect.stringContaining('line 1') }]);
  });

  it('is damage in manifests', async () => {
    const { root, folderOf } = await writeStore({ t: { keyType: 'INT64', blocks: [] } });
    writeFileSync(join(folderOf('t'), 'manifest.json'), `{"key_column": "id", "blocks": [${lists}]}`);
    expect((await swjob(['rows', JOB, 't'], { env: storeEnv(root) })).status).toBe(6);
    writeFileSync(join(folderOf('t'), 'manifest.json'), `{"blocks": ${lists.slice(DEEP)}`);
    expect((await swjob(['rows', JOB, 't'], { env: storeEnv(root) })).status).toBe(6);
    writeFileSync(join(root, '.datastore', 'manifest.json'), `{"tables": ${lists}, "n": 12345678901234567890}`);
    const ended = await swjob(['tables', JOB], { env: storeEnv(root) });
    expectCleanExit(ended);
    expect(ended.status).toBe(6);
  });
});

describe('nested or endless answers of a Server', () => {
  let server: StandInServer;
  let id: string;
  beforeAll(async () => {
    server = await startStandIn({ root: await unpackStore('jobs') });
    id = String(server.jobs.find((job) => job.project === 'self' && !job.removed)?.id);
  });
  afterAll(() => server.close());

  const wrapped = (inner: string) => `{"code":"success","message":"","data":${inner}}`;
  const BODIES: readonly [string, string][] = [
    [`nested ${DEEP} deep`, wrapped(`${'['.repeat(DEEP)}${']'.repeat(DEEP)}`)],
    [`nested ${DEEP} deep by objects`, wrapped(`${'{"id":'.repeat(DEEP)}1${'}'.repeat(DEEP)}`)],
    ['nested a million deep', '['.repeat(1_000_000)],
    ['of a giant number', wrapped('9'.repeat(100_000))],
    ['of __proto__', wrapped('{"__proto__":{"id":"1"},"constructor":{"prototype":{"polluted":1}}}')],
    ['of control characters', wrapped('"\\u001b]0;owned\\u0007"').replace('success', 'x\\u001b[2J')],
  ];

  it.each(BODIES)('%s end in a clear error', async (_what, body) => {
    const env = await loggedIn(server);
    for (const args of [['info', id], ['list'], ['tables', id], ['rows', id, 'results'], ['summary', id]]) {
      server.fail(/./, { status: 200, body, times: 1000 });
      const ended = await swjob(args, { env, tty: { columns: 80 } });
      expectCleanExit(ended, true);
      expect(ended.status).toBeGreaterThan(0);
    }
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});

describe('a store with nothing but names', () => {
  it('of thousands of empty folders is listed quickly', async () => {
    const { root } = await writeStore({});
    for (let at = 0; at < 3000; at++) mkdirSync(join(root, 'self', 'job', 'zz', `zz${at}`), { recursive: true });
    expect(readdirSync(join(root, 'self', 'job', 'zz'))).toHaveLength(3000);
    const started = cpuNow();
    const ended = await swjob(['list', '--json', '--size', '5'], { env: storeEnv(root) });
    expect(ended.status).toBe(0);
    expect(cpuNow() - started).toBeLessThan(2000);
  });
});
