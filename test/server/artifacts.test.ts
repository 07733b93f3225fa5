import { describe, expect, it } from 'vitest';
import { NONE, type TypedRow, type TypedValue } from '../../src/datastore/typed-value.ts';
import { type ServerArtifacts, serverArtifacts } from '../../src/server/artifacts.ts';
import { storedValues } from '../../src/server/stored-values.ts';
import { rowDecoder } from '../../src/server/values.ts';
import { followWebLinks } from '../../src/server/web-links.ts';
import { EXCHANGES, recordedServer } from './recorded.ts';
import { client, failure, json, serve, success } from './support.ts';

const OBJECTS = 'starwhale/controller/project/1/common-eval/c6a83f06b4cc4676b36da0f549a5c589';
const LONG_TEXT = `${OBJECTS}/69/69e2fdc465602552dfc310c8618fea07355116f1802ae9039698c64c1818f611`;
const TEXT = `${OBJECTS}/f4/f4df02d18bd2069dbbddc1609a592bfb461eb780ac56aaa2309911e8a996a3b0`;
const BINARY = `${OBJECTS}/33/338225865a7108891d4f4e35eafd879404834ee0276fb2b60a550f12b11cd7b2`;

/** A server whose objects have the bytes 0 to 99; `honour` says how it treats ranges. */
async function objects(honour: 206 | 200 | 'no') {
  const content = Buffer.from(Array.from({ length: 100 }, (_, i) => i));
  const server = await serve((request, response) => {
    if (request.path.startsWith('/api/v1/filestorage/sign-links')) {
      const uris = JSON.parse(request.body) as string[];
      const signed = uris.filter((uri) => uri !== 'gone').map((uri) => [uri, `${server.origin}/o/${uri}?sign=s3cret`]);
      return success(response, Object.fromEntries(signed));
    }
    const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? [];
    if (from === undefined || to === undefined || honour === 'no') return response.end(content);
    response.writeHead(honour).end(content.subarray(Number(from), Number(to) + 1));
  });
  return server;
}

