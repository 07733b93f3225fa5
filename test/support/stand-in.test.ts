import { WebSocket } from 'undici';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { objectOf } from './stand-in/answer.ts';
import { call } from './stand-in/call.ts';
import { type StandInOptions, type StandInServer, startStandIn } from './stand-in.ts';
import { unpackStore } from './stores.ts';

async function start(options: Partial<StandInOptions> = {}): Promise<StandInServer> {
  const server = await startStandIn({ root: await unpackStore('real'), projects: ['self', 'another'], ...options });
  onTestFinished(() => server.close());
  return server;
}

describe('tables of the stand-in', () => {
  let server: StandInServer;
  let table: string;

  beforeAll(async () => {
    server = await startStandIn({ root: await unpackStore('tables') });
    const { data } = await call(server, 'POST', 'datastore/listTables', { prefixes: ['project/1/eval/df/'] });
    const names = objectOf(data)['tables'] as string[];
    table = names.find((name) => name.endsWith('/blocks-25k')) ?? '';
  });
  afterAll(() => server.close());

  const scan = async (request: object, columns: object = {}) => {
    const tables = [{ tableName: table, ...columns }];
    const { status, data } = await call(server, 'POST', 'datastore/scanTable', {
      tables,
      encodeWithType: true,
      ...request,
    });
    const { records, lastKey } = objectOf(data);
    return { status, lastKey, records: (records ?? []) as Record<string, { type: string; value: unknown }>[] };
  };
  const ids = (records: readonly Record<string, { value: unknown }>[]) => records.map(({ id }) => id?.value);

  it('come in pages that begin after the last key', async () => {
    const first = await scan({ limit: 3 });
    const second = await scan({ limit: 3, start: first.lastKey, startType: 'INT64', startInclusive: false });
    const both = await scan({ limit: 6 });
    expect(ids(both.records)).toEqual([...ids(first.records), ...ids(second.records)]);
    expect((await scan({})).records).toHaveLength(1000);
    expect((await scan({ limit: 1001 })).status).toBe(400);
  });

  it('end before their end bound, or with it', async () => {
    const [low, , high] = ids((await scan({ limit: 3 })).records);
    const range = { start: low, startType: 'INT64', end: high, endType: 'INT64' };
    expect((await scan(range)).records).toHaveLength(2);
    expect((await scan({ ...range, endInclusive: true })).records).toHaveLength(3);
    expect((await scan({ ...range, startInclusive: false })).records).toHaveLength(1);
  });

  it('read a bound without a type as hex', async () => {
    const [first] = ids((await scan({ start: '10', limit: 1 })).records);
    expect(first).toBe('0000000000000010');
    expect((await scan({ start: 'x y' })).status).toBe(400);
  });

  it('return no rows, without an error, for a bound of another type', async () => {
    expect(await scan({ start: 'a', startType: 'STRING' })).toMatchObject({ status: 200, records: [] });
  });

  it('give the chosen columns under their aliases, and refuse an unknown one', async () => {
    const { records } = await scan({ limit: 1 }, { columns: [{ columnName: 'id', alias: 'key' }] });
    expect(Object.keys(records[0] ?? {})).toEqual(['key']);
    expect((await scan({}, { columns: [{ columnName: 'nope' }] })).status).toBe(400);
  });

  it('answer queries by filter, order and offset', async () => {
    const query = async (request: object) => {
      const { data } = await call(server, 'POST', 'datastore/queryTable', {
        tableName: table,
        encodeWithType: true,
        columns: [{ columnName: 'id', alias: 'id' }],
        ...request,
      });
      return ids(objectOf(data)['records'] as Record<string, { value: unknown }>[]).map((hex) => Number(`0x${hex}`));
    };
    const equals = (intValue: number) => ({ operator: 'EQUAL', operands: [{ columnName: 'id' }, { intValue }] });
    const either = { operator: 'OR', operands: [{ filter: equals(7) }, { filter: equals(9) }] };
    expect(await query({ filter: either })).toEqual([7, 9]);
    expect(await query({ filter: { operator: 'AND', operands: [{ filter: either }, { filter: equals(9) }] } })).toEqual(
      [9],
    );
    const not = { operator: 'NOT', operands: [{ filter: either }] };
    expect(await query({ filter: not, start: 6, limit: 2 })).toEqual([6, 8]);
    const orderBy = [{ columnName: 'id', descending: true }];
    const [last = 0, before] = await query({ orderBy, limit: 2 });
    expect(await query({ orderBy, start: 1, limit: 1 })).toEqual([before]);
    expect(last).toBeGreaterThan(before ?? last);
  });
});

