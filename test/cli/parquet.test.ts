import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parquetMetadata } from 'hyparquet';
import { describe, expect, it } from 'vitest';
import { storeEnv, swjob } from '../support/cli.ts';
import { temporaryFolder, unpackStore } from '../support/stores.ts';

const env = async () => storeEnv(await unpackStore('real'));

describe('--output parquet', () => {
  it('is refused on a terminal, as it is binary', async () => {
    const ended = await swjob(['list', '-o', 'parquet'], { env: await env(), tty: { columns: 80 } });
    expect(ended.status).toBe(2);
    expect(ended.stdout).toBe('');
    expect(ended.stderr).toContain('a terminal cannot show parquet');
  });

  it.each([['info'], ['tables']])('is refused for %s', async (command) => {
    const ended = await swjob([command, '@latest', '-o', 'parquet'], { env: await env() });
    expect(ended.stderr).toContain('--output parquet is only for rows and list');
    expect(ended.status).toBe(2);
  });

  it('makes list write a file with its version and key', async () => {
    const out = join(await temporaryFolder(), 'list.parquet');
    const ended = await swjob(['list', '--out', out], { env: await env() });
    expect([ended.status, ended.stderr]).toEqual([0, '']);
    const bytes = await readFile(out);
    const { key_value_metadata: told } = parquetMetadata(new Uint8Array(bytes).buffer);
    expect(told).toContainEqual({ key: 'swjob.key_column', value: 'id' });
  });
});
