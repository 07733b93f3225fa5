import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { footprint } from '../attacks/expect-clean-exit.ts';
import { artifact, int, JOB, text, writeStore } from '../cli/written-store.ts';
import { storeEnv, swjob } from '../support/cli.ts';
import { temporaryFolder } from '../support/stores.ts';
import { blockFile, type Cell, type Write, writeTable } from '../support/write-table.ts';
import { zipFile } from '../support/zip-file.ts';
import { budget, TIMEOUT_MS } from './budget.ts';
import { mutateBytes, mutations, textMutation } from './mutations.ts';
import { keysOfLines, soundly } from './oracle.ts';

// A store of one job with a table of three blocks, in which one file is changed at random. The intact store is the oracle:
// whatever changes, exit status 0 never comes with missing rows.

const KEYS = Array.from({ length: 12 }, (_, key) => key);
const FORMS = [
  ['-o', 'jsonl'],
  ['-o', 'jsonl', '--typed'],
  ['-o', 'csv'],
  ['-q'],
  ['-o', 'jsonl', '--where', 'a != none'],
  ['-o', 'jsonl', '--tail', '99'],
];
const form = fc.constantFrom(...FORMS);

const VALUES: readonly Cell[] = [
  int(7),
  text('é "quoted" \\ text'),
  [{ type: 'FLOAT64' }, '3ff0000000000000'],
  [{ type: 'BYTES' }, 'aGVsbG8='],
  [{ type: 'BOOL' }, '1'],
  [{ type: 'LIST', elementType: { type: 'INT8' }, attributes: [{ index: 1, type: 'STRING' }] }, ['01', 'x', '02']],
  [{ type: 'TUPLE', elementType: { type: 'STRING' } }, ['x']],
  [
    {
      type: 'MAP',
      keyType: { type: 'STRING' },
      valueType: { type: 'INT64' },
      sparseKeyValuePairSchema: { 1: { keyType: { type: 'INT8' }, valueType: { type: 'STRING' } } },
    },
    [
      ['k', '1'],
      ['05', 'x'],
    ],
  ],
  [{ type: 'OBJECT', pythonType: 'a.B', attributes: [{ name: 'x', type: 'FLOAT32' }] }, { x: '3f800000' }],
];

let intact: string;
let root: string;
let table: string;
let env: Record<string, string>;
let expected: ReadonlyMap<string, string>;
let artifacts: string;

beforeAll(async () => {
  const { root: made, folderOf } = await writeStore(
    {
      t: { keyType: 'INT64', blocks: [] },
      'eval/summary': { keyType: 'STRING', blocks: [[{ key: JOB, revision: 1n, cells: { accuracy: int(1) } }]] },
    },
    {
      datasets: ['mnist/version/x'],
      model: 'm',
      handler_name: 'h',
      scheduler_run_args: { step_name: '', task_index: -1 },
    },
  );
  const file = artifact(made, 'the content of an artifact, long enough to be cut '.repeat(20));
  const write = (key: number): Write => ({
    key,
    revision: BigInt(key + 1),
    cells: { a: VALUES[key % VALUES.length] ?? int(0), f: file },
  });
  const late: Write = { key: 2, revision: 900n, cells: { a: text('newer') } };
  writeTable(folderOf('t'), {
    keyType: 'INT64',
    blocks: [KEYS.slice(0, 5).map(write), [late], KEYS.slice(5).map(write)],
    tombstones: [{ start: 100, end: 200, revision: '950' }],
  });
  intact = made;
  artifacts = join(await temporaryFolder(), 'intact-artifacts');
  const answers = new Map<string, string>();
  for (const one of FORMS)
    answers.set(String(one), (await swjob(['rows', JOB, 't', ...one], { env: storeEnv(made) })).stdout);
  for (const answer of answers.values()) expect(answer.split('\n').length).toBeGreaterThanOrEqual(KEYS.length + 1);
  expected = answers;
});

beforeEach(async () => {
  root = mkdtempSync(join(await temporaryFolder(), 'fuzz-'));
  cpSync(intact, root, { recursive: true });
  table = join(root, '.datastore', 't0');
  env = storeEnv(root);
});

const rows = (one: readonly string[]) => soundly(['rows', JOB, 't', ...one], { env });
const same = (one: readonly string[]) => expected.get(String(one)) ?? '';

describe('a block', { timeout: TIMEOUT_MS }, () => {
  it('with a changed archive has the same rows, or is damaged', async () => {
    const deflated = readFileSync(blockFile(table, 3));
    // In an uncompressed archive, most changes affect the content, and only the checksum reveals them.
    const stored = zipFile(await textOf(blockFile(table, 3)), { stored: true });
    await fc.assert(
      fc.asyncProperty(fc.boolean(), mutations, form, async (isStored, changes, one) => {
        writeFileSync(blockFile(table, 3), mutateBytes(isStored ? stored : deflated, changes));
        const { status, stdout } = await rows(one);
        expect([0, 6]).toContain(status);
        if (status === 0) expect(stdout).toBe(same(one));
      }),
      budget(),
    );
  });

  it('with changed lines but a right checksum has a row for each line, or is damaged', async () => {
    const lines = await textOf(blockFile(table, 3));
    await fc.assert(
      fc.asyncProperty(textMutation, form, async (change, one) => {
        const changed = change(lines);
        writeFileSync(blockFile(table, 3), zipFile(changed));
        const { status, stdout } = await rows(one);
        expect([0, 6]).toContain(status);
        const found = await soundly(['doctor', '--store', '-q'], { env });
        expect([0, 6]).toContain(found.status);
        if (status === 6) return;
        const keys = keysOfLines(changed);
        expect(keys).not.toBeNull();
        // The only way to lose a row is to turn a column into a delete mark, which is rare.
        if (changed.includes('"-"') || one.includes('--where') || one.includes('--typed')) return;
        expect(keys).toHaveLength(KEYS.length - 5);
        if (one[0] === '-q') expect(stdout.split('\n').slice(5, -1)).toEqual(keys?.map(String));
        else if (one.includes('jsonl')) expect(stdout.split('\n')).toHaveLength(KEYS.length + 1);
      }),
      budget(),
    );
  });
});

