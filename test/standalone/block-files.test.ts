import { execFile } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { build } from 'esbuild';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { BlockFiles, BlockReplaced, storedBytes } from '../../src/standalone/block-files.ts';
import { temporaryFolder } from '../support/stores.ts';
import { blockFile, type Write, writeTable } from '../support/write-table.ts';
import { zipFile } from '../support/zip-file.ts';

const run = promisify(execFile);

let folder: string;
const block = (name: string) => ({
  path: join(folder, name),
  minKey: undefined,
  maxKey: undefined,
  rowCount: undefined,
});

beforeAll(async () => {
  folder = mkdtempSync(join(await temporaryFolder(), 'blocks-'));
  writeFileSync(join(folder, 'a.zip'), zipFile('packed'));
  writeFileSync(join(folder, 'b.json'), 'as it is');
  writeFileSync(join(folder, 'c.json'), 'the older');
  writeFileSync(join(folder, 'c.zip'), zipFile('the newer'));
});

describe('BlockFiles', () => {
  it('reads archives, and the plain files of early clients', async () => {
    const blocks = ['a', 'b', 'c'].map(block);
    const files = BlockFiles.open(blocks);
    const read = await Promise.all(blocks.map((one) => files.read(one)));
    expect(read.map(({ content }) => content.toString())).toEqual(['packed', 'as it is', 'the newer']);
    expect(read.map(({ path }) => path)).toEqual(['a.zip', 'b.json', 'c.zip'].map((name) => join(folder, name)));
    expect(files.blocksRead).toBe(3);
    files.close();
  });

  it('reports a missing block at once, or at its turn if damage is skipped', async () => {
    expect(() => BlockFiles.open([block('a'), block('gone')])).toThrow(BlockReplaced);
    const files = BlockFiles.open([block('gone')], () => undefined);
    await expect(files.read(block('gone'))).rejects.toThrow(BlockReplaced);
  });

  it('counts the stored bytes', () => {
    expect(storedBytes(['a', 'b', 'gone'].map(block))).toBe(zipFile('packed').length + 'as it is'.length);
  });
});

describe('the files of a scan that was left', () => {
  /** How often this process has a file open. */
  const openings = (file: string) =>
    readdirSync('/proc/self/fd').filter((descriptor) => {
      try {
        return readlinkSync(`/proc/self/fd/${descriptor}`) === file;
      } catch {
        return false;
      }
    }).length;

  it.skipIf(!existsSync('/proc/self/fd'))('are closed once it is collected', async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const leave = () => {
      for (let left = 0; left < 3; left++) BlockFiles.open([block('a')]);
    };
    leave();
    expect(openings(join(folder, 'a.zip'))).toBe(3);
    const isClosed = () => {
      collect();
      expect(openings(join(folder, 'a.zip'))).toBe(0);
    };
    await vi.waitFor(isClosed, { timeout: 20_000 });
  });
});

describe('a process with few file descriptors', () => {
  /** A script that prints how many rows a table has, after reading it several times at once. */
  let script: string;
  beforeAll(async () => {
    script = join(folder, 'script', 'stdin.mjs');
    const source = `
      import { ObjectStore } from './src/standalone/object-store.ts';
      import { StandaloneTable } from './src/standalone/table.ts';
      const table = new StandaloneTable('t', process.argv[2], new ObjectStore(process.argv[2]));
      const count = async () => {
        let rows = 0;
        for await (const batch of table.scan({ columns: ['late'] })) rows += batch.length;
        return rows;
      };
      const counts = await Promise.all(Array.from({ length: Number(process.argv[3]) }, count));
      console.log(new Set(counts).size, counts[0], (await table.stats()).rows);`;
    const stdin = { contents: source, resolveDir: new URL('../..', import.meta.url).pathname };
    const outdir = join(folder, 'script');
    // In several files, as those that are loaded on demand need descriptors, too.
    const files = { splitting: true, outdir, outExtension: { '.js': '.mjs' } };
    await build({ stdin, bundle: true, platform: 'node', format: 'esm', logLevel: 'error', ...files });
    copyFileSync(new URL('../../src/kernel/kernel.wasm', import.meta.url), join(outdir, 'kernel.wasm'));
  });

  it.each([
    [200, 1],
    [300, 1],
    [1, 100],
  ])('reads %d blocks one after the other, %d times at once', async (count, times) => {
    const table = join(folder, `table-${count}`);
    const writes = (index: number): Write[] =>
      [index, index + 500].map((key) => ({
        key,
        revision: BigInt(key),
        cells: key === count + 499 ? { late: [{ type: 'BOOL' }, '1'] } : {},
      }));
    writeTable(table, { keyType: 'INT64', blocks: Array.from({ length: count }, (_, index) => writes(index)) });
    expect(blockFile(table, count)).toContain(String(count));
    const command = ['-c', 'ulimit -n 64; exec "$0" "$@"', process.execPath, script, table, String(times)];
    expect((await run('bash', command)).stdout.trim()).toBe(`1 ${2 * count} ${2 * count}`);
  });
});