describe('an artifact', () => {
  it.each([206, 200, 'no'] as const)('is read with a range, which the server honours with %s', async (honour) => {
    const server = await objects(honour);
    const artifacts = serverArtifacts(client(server.origin));
    expect([...(await artifacts.read({ uri: 'a', offset: 10, size: 3 }))]).toEqual([10, 11, 12]);
    expect([...(await artifacts.read({ uri: 'a', offset: 98 }))]).toEqual([98, 99]);
    expect([...(await artifacts.read({ uri: 'a', offset: 97, size: -1 }))]).toEqual([97, 98, 99]);
    expect(await artifacts.read({ uri: 'a', offset: 5, size: 0 })).toHaveLength(0);
  });

  it('is requested with the token from the signing server, and without it from its link', async () => {
    const server = await objects(200);
    const http = client(server.origin);
    await serverArtifacts(http).read({ uri: 'dir/a b', offset: 0, size: 1 });
    const [sign, read] = server.requests;
    expect(sign).toMatchObject({ method: 'POST', path: '/api/v1/filestorage/sign-links?expTimeMillis=86400000' });
    expect(sign?.headers.authorization).toBeDefined();
    expect(read?.headers).not.toHaveProperty('authorization');
    expect(read?.headers.range).toBe('bytes=0-0');
    expect(http.lines.join('\n')).not.toContain('s3cret');
  });

  it('is read through the address of the server, if that signs links without its proxy’s path and HTTPS', async () => {
    const server = await serve((request, response) => {
      if (request.method === 'GET') return response.end('x');
      success(response, { a: `${server.origin.replace('http:', 'https:')}/obj-store/a/1?sign=x` });
    });
    const content = await serverArtifacts(client(`${server.origin}/below`)).read({ uri: 'a', offset: 0, size: 1 });
    expect(Buffer.from(content).toString()).toBe('x');
    expect(server.requests.at(-1)?.path).toBe('/below/obj-store/a/1?sign=x');
  });

  it('is asked for with a thousand others at a time', async () => {
    const server = await objects(200);
    const artifacts = serverArtifacts(client(server.origin));
    const links = Array.from({ length: 2000 }, (_, index) => ({ uri: `o${index}`, offset: 0, size: 1 }));
    await artifacts.readAll(links);
    const asked = server.requests.filter(({ method }) => method === 'POST');
    expect(asked.map(({ body }) => (JSON.parse(body) as string[]).length)).toEqual([1000, 1000]);
    await artifacts.readAll([]);
    expect(server.requests).toHaveLength(2 + 2000);
  });

  it('that is missing, or shorter than its link says, is an error that names it', async () => {
    const artifacts = serverArtifacts(client((await objects(206)).origin));
    await expect(artifacts.read({ uri: 'a', offset: 95, size: 10 })).rejects.toMatchObject({
      code: 'damaged',
      message: 'the artifact a has 5 bytes instead of 10 from 95 on',
    });
    await expect(artifacts.read({ uri: 'gone', offset: 0, size: 1 })).rejects.toMatchObject({
      code: 'damaged',
      message: 'the server has no content for the artifact gone',
    });
  });

  it('that the server fails to read is an error of this artifact only', async () => {
    const server = await serve((request, response) => {
      if (request.path.startsWith('/o/')) return json(response, 500, { message: 'download file from storage failed' });
      success(response, { 's3://bucket/key': `${server.origin}/o/key?sign=s3cret` });
    });
    await expect(
      serverArtifacts(client(server.origin)).read({ uri: 's3://bucket/key', offset: 0, size: 1 }),
    ).rejects.toMatchObject({
      code: 'damaged',
      message: `the server cannot read the content of the artifact s3://bucket/key (GET ${server.origin}/o/key: 500: download file from storage failed)`,
    });
    expect(server.requests).toHaveLength(2);
  });

  it.each([
    { offset: -1, size: 1 },
    { offset: 0.5, size: 1 },
    { offset: 0, size: -7 },
    { offset: 0, size: Number.NaN },
    { offset: 0, size: 2 ** 40 },
  ])('with the impossible place %j is refused', async (place) => {
    const server = await objects(200);
    const artifacts = serverArtifacts(client(server.origin));
    await expect(artifacts.read({ uri: 'a', ...place })).rejects.toMatchObject({ name: 'SwjobError' });
    expect(server.requests).toHaveLength(1);
  });

  it('with a web address is never requested', async () => {
    const other = await objects('no');
    const server = await serve((_request, response) => json(response, 500, {}));
    const artifacts = serverArtifacts(client(server.origin));
    const error = await failure(artifacts.read({ uri: `${other.origin}/o/x`, offset: 1, size: 2 }));
    expect(error).toMatchObject({ code: 'damaged', hint: expect.stringContaining('--follow-links') });
    expect(error.message).toBe(
      `the content of an artifact is not on the instance: it is a link to ${other.origin}/o/x`,
    );
    expect([...other.requests, ...server.requests]).toEqual([]);
  });

  it('with a web address is read on request, without the token', async () => {
    const other = await objects('no');
    const server = await objects(200);
    const session = { env: {}, home: undefined, pid: 1 };
    const reader = followWebLinks(serverArtifacts(client(server.origin)), session);
    expect([...(await reader.read({ uri: `${other.origin}/o/x`, offset: 1, size: 2 }))]).toEqual([1, 2]);
    expect(other.requests[0]?.headers).not.toHaveProperty('authorization');
    expect([...(await reader.read({ uri: 'a', offset: 3, size: 1 }))]).toEqual([3]);
    expect(server.requests.map(({ path }) => path.slice(0, 4))).toEqual(['/api', '/o/a']);
  });

  it('among many is signed with all the others, and read with at most eight at a time', async () => {
    let atWork = 0;
    let most = 0;
    const server = await serve(async (request, response) => {
      if (request.path.includes('sign-links')) {
        const uris = JSON.parse(request.body) as string[];
        return success(response, Object.fromEntries(uris.map((uri) => [uri, `${server.origin}/${uri}`])));
      }
      most = Math.max(most, ++atWork);
      await new Promise((resolve) => setTimeout(resolve, 5));
      atWork--;
      response.end(request.path.slice(1));
    });
    const links = Array.from({ length: 40 }, (_, i) => ({ uri: `${i % 20}`, offset: 0 }));
    const contents = await serverArtifacts(client(server.origin)).readAll(links);
    expect(contents.map(String)).toEqual(links.map(({ uri }) => uri));
    expect(server.requests.filter(({ path }) => path.includes('sign-links'))).toHaveLength(1);
    expect(most).toBeLessThanOrEqual(8);
  });
});

/** The row of a recorded table `t/{name}`. */
function recordedRow(name: string): TypedRow {
  const found = EXCHANGES.find(({ request }) => JSON.stringify(request.body ?? '').includes(`/t/${name}"`));
  const body = found?.response.body as { data: { records: unknown[] } } | undefined;
  return rowDecoder({ table: name, keyColumn: 'id', keepNone: false })(body?.data.records[0]);
}

/** The recording signs only one link; the others are where it would have signed them. */
async function recordedObjects() {
  const server = await recordedServer(({ path, body }, response) => {
    if (!path.includes('sign-links')) return false;
    const uris = JSON.parse(body) as string[];
    success(response, Object.fromEntries(uris.map((uri) => [uri, `${server.origin}/obj-store/${uri}/1?sign=x`])));
    return true;
  });
  return server;
}

