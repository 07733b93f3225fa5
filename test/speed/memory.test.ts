import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { platform } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { int, JOB, writeStore as writeTables } from '../cli/written-store.ts';
import { temporaryFolder } from '../support/stores.ts';
import type { Cell } from '../support/write-table.ts';

const SWJOB = fileURLToPath(new URL('../../bin/swjob.js', import.meta.url));
const WRITER = fileURLToPath(new URL('../../bench/write-store.js', import.meta.url));
const MANY = 600_000;
/** Ten blocks are read before the first garbage collection; beyond thirty, more blocks change nothing. */
const FEW = 300_000;
const LINE_FEED = 10;
/**
 * Of each format. Blocks are unpacked whole, 9 MB each, one while another is printed. Of csv 40 MiB are held back until the
 * columns are known.
 */
const MAX_MEGABYTES: Readonly<Record<string, number>> = { jsonl: 160, json: 160, csv: 180, parquet: 200 };
/** Uncollected garbage varies from run to run. */
const MAX_GROWTH = 1.2;

let root = '';

afterEach(() => rmSync(root, { recursive: true, force: true }));

async function writeStore(rows: number): Promise<string> {
  root = mkdtempSync(join(await temporaryFolder(), 'memory-'));
  const sizes = ['--rows', `${rows}`, '--jobs', '1', '--level', '1'];
  return execFileSync(process.execPath, [WRITER, root, ...sizes], { encoding: 'utf8' }).trim();
}

/** How a command ended, how many lines it printed, and its peak memory in megabytes. */
async function run(args: readonly string[]) {
  const env = {
    PATH: process.env['PATH'],
    SW_LOCAL_STORAGE: root,
    SW_CLI_CONFIG: join(root, 'none.yaml'),
    // Buffers are outside of this heap, rows and their strings inside.
    NODE_OPTIONS: '--max-old-space-size=96',
  };
  const child = spawn(process.execPath, [SWJOB, ...args], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  let lines = 0;
  child.stdout.on('data', (chunk: Buffer) => {
    for (let at = chunk.indexOf(LINE_FEED); at >= 0; at = chunk.indexOf(LINE_FEED, at + 1)) lines++;
  });
  let peak = 0;
  const poll = setInterval(() => {
    peak = Math.max(peak, peakOf(child.pid));
  }, 10);
  const status = await new Promise<number | null>((resolve) => child.once('close', resolve));
  clearInterval(poll);
  return { status, lines, peak };
}

/** Linux records the peak of each process. */
function peakOf(pid: number | undefined): number {
  try {
    const [, kilobytes = '0'] = /^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return (Number(kilobytes) * 1024) / 1e6;
  } catch {
    return 0;
  }
}

/** In any format, only a few blocks and their text are in memory at a time. */
const FORMATS = [
  { format: 'jsonl', extraLines: 0 },
  // Its brackets stand in lines of their own.
  { format: 'json', extraLines: 2 },
  { format: 'csv', extraLines: 1 },
  // It has no lines, but row groups.
  { format: 'parquet', extraLines: null },
];

describe('memory', () => {
  it(`is flat in the number of rows, of which ${MANY.toLocaleString('en-US')} pass through a heap of 96 MB`, async () => {
    const job = await writeStore(MANY);
    const few = await run(['rows', job, 'results', '-o', 'jsonl', '--limit', `${FEW}`]);
    expect(few).toMatchObject({ status: 0, lines: FEW });
    for (const { format, extraLines } of FORMATS) {
      const many = await run(['rows', job, 'results', '-o', format]);
      expect(many, format).toMatchObject({ status: 0, ...(extraLines !== null && { lines: MANY + extraLines }) });
      if (platform() === 'linux') expect(many.peak, format).toBeLessThan(MAX_MEGABYTES[format] ?? 0);
      if (platform() === 'linux' && format === 'jsonl') expect(many.peak / few.peak).toBeLessThan(MAX_GROWTH);
    }
  }, 300_000);

  it('is bounded in bytes for rows of megabytes, and reads only the values shown', async () => {
    const rows = 400;
    const cells = { value: largeBytes(3_000_000) };
    const writes = Array.from({ length: rows }, (_, key) => ({ key, revision: 1n, cells }));
    ({ root } = await writeTables({ results: { keyType: 'INT64', blocks: [writes] } }));
    const folder = join(root, '.objectstore', CONTENT.slice(0, 2));
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, CONTENT), '');
    truncateSync(join(folder, CONTENT), 3_000_000);
    const cases: [string[], number][] = [
      [['-q'], rows],
      [['-o', 'jsonl', '--tail', '1'], 1],
      [['-o', 'jsonl', '--limit', '50'], 50],
    ];
    for (const [options, lines] of cases) {
      const ended = await run(['rows', JOB, 'results', '--no-unpickle', ...options]);
      expect(ended, options.join(' ')).toMatchObject({ status: 0, lines });
      if (platform() === 'linux') expect(ended.peak, options.join(' ')).toBeLessThan(MAX_OF_LARGE);
    }
  });

  it('is not taken by the names of the store’s other tables', async () => {
    const job = await writeStore(10);
    const path = join(root, '.datastore', 'manifest.json');
    const { version, tables } = JSON.parse(readFileSync(path, 'utf8')) as { version: string; tables: unknown[] };
    const others = Array.from({ length: 300_000 }, (_, number) => {
      const id = `${number}`.padStart(40, 'x');
      return { name: `project/self/eval/xx/${id}/results`, dir: `00/${id}`, created_at: 1_795_423_286_141 };
    });
    writeFileSync(path, asPython({ version, tables: [...others, ...tables] }));
    for (const args of [
      ['tables', job],
      ['summary', job],
    ]) {
      const { status, peak } = await run(args);
      expect(status).toBe(0);
      if (platform() === 'linux') expect(peak, args[0]).toBeLessThan(MAX_WITH_MANY_TABLES);
    }
  });
});

/** Parsed, the names would not even fit into the heap. */
const MAX_WITH_MANY_TABLES = 110;

/** JSON with the spaces that Python writes. */
function asPython(value: unknown): string {
  return JSON.stringify(value, null, 1)
    .replace(/\n */g, ' ')
    .replaceAll(/([[{]) | ([\]}])/g, '$1$2');
}

/** A 3 MB value is 4 MB of base64, which is a string and then bytes. All rows at once would be 1.2 GB. */
const MAX_OF_LARGE = 250;
const CONTENT = 'ab'.repeat(32);

/** Bytes that the client stored as an artifact because they are long. */
function largeBytes(size: number): Cell {
  const attributes = [
    { name: 'uri', type: 'STRING' },
    { name: 'offset', type: 'INT64' },
    { name: 'size', type: 'INT64' },
  ];
  const link = { type: 'OBJECT', pythonType: 'starwhale.base.data_type.Link', attributes };
  return [
    {
      type: 'OBJECT',
      pythonType: 'starwhale.base.data_type.Binary',
      attributes: [
        { name: 'auto_convert_to_bytes', type: 'BOOL' },
        { ...link, name: 'link' },
      ],
    },
    { auto_convert_to_bytes: '1', link: { uri: CONTENT, offset: int(0)[1], size: int(size)[1] } },
  ];
}
