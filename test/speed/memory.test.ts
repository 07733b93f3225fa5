import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { platform } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/stores.ts';

const SWJOB = fileURLToPath(new URL('../../bin/swjob.js', import.meta.url));
const WRITER = fileURLToPath(new URL('../../bench/write-store.js', import.meta.url));
/** The whole million takes a minute, most of it for writing. */
const MANY = process.env['CI'] === 'true' ? 1_000_000 : 300_000;
const LINE_FEED = 10;
/**
 * Of each format. Blocks are unpacked whole, 9 MB each, one while another is printed. Of csv 40 MiB are held back until the
 * columns are known.
 */
const MOST_MEGABYTES: Readonly<Record<string, number>> = { jsonl: 160, json: 160, csv: 180, parquet: 200 };
/** Garbage that is not collected yet differs from run to run. */
const MOST_GROWTH = 1.2;

let root = '';

afterEach(() => rmSync(root, { recursive: true, force: true }));

async function writeStore(rows: number): Promise<string> {
  root = mkdtempSync(join(await temporaryFolder(), 'memory-'));
  const sizes = ['--rows', `${rows}`, '--jobs', '1', '--level', '1'];
  return execFileSync(process.execPath, [WRITER, root, ...sizes], { encoding: 'utf8' }).trim();
}

/** How a command ended, how many lines it printed, and how much memory it had at the most, in megabytes. */
async function run(args: readonly string[]) {
  const env = {
    PATH: process.env['PATH'],
    SW_LOCAL_STORAGE: root,
    SW_CLI_CONFIG: join(root, 'none.yaml'),
    // Buffers lie outside of this heap, rows and their texts inside.
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

/** Linux keeps the peak of each process itself. */
function peakOf(pid: number | undefined): number {
  try {
    const [, kilobytes = '0'] = /^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return (Number(kilobytes) * 1024) / 1e6;
  } catch {
    return 0;
  }
}

/** Whatever the format, no more than some blocks and their texts are in memory at a time. */
const FORMATS = [
  { format: 'jsonl', extraLines: 0 },
  // Its brackets stand in lines of their own.
  { format: 'json', extraLines: 2 },
  { format: 'csv', extraLines: 1 },
  // It has no lines, but row groups.
  { format: 'parquet', extraLines: null },
];

describe('memory', () => {
  it(
    `is flat in the number of rows, of which ${MANY.toLocaleString('en-US')} pass through a heap of 96 MB`,
    async () => {
      const fewJob = await writeStore(100_000);
      const few = await run(['rows', fewJob, 'results', '-o', 'jsonl']);
      expect(few).toMatchObject({ status: 0, lines: 100_000 });
      rmSync(root, { recursive: true });

      const job = await writeStore(MANY);
      for (const { format, extraLines } of FORMATS) {
        const many = await run(['rows', job, 'results', '-o', format]);
        expect(many, format).toMatchObject({ status: 0, ...(extraLines !== null && { lines: MANY + extraLines }) });
        if (platform() === 'linux') expect(many.peak, format).toBeLessThan(MOST_MEGABYTES[format] ?? 0);
        if (platform() === 'linux' && format === 'jsonl') expect(many.peak / few.peak).toBeLessThan(MOST_GROWTH);
      }
    },
    MANY > 300_000 ? 300_000 : 120_000,
  );
});
