import { describe, expect, it } from 'vitest';
import { isSwjobError } from '../../src/errors.ts';
import { createServerInstance } from '../../src/server/instance.ts';
import { instanceServer, numbered } from './instance-server.ts';
import { exchange, recordedData, recordedServer } from './recorded.ts';
import { client, json, success } from './support.ts';

const uuid = (number: number): string => `${number}`.padStart(32, 'a');

describe('a job of a Server', () => {
  it('is found by number and by uuid in one request', async () => {
    const server = await instanceServer(numbered(3));
    for (const id of ['2', uuid(2)]) {
      const job = await server.instance.findJob('starwhale', id, 'any');
      expect(job).toMatchObject({
        uri: `${server.origin}/project/1/job/2`,
        project: 'starwhale',
        id: '2',
        uuid: uuid(2),
      });
    }
    expect(server.asked()).toEqual(['GET project/starwhale/job/2', `GET project/starwhale/job/${uuid(2)}`]);
  });

  it('has its record, the server’s own record and all tasks', async () => {
    const server = await instanceServer(numbered(3));
    const job = await server.instance.findJob('1', '2', 'any');
    expect(await job.record()).toMatchObject({ id: '2', removed: false, handler: 'evalmod:evaluate' });
    const details = await job.details();
    expect(details.manifest).toBeNull();
    expect(details.job).toMatchObject({ uuid: uuid(2), job_name: 'evalmod:evaluate', is_builtin_runtime: false });
    expect(details.tasks).toHaveLength(3);
  });

  it('fetches its status for each call, but the first one just after it was found', async () => {
    let [now, status] = [0, 'RUNNING'];
    const server = await instanceServer(numbered(1), {
      instead: ({ path }, response) => {
        if (!path.includes('/job/')) return false;
        success(response, { id: '1', uuid: uuid(1), jobStatus: status });
        return true;
      },
    });
    const http = client(server.origin, { now: () => now });
    const instance = createServerInstance({ http, alias: 'srv', summaryTable: 'eval/summary' });
    const job = await instance.findJob('1', uuid(1), 'any');
    status = 'PAUSED';
    expect(await job.status()).toBe('RUNNING');
    expect(await job.status()).toBe('PAUSED');
    const another = await instance.findJob('1', uuid(1), 'any');
    status = 'SUCCESS';
    now = 1001;
    expect(await another.status()).toBe('SUCCESS');
  });

  it('that does not exist is named with the server’s reason', async () => {
    const server = await instanceServer(numbered(1));
    const error: unknown = await server.instance.findJob('starwhale', '999', 'any').catch((reason) => reason);
    if (!isSwjobError(error, 'not-found')) throw error;
    expect(error.message).toBe(
      'no job 999 in project starwhale of srv (GET /api/v1/project/starwhale/job/999: 404: Resource is not found Starwhale Bundle: 999)',
    );
    expect(error.hint).toContain('whole');
    await expect(server.instance.findJob('nope', '999', 'any')).rejects.toThrow('no project nope');
  });
});

describe('the tables of a job, as recorded', () => {
  const JOB = 'c6a83f06b4cc4676b36da0f549a5c589';
  const open = async () => {
    const prefix = `project/1/eval/c6/${JOB}/`;
    const server = await recordedServer(({ path, body }, response) => {
      if (path.endsWith('listTables')) {
        expect(JSON.parse(body)).toEqual({ prefixes: [prefix] });
        success(response, { tables: [`${prefix}t/s`, `${prefix}t/🐳`, `${prefix}t/\ufb01`, 'project/1/eval/summary'] });
      } else if (path === `/api/v1/project/1`) success(response, recordedData(104));
      else if (path.endsWith(`/job/${JOB}`)) success(response, recordedData(69));
      else if (body.includes('/t/nope')) json(response, 400, exchange(44).response.body);
      else return false;
      return true;
    });
    const http = client(server.origin);
    const instance = createServerInstance({ http, alias: 'srv', summaryTable: 'eval/summary' });
    return { server, job: await instance.findJob('1', JOB, 'any') };
  };

  it('are listed by code point, without the summary', async () => {
    expect(await (await open()).job.tables()).toEqual(['t/s', 't/\ufb01', 't/🐳']);
  });

  it('give their rows', async () => {
    const table = await (await open()).job.table('t/s');
    for await (const rows of table.scan({})) {
      expect(rows.map((row) => [...row])).toEqual([
        [
          ['id', { type: 'STRING', value: 's' }],
          ['value', { type: 'STRING', value: 'héllo 🐳\n' }],
        ],
      ]);
    }
    expect(await table.key()).toEqual({ column: 'id', type: 'STRING' });
  });

  it('that do not exist are named, with a list of the tables', async () => {
    const error: unknown = await (await open()).job.table('t/nope').catch((reason: unknown) => reason);
    if (!isSwjobError(error, 'not-found')) throw error;
    expect(error.message).toBe('the job has no table "t/nope"');
    expect(error.hint).toContain('t/s');
  });

  it('that the server cannot scan have its reason', async () => {
    const server = await recordedServer(({ path }, response) => {
      if (path === '/api/v1/project/1') success(response, recordedData(104));
      else if (path.endsWith('/job/1')) success(response, recordedData(66));
      else return false;
      return true;
    });
    const http = client(server.origin);
    const job = await createServerInstance({ http, alias: null, summaryTable: 'eval/summary' }).findJob(
      '1',
      '1',
      'any',
    );
    await expect(job.table('types')).rejects.toMatchObject({
      exitCode: 5,
      message:
        'POST /api/v1/datastore/scanTable: 500: Character N is neither a decimal digit number, decimal point, nor "e" notation exponential mark.',
    });
    expect(http.pauses).toEqual([]);
  });

  it('come with the summary, found by one scan from uuid to uuid', async () => {
    const server = await recordedServer(({ path }, response) => {
      if (path === '/api/v1/project/1') success(response, recordedData(104));
      else return false;
      return true;
    });
    const http = client(server.origin);
    const instance = createServerInstance({ http, alias: null, summaryTable: 'eval/summary' });
    const job = await instance.findJob('1', '31de266260fb424db53cc73adcdadc98', 'any');
    const summary = await job.summary();
    expect(summary?.get('sys/job_status')).toEqual({ type: 'STRING', value: 'FAIL' });
    expect([...(summary ?? new Map()).keys()].slice(0, 2)).toEqual(['id', 'sys/_dataset_id_version_map']);
    expect(JSON.parse(server.requests.at(-1)?.body ?? '')).toMatchObject({
      tables: [{ tableName: 'project/1/eval/summary', keepNone: false }],
      start: '31de266260fb424db53cc73adcdadc98',
      startType: 'STRING',
      startInclusive: true,
      end: '31de266260fb424db53cc73adcdadc98',
      endInclusive: true,
      limit: 1,
    });
  });
});