describe('artifacts of the stand-in', () => {
  const uri = async (server: StandInServer): Promise<string> => {
    const tables = await call(server, 'POST', 'datastore/listTables', { prefix: 'project/1/eval/' });
    for (const tableName of objectOf(tables.data)['tables'] as string[]) {
      const { body } = await call(server, 'POST', 'datastore/scanTable', {
        tables: [{ tableName }],
        encodeWithType: true,
      });
      const [found] = /starwhale\/controller\/[^"]*\/[0-9a-f]{64}/.exec(JSON.stringify(body)) ?? [];
      if (found !== undefined) return found;
    }
    return expect.unreachable('the store has artifacts');
  };

  it('are at another origin, which refuses a token and honours a range with status 200', async () => {
    const server = await start({ root: await unpackStore('types'), projects: ['self'] });
    const name = await uri(server);
    const { data } = await call(server, 'POST', 'filestorage/sign-links?expTimeMillis=60000', [name]);
    const link = String(objectOf(data)[name]);
    expect(new URL(link).origin).toBe(server.artifactOrigin);
    expect(server.artifactOrigin).not.toBe(server.origin);
    const whole = Buffer.from(await (await fetch(link)).arrayBuffer());
    const part = await fetch(link, { headers: { Range: 'bytes=4-11' } });
    expect(part.status).toBe(200);
    expect(part.headers.has('content-range')).toBe(false);
    expect(Buffer.from(await part.arrayBuffer()).equals(whole.subarray(4, 12))).toBe(true);
    expect((await fetch(link, { headers: { Authorization: `Bearer ${server.token}` } })).status).toBe(400);
    expect((await fetch(link.replace(/sign=.*/, 'sign=00'))).status).toBe(403);
  });
});

describe('jobs of the stand-in', () => {
  it('are created from a checked request, which is kept, and go through the planned states', async () => {
    const server = await start({ builtInRuntimes: true, createdJobsBecome: ['RUNNING', 'SUCCESS'] });
    const { data } = await call(server, 'GET', 'project/self/model/clf?versionUrl=latest');
    const sent = {
      modelVersionUrl: String(objectOf(data)['versionId']),
      resourcePool: 'default',
      handler: 'evaluator:summarize',
    };
    const created = await call(server, 'POST', 'project/self/job', sent);
    expect(created.data).toBe(String(server.jobs.length));
    expect(server.jobs.at(-1)?.request).toEqual(sent);
    const states: unknown[] = [];
    for (let i = 0; i < 4; i++) {
      states.push(objectOf((await call(server, 'GET', `project/self/job/${created.data}`)).data)['jobStatus']);
    }
    expect(states).toEqual(['CREATED', 'RUNNING', 'SUCCESS', 'SUCCESS']);
    expect((await call(server, 'POST', 'project/self/job', { ...sent, handler: 'no:such' })).status).toBe(500);
  });

  it('go to the trash among other things, where the beginning of a name finds them', async () => {
    const server = await start();
    for (let i = 0; i < 12; i++) server.addTrash({ project: 'self', name: `m${i}`, type: 'MODEL', trashedTime: i });
    const [job] = server.jobs.filter(({ project }) => project === 'self');
    await call(server, 'DELETE', `project/1/job/${job?.id}`);
    expect((await call(server, 'GET', `project/1/job/${job?.uuid}`)).status).toBe(404);
    expect((await call(server, 'GET', 'project/1/trash?pageNum=2')).data).toMatchObject({ total: 13, size: 3 });
    const path = `project/1/trash?name=${job?.uuid.slice(0, 9)}&type=EVALUATION`;
    expect((await call(server, 'GET', path)).data).toMatchObject({ total: 1, list: [{ id: '13', name: job?.uuid }] });
    await call(server, 'PUT', 'project/1/trash/13');
    expect((await call(server, 'GET', `project/1/job/${job?.uuid}`)).status).toBe(200);
  });

  it('send the live log of a running task line by line, and close it when the task ends', async () => {
    const server = await start();
    const task = server.jobs[0]?.tasks[0];
    task?.become('RUNNING');
    task?.write('first');
    const address = `${server.origin.replace('http', 'ws')}/api/v1/log/online/${task?.id}`;
    const refused = new WebSocket(address);
    expect(await new Promise((resolve) => refused.addEventListener('close', ({ code }) => resolve(code)))).toBe(1006);
    const socket = new WebSocket(address, { headers: { Authorization: `Bearer ${server.token}` } });
    const lines: unknown[] = [];
    socket.addEventListener('message', ({ data }) => {
      lines.push(data);
      if (lines.length === 1) task?.write('x'.repeat(70_000));
      else task?.become('SUCCESS');
    });
    expect(await new Promise((resolve) => socket.addEventListener('close', ({ code }) => resolve(code)))).toBe(1000);
    expect(lines).toEqual(['first', 'x'.repeat(70_000)]);
    task?.logFiles.set('run.log', 'first\n');
    expect((await call(server, 'GET', `log/offline/${task?.id}`)).data).toEqual(['run.log']);
  });
});

describe('failures of the stand-in', () => {
  it('happen as often as planned', async () => {
    const server = await start();
    server.fail('GET /api/v1/user/current', { status: 503, body: 'busy', headers: { 'Retry-After': '1' }, times: 2 });
    const statuses: number[] = [];
    for (let i = 0; i < 3; i++) {
      const answer = await fetch(`${server.origin}/api/v1/user/current`, {
        headers: { Authorization: `Bearer ${server.token}` },
      });
      statuses.push(answer.status);
      expect(answer.headers.get('retry-after')).toBe(answer.status === 503 ? '1' : null);
    }
    expect(statuses).toEqual([503, 503, 200]);
    expect(server.requests).toHaveLength(3);
  });

  it('break the connection before an answer or within it', async () => {
    const server = await start();
    server.fail(/version/, { cutOffAfter: 0 });
    await expect(call(server, 'GET', 'system/version')).rejects.toThrow();
    server.fail(({ method }) => method === 'GET', { cutOffAfter: 5, delay: 1 });
    await expect(call(server, 'GET', 'system/version')).rejects.toThrow();
    expect((await call(server, 'GET', 'system/version')).status).toBe(200);
  });

  it('refuse a live log', async () => {
    const server = await start();
    server.fail('/log/online/', { status: 502 });
    const address = `${server.origin.replace('http', 'ws')}/api/v1/log/online/1`;
    const closed = () => {
      const socket = new WebSocket(address, { headers: { Authorization: `Bearer ${server.token}` } });
      return new Promise((resolve) => socket.addEventListener('close', ({ code }) => resolve(code)));
    };
    expect(await closed()).toBe(1006);
    expect(await closed()).toBe(1000);
  });
});
