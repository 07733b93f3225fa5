import { rmSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { indexOf } from '../../src/standalone/reader/index-maker.ts';
import { LineMerge } from '../../src/standalone/reader/line-merge.ts';
import { LineRepair } from '../../src/standalone/reader/line-repair.ts';
import { LoadedBlock } from '../../src/standalone/reader/loaded-block.ts';
import { RecordSchemas } from '../../src/standalone/record-schema.ts';
import type { BlockDescription } from '../../src/standalone/table-description.ts';
import { int, JOB, writeStore } from '../cli/written-store.ts';
import { storeEnv, swjob } from '../support/cli.ts';
import { cpuNow } from '../support/cpu-now.ts';
import { blockFile, blockText, type Write } from '../support/write-table.ts';
import { type ZipOptions, zipFile } from '../support/zip-file.ts';
import { expectCleanExit } from './expect-clean-exit.ts';
import { peakMiB, REPORT_PEAK, runProcess } from './process.ts';

// Blocks whose archives try to fill the memory or to deceive. Node alone needs about 45 MiB.

const WRITES: readonly Write[] = [1, 2, 3].map((key) => ({ key, revision: 1n, cells: { a: int(key) } }));
const TEXT = blockText(WRITES, 'id', 'INT64');
const FORMS = [['--json'], ['-o', 'csv'], ['--json', '--where', 'a > 0'], ['--tail', '1']];

async function storeWithBlock(archive: Buffer): Promise<string> {
  const { root, folderOf } = await writeStore({ t: { keyType: 'INT64', blocks: [WRITES] } });
  writeFileSync(blockFile(folderOf('t'), 1), archive);
  return root;
}

describe('a zip bomb', () => {
  it('that states a small size is stopped at that size', async () => {
    const root = await storeWithBlock(zipFile(Buffer.alloc(200 << 20, ' '), { size: TEXT.length }));
    const ended = await runProcess(['rows', JOB, 't', '--json'], { env: storeEnv(root), nodeArgs: REPORT_PEAK });
    expect(ended).toMatchObject({ status: 6, stdout: '' });
    expect(peakMiB(ended)).toBeLessThan(150);
  });

  it('that states its true, excessive size is not unpacked', async () => {
    const root = await storeWithBlock(zipFile(Buffer.alloc(100 << 20, '\n'), { size: 513 << 20 }));
    const ended = await runProcess(['rows', JOB, 't', '-o', 'csv'], { env: storeEnv(root), nodeArgs: REPORT_PEAK });
    expect(ended).toMatchObject({ status: 6, stdout: '' });
    expect(ended.stderr).toContain('more than the 536869888 allowed');
    expect(peakMiB(ended)).toBeLessThan(150);
  });

  it('of blank lines around three rows takes no more than its stated size, and ends', async () => {
    const root = await storeWithBlock(zipFile(`${TEXT}${'\n'.repeat(24 << 20)}`));
    // In seconds of processor time, which other processes do not affect.
    const limits = { prelude: 'ulimit -t 15', nodeArgs: REPORT_PEAK };
    const ended = await runProcess(['rows', JOB, 't', '-q'], { env: storeEnv(root), ...limits });
    expect(ended).toMatchObject({ status: 0, stdout: '1\n2\n3\n' });
    expect(peakMiB(ended)).toBeLessThan(300);
  });

  it('of many overlapping blocks is stopped before they fill the memory', async () => {
    const content = Buffer.from(TEXT);
    const blocks = [1, 2, 3].map((id) => ({ path: `data.${id}`, minKey: undefined, maxKey: undefined, rowCount: 3 }));
    const manifest = { path: '', keyColumn: 'id', keyType: 'INT64' as const, blocks, tombstones: [] };
    const see = () => undefined;
    const repair = new LineRepair({
      manifest,
      schemas: new RecordSchemas(),
      wanted: undefined,
      revision: undefined,
      see,
    });
    const open = async (block: BlockDescription) =>
      indexOf(new LoadedBlock(content, block.path, block), null, repair, {});
    const merge = (limit: number) => new LineMerge(blocks, {}, open, () => undefined, limit).openBlocks();
    await merge(3 * content.length);
    await expect(merge(3 * content.length - 1)).rejects.toMatchObject({ code: 'damaged' });
  });
});

describe('a ZIP archive that lies', () => {
  const LIES: readonly [string, ZipOptions][] = [
    ['about the size, too small', { size: 10 }],
    ['about the size, too large', { size: 1 << 28 }],
    ['about the packed size', { packedSize: 1 << 30 }],
    ['about the size by 4 GiB', { size: 0xffffffff }],
    ['about its checksum', { checksum: 0 }],
    ['about its method', { method: 93 }],
    ['about having entries', { entries: 0 }],
  ];

  it.each(LIES)('%s is damage for every command', async (_what, options) => {
    const root = await storeWithBlock(zipFile(TEXT, options));
    for (const form of FORMS) {
      const ended = await swjob(['rows', JOB, 't', ...form], { env: storeEnv(root) });
      expectCleanExit(ended);
      expect(ended).toMatchObject({ status: 6, stdout: '' });
      expect(ended.stderr).toContain('data.0000001.zip: not a readable ZIP archive');
    }
  });

  it('with 60,000 entries returns the first one at once', async () => {
    const root = await storeWithBlock(zipFile(TEXT, { others: Array<Buffer>(60_000).fill(Buffer.alloc(0)) }));
    const started = cpuNow();
    const ended = await swjob(['rows', JOB, 't', '-q'], { env: storeEnv(root) });
    expect(ended).toEqual({ status: 0, stdout: '1\n2\n3\n', stderr: '' });
    expect(cpuNow() - started).toBeLessThan(3000);
  });

  it('is reported once per block by doctor --store', async () => {
    const root = await storeWithBlock(zipFile(TEXT, { checksum: 0 }));
    const ended = await swjob(['doctor', '--store', '-q'], { env: storeEnv(root) });
    expect(ended).toMatchObject({ status: 6, stdout: expect.stringMatching(/^\/.*data\.0000001\.zip\n$/) });
    rmSync(ended.stdout.trim());
    expect(await swjob(['doctor', '--store', '-q'], { env: storeEnv(root) })).toMatchObject({ status: 6 });
  });
});