async function batchesOf(rows: readonly TypedRow[], artifacts: ServerArtifacts): Promise<(readonly TypedRow[])[]> {
  const batches: (readonly TypedRow[])[] = [];
  for await (const batch of storedValues(rows, artifacts)) batches.push(batch);
  return batches;
}

async function valuesOf(rows: readonly TypedRow[], artifacts: ServerArtifacts): Promise<readonly TypedRow[]> {
  return (await batchesOf(rows, artifacts)).flat();
}

describe('str and bytes that were stored as artifacts', () => {
  it('read back as their original type, as recorded from a real server', async () => {
    const server = await recordedObjects();
    const artifacts = serverArtifacts(client(server.origin));
    const [row] = await valuesOf([recordedRow('longtext')], artifacts);
    expect(row?.get('value')).toEqual({ type: 'STRING', value: 'long '.repeat(1000) });
    expect(server.requests.map(({ headers }) => headers.range)).toEqual([undefined, 'bytes=32-5031']);
  });

  it('stay artifacts if the user stored them as such, and can be read', async () => {
    const server = await recordedObjects();
    const artifacts = serverArtifacts(client(server.origin));
    const rows = [recordedRow('text'), recordedRow('bin'), recordedRow('i')];
    expect(await valuesOf(rows, artifacts)).toEqual(rows);
    expect(server.requests).toHaveLength(0);
    expect(String(Buffer.from(await artifacts.read({ uri: TEXT, offset: 32, size: 4 })))).toMatch(/^\w{4}$/);
    expect(await artifacts.read({ uri: BINARY, offset: 32, size: 3 })).toHaveLength(3);
  });

  it('are found in lists, tuples and maps, and read once each', async () => {
    const server = await recordedObjects();
    const stored = recordedRow('longtext').get('value') ?? NONE;
    const nested: TypedValue = {
      type: 'LIST',
      value: [stored, { type: 'MAP', value: [{ key: { type: 'STRING', value: 'k' }, value: stored }] }],
    };
    const artifacts = serverArtifacts(client(server.origin));
    const [row] = await valuesOf([new Map([['x', nested]])], artifacts);
    const text = { type: 'STRING', value: 'long '.repeat(1000) };
    expect(row?.get('x')).toEqual({
      type: 'LIST',
      value: [text, { type: 'MAP', value: [{ key: { type: 'STRING', value: 'k' }, value: text }] }],
    });
    expect(server.requests.filter(({ path }) => path.includes(LONG_TEXT))).toHaveLength(1);
  });

  it('are read in portions of a few megabytes, however many rows a page has', async () => {
    let inUse = 0;
    let most = 0;
    const artifacts: ServerArtifacts = {
      read: () => Promise.reject(new Error('not one by one')),
      readAll: async (links) => {
        inUse = links.reduce((sum, { size = 0 }) => sum + size, 0);
        most = Math.max(most, inUse);
        return links.map(() => Buffer.from('x'));
      },
    };
    const rows = Array.from(
      { length: 100 },
      (_, i) =>
        new Map([
          ['id', INT(i)],
          ['t', storedText(`o/${i}`, 3_000_000)],
        ]),
    );
    const batches = await batchesOf(rows, artifacts);
    expect(batches.map((batch) => batch.length)).toEqual(Array.from({ length: 50 }, () => 2));
    expect(most).toBe(6_000_000);
    expect(batches.flat().map((row) => row.get('id')?.value)).toEqual(rows.map((_, i) => i));
  });

  it('stay links if the data names a web address', async () => {
    const other = await serve((_request, response) => response.end('internal page'));
    const artifacts = serverArtifacts(client('http://127.0.0.1:1'));
    const row = new Map([
      ['t', storedText(`${other.origin}/admin?do=1`, 13)],
      ['n', NONE],
    ]);
    expect(await valuesOf([row], artifacts)).toEqual([row]);
    expect(other.requests).toEqual([]);
  });
});

const INT = (value: number): TypedValue => ({ type: 'INT64', value });

/** A str that the client stored as an artifact. */
function storedText(uri: string, size: number): TypedValue {
  const link = new Map<string, TypedValue>([
    ['uri', { type: 'STRING', value: uri }],
    ['offset', INT(0)],
    ['size', INT(size)],
  ]);
  const attributes = new Map<string, TypedValue>([
    ['auto_convert_to_str', { type: 'BOOL', value: true }],
    ['link', { type: 'OBJECT', pythonType: 'starwhale.base.data_type.Link', value: link }],
  ]);
  return { type: 'OBJECT', pythonType: 'starwhale.base.data_type.Text', value: attributes };
}
