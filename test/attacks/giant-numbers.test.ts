import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { int, JOB, writeStore } from '../cli/written-store.ts';
import { storeEnv, swjob } from '../support/cli.ts';
import { cpuNow } from '../support/cpu-now.ts';
import { unpackStore } from '../support/stores.ts';
import { blockFile, writeManifest } from '../support/write-table.ts';
import { zipFile } from '../support/zip-file.ts';
import { expectCleanExit } from './expect-clean-exit.ts';

describe('giant numbers', () => {
  it('of a million digits are soon read or reported as damage', async () => {
    const digits = '7'.repeat(1_000_000);
    const { root, folderOf } = await writeStore({
      t: { keyType: 'INT64', blocks: [[{ key: 1, revision: 1n, cells: { a: int(1) } }]] },
    });
    const path = join(folderOf('t'), 'manifest.json');
    const manifest = writeManifest(folderOf('t'), {
      key_column_type: { type: 'INT64' },
      blocks: [{ min_key: 1, max_key: 1, row_count: 1, block_id: 1 }],
    });
    for (const field of ['min_key', 'max_key', 'row_count', 'block_id']) {
      writeFileSync(path, manifest.replace(`"${field}":1`, `"${field}":${digits}`));
      const started = cpuNow();
      const ended = await swjob(['rows', JOB, 't', '-q'], { env: storeEnv(root) });
      expectCleanExit(ended);
      expect([field, ended.status]).toEqual([field, field === 'max_key' ? 0 : 6]);
      expect(cpuNow() - started).toBeLessThan(5000);
    }
    writeFileSync(path, manifest);
    const record = (revision: string, value: string) =>
      `{"key": "id", "records": {"${revision}": {"schema": {"id": {"type": "INT64"}, "a": {"type": "INT64"}}, "data": {"id": "1", "a": ${value}}}}}\n`;
    for (const [line, status] of [
      [record(digits, '"1"'), 0],
      [record('1', `"${digits}"`), 6],
      [record('1', digits), 6],
      [record('1', '1e999'), 6],
    ] as const) {
      writeFileSync(blockFile(folderOf('t'), 1), zipFile(line));
      for (const form of [['--json'], ['-o', 'csv']]) {
        const ended = await swjob(['rows', JOB, 't', ...form], { env: storeEnv(root) });
        expectCleanExit(ended);
        expect(ended.status).toBe(status);
      }
    }
  });

  it('in arguments are refused or harmless', async () => {
    const env = storeEnv(await unpackStore('jobs'));
    for (const number of ['1e999', '-1e999', '9'.repeat(5000), '0x10', 'NaN', '1e-999', '٣', '1_000']) {
      for (const option of ['--limit', '--tail', '--revision', '--start', '--end', '--request-timeout']) {
        const ended = await swjob(['rows', '6jfe', 'results', `${option}=${number}`], { env });
        expectCleanExit(ended);
        expect([0, 2, 3]).toContain(ended.status);
      }
      const where = await swjob(['rows', '6jfe', 'results', '--where', `a > ${number}`], { env });
      expectCleanExit(where);
      expect([0, 2, 3]).toContain(where.status);
    }
  });
});
