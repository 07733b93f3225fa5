import { describe, expect, it } from 'vitest';
import { createServerInstance } from '../../src/server/instance.ts';
import { recordedData } from './recorded.ts';
import { client, json, success } from './support.ts';
import { float, int, type Record_, str, type TableServerOptions, tableServer } from './table-server.ts';

const uuid = (number: number): string => `${number}`.padStart(32, 'a');

const STEP_SPEC = `---
- name: "evaluator:predict"
  env:
  - name: "SW_EVALUATION_SUMMARY_TABLE"
    value: "ftspace/7/eval/summary"
  expose: 0
`;

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
          success(
            response,
            path.includes('/job/') ? { id: '5', uuid: uuid(5), stepSpec: STEP_SPEC } : recordedData(104),
          );
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

  it('of a job whose steps name a table of their own, as in a fine-tune space, are in that table', async () => {
    const tables: unknown[] = [];
    const { instance } = await open({
      instead: (_path, request, response) => {
        const tableName = request.tables?.[0]?.tableName;
        tables.push(tableName);
        if (tableName !== 'project/1/eval/summary') return false;
        success(response, { records: [] });
        return true;
      },
    });
    const job = await instance.findJob('1', uuid(5), 'any');
    expect((await job.summary())?.get('sys/id')).toEqual({ type: 'INT64', value: 5 });
    expect(tables).toEqual(['project/1/eval/summary', 'project/1/ftspace/7/eval/summary']);
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
