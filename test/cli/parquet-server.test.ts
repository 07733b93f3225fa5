import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { storeEnv, swjob } from '../support/cli.ts';
import { loggedIn } from '../support/logged-in.ts';
import { type StandInServer, startStandIn } from '../support/stand-in.ts';
import { temporaryFolder, unpackStore } from '../support/stores.ts';

const UUID = 'ao2skra2nbzikdhp5es5rde2inwxd2j3rgfb4qpw';

describe('Parquet files of a Server', () => {
  let server: StandInServer;
  let env: Record<string, string>;
  let id: string;

  beforeAll(async () => {
    server = await startStandIn({ root: await unpackStore('vision') });
    env = { ...(await loggedIn(server, { project: 'self' })) };
    id = `${server.jobs.find(({ uuid }) => uuid === UUID)?.id}`;
  });
  afterAll(() => server.close());

  const written = async (words: readonly string[], more: Readonly<Record<string, string>> = env) => {
    const out = join(mkdtempSync(join(await temporaryFolder(), 'server-')), 'x.parquet');
    expect(await swjob([...words, '--out', out], { env: more })).toMatchObject({ status: 0 });
    return new Uint8Array(readFileSync(out)).buffer;
  };

  it('have the same rows as those of the store, typed by the hints', async () => {
    const file = await written(['rows', id, 'results']);
    const direct = await written(['rows', UUID, 'results'], storeEnv(await unpackStore('vision')));
    const plain = ['id', '_mode', '_index', 'output/label', 'output/score', 'input/weight', 'duration_seconds'];
    expect(await parquetReadObjects({ file, columns: plain })).toEqual(
      await parquetReadObjects({ file: direct, columns: plain }),
    );
    const schemaOf = (of: ArrayBuffer) =>
      new Map(
        parquetMetadata(of)
          .schema.slice(1)
          .map((element) => [element.name, element]),
      );
    expect(schemaOf(file)).toEqual(schemaOf(direct));
  });

  it('have the Server’s address, and the job’s uuid', async () => {
    const told = parquetMetadata(await written(['rows', id, 'results'])).key_value_metadata;
    const known = Object.fromEntries(told?.map(({ key, value }) => [key, value]) ?? []);
    expect(known).toMatchObject({
      'swjob.instance': server.origin,
      'swjob.job': UUID,
      'swjob.table': 'results',
      'swjob.key_column': 'id',
    });
    const list = parquetMetadata(await written(['list'])).key_value_metadata;
    expect(list).toContainEqual({ key: 'swjob.instance', value: server.origin });
  });

  it('are named by uuids in a folder', async () => {
    const folder = join(mkdtempSync(join(await temporaryFolder(), 'server-')), 'all');
    const ended = await swjob(['rows', id, id, 'results', '--out', folder, '-o', 'parquet', '--flatten'], { env });
    expect(ended).toMatchObject({ status: 0 });
    expect(readdirSync(folder)).toEqual([`${UUID}.parquet`]);
    const rows = await parquetReadObjects({
      file: new Uint8Array(readFileSync(join(folder, `${UUID}.parquet`))).buffer,
    });
    expect(new Set(rows.map(({ _job }) => _job))).toEqual(new Set([UUID]));
    expect(rows[0]).toHaveProperty(['input/picture/shape/0'], 12n);
  });

  it('are not created if the Server fails in the middle', async () => {
    const folder = mkdtempSync(join(await temporaryFolder(), 'server-'));
    const ended = await swjob(['rows', '99', 'results', '--out', join(folder, 'x.parquet')], { env });
    expect(ended.status).toBe(3);
    server.fail(/scan/, { status: 500, times: 1000 });
    const failed = await swjob(['rows', id, 'results', '--out', join(folder, 'x.parquet')], { env });
    expect(failed.status).toBe(5);
    expect(readdirSync(folder)).toEqual([]);
  });
});
