import { describe, expect, it } from 'vitest';
import { createServerInstance } from '../../src/server/instance.ts';
import { recordedData } from './recorded.ts';
import { client, json, success } from './support.ts';
import { float, int, type Record_, str, type TableServerOptions, tableServer } from './table-server.ts';

const uuid = (number: number): string => `${number}`.padStart(32, 'a');

describe('summaries', () => {
  const records: Record_[] = Array.from({ length: 1500 }, (_, i) => ({
    accuracy: float(i / 1500),
    id: str(uuid(i)),
    'sys/id': int(i),
  })).sort((a, b) => (String(a.id.value) < String(b.id.value) ? -1 : 1));

  const open = async (options: TableServerOptions = {}) => {
    const server = await tableServer(records, {
      instead: (path, request, response) => {
        if (!path.includes('datastore')) {
          success(response, recordedData(104));
          return true;
        }
        return options.instead?.(path, request, response) ?? false;
      },
    });
    const http = client(server.origin);
    return { server, instance: createServerInstance({ http, alias: 'srv', summaryTable: 'eval/summary' }) };
  };
  const datastore = (server: { requests: readonly { path: string }[] }) =>
    server.requests.filter(({ path }) => path.includes('datastore')).map(({ path }) => path.split('/').at(-1));

  it('of a page of jobs are one query; jobs without one are left out', async () => {
    const { server, instance } = await open();
    const rows = await instance.summaries('starwhale', [uuid(3), uuid(700), 'unknown', uuid(3)]);
    expect(Array.from(rows, ([key]) => key)).toEqual([uuid(3), uuid(700)]);
    expect(rows.get(uuid(3))?.get('accuracy')).toEqual({ type: 'FLOAT64', value: 0.002 });
    expect(datastore(server)).toEqual(['queryTable']);
    expect(JSON.parse(server.requests.at(-1)?.body ?? '').filter.operator).toBe('OR');
    await instance.summaries('starwhale', [uuid(5)]);
    expect(JSON.parse(server.requests.at(-1)?.body ?? '').filter).toEqual({
      operator: 'EQUAL',
      operands: [{ columnName: 'id' }, { stringValue: uuid(5) }],
    });
    expect((await instance.summaries('starwhale', [])).size).toBe(0);
  });

  it('of many jobs take few queries, of all jobs a scan', async () => {
    const { server, instance } = await open();
    expect(
      (
        await instance.summaries(
          'starwhale',
          Array.from({ length: 450 }, (_, i) => uuid(i)),
        )
      ).size,
    ).toBe(450);
    expect(datastore(server)).toEqual(['queryTable', 'queryTable', 'queryTable']);
    expect((await instance.summaries('starwhale')).size).toBe(1500);
    expect(datastore(server).slice(3)).toEqual(['scanTable', 'scanTable']);
  });

  it('are requested individually if the server refuses the filter, but not if it refuses the user', async () => {
    let status = 400;
    const { server, instance } = await open({
      instead: (path, _request, response) => {
        if (!path.endsWith('queryTable')) return false;
        json(response, status, { code: 'X', message: 'no such operator' });
        return true;
      },
    });
    expect((await instance.summaries('starwhale', [uuid(1), uuid(2), 'unknown'])).size).toBe(2);
    expect(datastore(server)).toEqual(['queryTable', 'scanTable', 'scanTable', 'scanTable']);
    status = 403;
    await expect(instance.summaries('starwhale', [uuid(1)])).rejects.toMatchObject({ exitCode: 4 });
  });
});
