import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { text as textOf } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ScanOptions } from '../../src/job/instance.ts';
import { ObjectStore } from '../../src/standalone/object-store.ts';
import { StandaloneTable } from '../../src/standalone/table.ts';
import { temporaryFolder } from '../support/stores.ts';
import { blockFile, blockText, type Cell, type Write, writeTable } from '../support/write-table.ts';
import { zipFile } from '../support/zip-file.ts';
import { type BuiltProgram, buildProgram } from './json-build.ts';
import { ARRAY, LINES, textOfTable } from './json-text.ts';

const JOB = 'a'.repeat(40);
const text = (value: string): Cell => [{ type: 'STRING' }, value];

let built: BuiltProgram;
let root: string;
let folder: string;

beforeAll(async () => {
  built = await buildProgram();
}, 60_000);

beforeEach(async () => {
  root = mkdtempSync(join(await temporaryFolder(), 'workers-'));
  folder = join(root, '.datastore', 'results');
  mkdirSync(join(root, 'self', 'job', 'aa', JOB), { recursive: true });
  mkdirSync(folder, { recursive: true });
  const tables = [{ name: `project/self/eval/aa/${JOB}/results`, dir: 'results' }];
  writeFileSync(join(root, '.datastore', 'manifest.json'), JSON.stringify({ version: '0.1', tables }));
});

/** `sizes` says how many rows each block has. */
function writeBlocks(sizes: readonly number[], cellsOf: (block: number, row: number) => Write['cells']): void {
  let key = 0;
  const blocks = sizes.map((size, block) =>
    Array.from({ length: size }, (_, row): Write => {
      key++;
      return { key, revision: BigInt(key), cells: cellsOf(block, row) };
    }),
  );
  writeTable(folder, { keyType: 'INT64', blocks });
}

const plain = (block: number, row: number) => ({ a: text(`block ${block}, row ${row}`), b: text('é\u2028"') });

/** The rows with worker threads, which must be those without. */
async function expectSame(scan: ScanOptions = {}, frame = LINES) {
  const { StandaloneTable: BuiltTable, ObjectStore: BuiltStore } = built.modules;
  const withWorkers = await textOfTable(new BuiltTable('t', folder, new BuiltStore(root)), scan, frame);
  const alone = await textOfTable(new StandaloneTable('t', folder, new ObjectStore(root)), scan, frame);
  expect(withWorkers.error).toEqual(alone.error);
  if (alone.error === null) expect(withWorkers.text).toBe(alone.text);
  // Before damage both give whole rows, but not as many.
  else expect(withWorkers.text.startsWith(alone.text) || alone.text.startsWith(withWorkers.text)).toBe(true);
  return alone;
}

async function run(args: readonly string[], { lines = Number.POSITIVE_INFINITY } = {}) {
  const env = { SW_LOCAL_STORAGE: root, SW_CLI_CONFIG: join(root, 'none.yaml'), PATH: process.env['PATH'] };
  const child = spawn(process.execPath, [built.program, ...args], { env, timeout: 20_000 });
  const errors = textOf(child.stderr);
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    output += chunk;
    // As `head` does.
    if (output.split('\n').length > lines) child.stdout.destroy();
  });
  const status = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { status, output, errors: await errors };
}

