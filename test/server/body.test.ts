import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { client, failure, serve } from './support.ts';

const PATH = '/api/v1/project/1/job/3';

describe('a request', () => {
  it('gives up on an answer that trickles, but not on large content that keeps coming', async () => {
    const server = await serve(async (request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const piece = Buffer.alloc(request.path === PATH ? 1 : 2000, ' ');
      for (let i = 0; i < 20 && !response.destroyed; i++) {
        response.write(piece);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      response.end();
    });
    const http = client(server.origin, { requestTimeoutMs: 300 });
    const trickled = { code: 'network', message: `GET ${PATH}: the answer took longer than 0.3 s` };
    expect(await failure(http.json('GET', PATH))).toMatchObject(trickled);
    expect(await failure(http.request('GET', PATH))).toMatchObject(trickled);
    expect((await http.request('GET', '/log')).body).toHaveLength(40_000);
    expect((await http.link('/object')).body).toHaveLength(40_000);
  });

  it.each([
    'gzip',
    'x-gzip',
    'deflate',
    'br',
  ] as const)('unpacks %s, asked for or not, to no more than its limit', async (encoding) => {
    const pack = { gzip: gzipSync, 'x-gzip': gzipSync, deflate: deflateSync, br: brotliCompressSync }[encoding];
    const server = await serve((request, response) => {
      const data = request.path === PATH ? 'fits' : ' '.repeat(5_000_000);
      const body = pack(Buffer.from(JSON.stringify({ code: 'success', message: '', data })));
      response.writeHead(request.path.endsWith('error') ? 400 : 200, {
        'content-encoding': encoding,
        'content-type': 'application/json',
      });
      response.end(request.path.endsWith('cut') ? body.subarray(0, 20) : body);
    });
    const http = client(server.origin, { maxBodyBytes: 1_000_000 });
    expect(await http.json('GET', PATH)).toBe('fits');
    expect((await failure(http.json('GET', '/bomb'))).message).toBe(
      'GET /bomb: the answer is longer than 1000000 bytes',
    );
    expect((await failure(http.json('GET', '/cut'))).message).toContain('GET /cut: the answer is cut off or damaged');
    expect((await failure(http.json('GET', '/error'))).message).toContain('GET /error: 400: ');
    expect(server.requests[0]?.headers['accept-encoding']).toBe('gzip');
    await http.link('/object').catch(() => {});
    expect(server.requests.at(-1)?.headers['accept-encoding']).toBe('identity');
  });

  it('names an unknown content encoding', async () => {
    const server = await serve((_request, response) => {
      response.writeHead(200, { 'content-encoding': 'zstd' }).end('x');
    });
    expect((await failure(client(server.origin).json('GET', PATH))).message).toContain('cannot read: zstd');
  });

  it('refuses an answer of 2 GB while it is read, announced or not', async () => {
    let sent = 0;
    const chunk = Buffer.alloc(64 * 1024, 'x');
    const server = await serve((_request, response, number) => {
      const length = number === 1 ? { 'content-length': 2 ** 31 } : {};
      response.writeHead(200, { 'content-type': 'application/json', ...length });
      const more = (): void => {
        while (!response.destroyed && sent < 2 ** 31) {
          sent += chunk.length;
          if (!response.write(chunk)) return void response.once('drain', more);
        }
      };
      more();
    });
    const http = client(server.origin, { maxBodyBytes: 4 * 1024 * 1024 });
    for (let i = 0; i < 2; i++) {
      const error = await failure(http.json('GET', PATH));
      expect(error).toMatchObject({ code: 'network', message: `GET ${PATH}: the answer is longer than 4 MiB` });
    }
    expect(server.requests).toHaveLength(2);
    expect(sent).toBeLessThan(256 * 1024 * 1024);
  });
});