describe('a manifest', { timeout: TIMEOUT_MS }, () => {
  it('of the table, changed, has the same rows, or is damaged, unless it lists other blocks or deletions', async () => {
    const path = join(table, 'manifest.json');
    const original = readFileSync(path, 'utf8');
    const contents = (manifest: string) => {
      const { blocks, tombstones } = JSON.parse(manifest) as { blocks: { block_id: unknown }[]; tombstones: unknown };
      return JSON.stringify([blocks.map(({ block_id }) => block_id).sort(), tombstones]);
    };
    const names = [...new Set(original.match(/"\w+"(?=\s*:)/g))];
    const misspelled = fc.constantFrom(...names).map((name) => (manifest: string) => manifest.replace(name, '"x"'));
    await fc.assert(
      fc.asyncProperty(fc.oneof(textMutation, misspelled), form, async (change, one) => {
        const changed = change(original);
        writeFileSync(path, changed);
        const { status, stdout } = await rows(one);
        expect([0, 6]).toContain(status);
        if (status === 0 && contents(changed) === contents(original)) expect(stdout).toBe(same(one));
        // Damage must not become an empty table.
        if (status === 0 && !/"blocks"\s*:/.test(changed)) expect.unreachable('a manifest without blocks is taken');
      }),
      budget(),
    );
  });

  it('of the datastore, changed, leads to the same rows, or an error', async () => {
    const path = join(root, '.datastore', 'manifest.json');
    const original = readFileSync(path, 'utf8');
    await fc.assert(
      fc.asyncProperty(textMutation, form, async (change, one) => {
        writeFileSync(path, change(original));
        const { status, stdout } = await rows(one);
        // The table may have another name now, or use the summary's folder.
        expect([0, 3, 6]).toContain(status);
        if (status === 0 && !stdout.includes('accuracy') && !stdout.includes(JOB)) expect(stdout).toBe(same(one));
        await soundly(['tables', JOB, '--json'], { env });
        await soundly(['summary', JOB, '--json'], { env });
      }),
      budget(),
    );
  });

  it('of a job, changed, hides no job, even on a terminal', async () => {
    const path = join(root, 'self', 'job', JOB.slice(0, 2), JOB, '_manifest.yaml');
    const json = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
    const yaml = Object.entries(json)
      .map(([name, value]) => {
        if (Array.isArray(value)) return `${name}:\n${value.map((item) => `- ${item}\n`).join('')}`;
        return typeof value === 'object' ? `${name}:\n  step_name: ''\n  task_index: -1\n` : `${name}: ${value}\n`;
      })
      .join('');
    await fc.assert(
      fc.asyncProperty(textMutation, fc.boolean(), async (change, isJson) => {
        writeFileSync(path, change(isJson ? JSON.stringify(json) : yaml));
        const list = await soundly(['list', '--json'], { env });
        expect(list.status).toBe(0);
        expect(JSON.parse(list.stdout)).toMatchObject([{ id: JOB }]);
        for (const args of [['info', JOB], ['list'], ['status', JOB, '--exit-status']]) {
          const { status } = await soundly(args, { env, tty: { columns: 80 } });
          expect([0, 6, 8, 9]).toContain(status);
        }
      }),
      budget(),
    );
  });
});

describe('an object', { timeout: TIMEOUT_MS }, () => {
  it('that is truncated or replaced is saved completely or reported', async () => {
    const [path = ''] = [...footprint(join(root, '.objectstore')).keys()].filter((name) => /[0-9a-f]{64}$/.test(name));
    const original = readFileSync(path);
    await fc.assert(
      fc.asyncProperty(mutations, async (changes) => {
        const changed = mutateBytes(original, changes);
        writeFileSync(path, changed);
        rmSync(artifacts, { recursive: true, force: true });
        const { status } = await rows(['-q', '--save-artifacts', artifacts]);
        expect(status).toBe(changed.length < original.length ? 6 : 0);
        if (status !== 0) return;
        const saved = [...footprint(artifacts).keys()].filter((file) => !file.endsWith('/index.csv'));
        expect(saved).toHaveLength(KEYS.length);
        for (const file of saved) expect(readFileSync(file).equals(changed.subarray(0, original.length))).toBe(true);
      }),
      budget(),
    );
  });
});

async function textOf(path: string): Promise<string> {
  const { readFirstEntry } = await import('../../src/standalone/zip.ts');
  return (await readFirstEntry(readFileSync(path), path)).toString('utf8');
}