describe.runIf(availableParallelism() > 1)('worker threads', () => {
  it('print the same rows as one thread', async () => {
    writeBlocks(Array(14).fill(50), plain);
    const all = await expectSame();
    expect(all.text.split('\n')).toHaveLength(14 * 50 + 1);
    await expectSame({}, ARRAY);
    await expectSame({ keepNone: true, columns: ['b', 'id'] });
    const range = await expectSame({ start: 75, end: 630, endInclusive: true });
    expect(range.text.split('\n')).toHaveLength(630 - 75 + 2);
  });

  it('leave blocks with columns that come late to the scan, whatever they unpack beside them', async () => {
    const late = (block: number, row: number): Write['cells'] => ({
      a: text(`${block}`),
      ...(block % 3 === 2 && row % 2 === 0 && { [`late ${block}`]: text('x'), early: text('y') }),
      ...(block % 4 === 1 && { early: text('z') }),
    });
    writeBlocks(Array(16).fill(30), late);
    const { text: lines } = await expectSame();
    expect(lines.split('\n')).toHaveLength(16 * 30 + 1);
    await expectSame({ columns: ['late 14', 'a'] });
  });

  it('print the same whatever the blocks hold', async () => {
    const row = fc.record({
      columns: fc.uniqueArray(fc.constantFrom('a', 'b', '10', 'c'), { maxLength: 3 }),
      value: fc.constantFrom('', 'x', 'tab\t'),
      again: fc.nat(5),
    });
    const tables = fc.array(fc.array(row, { minLength: 1, maxLength: 4 }), { minLength: 6, maxLength: 14 });
    await fc.assert(
      fc.asyncProperty(tables, fc.boolean(), async (blocks, keepNone) => {
        writeBlocks(
          blocks.map(({ length }) => length),
          (block, index) => {
            const { columns, value, again } = blocks[block]?.[index] ?? { columns: [], value: '', again: 1 };
            const cell: Cell = again === 0 ? [{ type: 'STRING' }, null] : text(value);
            return again === 5 ? null : Object.fromEntries(columns.map((name) => [name, cell]));
          },
        );
        await expectSame({ keepNone });
      }),
      { numRuns: 25 },
    );
  });

  it.each(['worker', 'scan'])('name the damage in a block that is the %s\u2019s', async (whose) => {
    writeBlocks(Array(12).fill(40), plain);
    const damagedBlock = whose === 'worker' ? 8 : 7;
    const writes = Array.from({ length: 40 }, (_, row): Write => {
      const key = (damagedBlock - 1) * 40 + row + 1;
      return { key, revision: BigInt(key), cells: plain(damagedBlock - 1, row) };
    });
    const lines = blockText(writes, 'id', 'INT64').replace(', row 20"', ', row 20" ~');
    writeFileSync(blockFile(folder, damagedBlock), zipFile(lines));
    const { error, text: before } = await expectSame();
    expect(error?.message).toContain(`data.000000${damagedBlock}.zip, line 21`);
    const { status, output, errors } = await run(['rows', JOB, 'results', '-o', 'jsonl']);
    expect(errors).toContain(`data.000000${damagedBlock}.zip, line 21`);
    expect(status).toBe(6);
    expect(before.startsWith(output) || output.startsWith(before)).toBe(true);
  });

  it('are waited for by a process that waits for nothing else', async () => {
    // The worker's blocks are large, the scan's own ones small.
    writeBlocks(
      Array.from({ length: 8 }, (_, block) => (block % 2 === 1 ? 400 : 1)),
      (block, row) => ({ ...plain(block, row), c: text('x'.repeat(2000)) }),
    );
    const { status, output } = await run(['rows', JOB, 'results', '-o', 'jsonl']);
    expect(status).toBe(0);
    expect(output.split('\n')).toHaveLength(4 * 401 + 1);
  });

  it('end with a scan that nobody reads on', async () => {
    writeBlocks(Array(40).fill(100), (block, row) => ({ ...plain(block, row), c: text('x'.repeat(1000)) }));
    const { status, output } = await run(['rows', JOB, 'results', '-o', 'jsonl'], { lines: 1 });
    expect(status).toBe(0);
    expect(output.length).toBeLessThan(3_000_000);

    const { StandaloneTable: BuiltTable, ObjectStore: BuiltStore } = built.modules;
    const workersBefore = await workerCount(0);
    for await (const chunk of new BuiltTable('t', folder, new BuiltStore(root)).jsonRows({}, LINES)) {
      expect(chunk.length).toBeGreaterThan(0);
      break;
    }
    expect(await workerCount(workersBefore)).toBe(workersBefore);
  });
});

/** The threads of this process that a scan may have started, once they are no more than so many. */
async function workerCount(expected: number): Promise<number> {
  for (let attempt = 0; ; attempt++) {
    const count = process.getActiveResourcesInfo().filter((name) => name === 'MessagePort').length;
    if (count <= expected || attempt > 50) return count;
    await sleep(20);
  }
}
