import { describe, expect, it } from 'vitest';
import { exchange } from './recorded.ts';
import { client, failure, serve } from './support.ts';

const PATH = '/api/v1/project/1/job/3';

describe('a request', () => {
  it('reports truncated JSON', async () => {
    const server = await serve((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end('{"code":"success","data":[');
    });
    const error = await failure(client(server.origin).json('GET', PATH));
    expect(error).toMatchObject({ code: 'network', message: `GET ${PATH}: the answer is cut off or damaged JSON` });
  });

  it.each([
    [200, 'text/plain', 'hello', 'is text/plain, not JSON'],
    [200, '', 'hello', 'is not JSON'],
    [200, 'application/json', ' \n', 'is empty'],
    [204, '', '', 'is empty'],
  ])('says what came instead of JSON: %d %j %j', async (status, type, body, how) => {
    const server = await serve((_request, response) => {
      response.writeHead(status, type === '' ? {} : { 'content-type': type }).end(body);
    });
    const error = await failure(client(server.origin).json('GET', PATH));
    expect(error).toMatchObject({ code: 'network', message: `GET ${PATH}: the answer ${how}` });
  });

  it('recognises from an HTML page, with any status, that it is not a Starwhale server', async () => {
    const recorded = exchange(54).response;
    const server = await serve((_request, response, number) => {
      response.writeHead(number === 1 ? recorded.status : 200, { 'content-type': recorded.contentType ?? '' });
      response.end(recorded.body);
    });
    const http = client(server.origin);
    const unknownPath = await failure(http.json('GET', PATH));
    expect(unknownPath.message).toBe(`GET ${PATH}: 404: an HTML page, "HTTP Status 404 – Not Found"`);
    const portal = await failure(http.json('GET', PATH));
    expect(portal.message).toBe(
      `GET ${PATH}: the answer is an HTML page, "HTTP Status 404 – Not Found" instead of JSON`,
    );
    for (const error of [unknownPath, portal]) {
      expect(error.exitCode).toBe(5);
      expect(error.hint).toContain('proxy');
    }
  });

  it('refuses JSON without an envelope, and an envelope that reports an error with status 200', async () => {
    const bodies = ['[1]', 'null', '{}', '{"code":"X","message":"no luck"}'];
    const server = await serve((_request, response, number) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(bodies[number - 1]);
    });
    const http = client(server.origin);
    for (let i = 0; i < 3; i++) expect((await failure(http.json('GET', PATH))).message).toContain('form');
    expect((await failure(http.json('GET', PATH))).message).toContain('no luck');
  });

  it('reads JSON after a byte order mark', async () => {
    const server = await serve((_request, response, number) => {
      response.writeHead(number === 1 ? 200 : 400, { 'content-type': 'application/json' });
      response.end(`\ufeff${JSON.stringify({ code: number === 1 ? 'success' : 'X', message: 'why', data: 'marked' })}`);
    });
    const http = client(server.origin);
    expect(await http.json('GET', PATH)).toBe('marked');
    expect((await failure(http.json('GET', PATH))).message).toBe(`GET ${PATH}: 400: why`);
  });

  it.each([502, 503, 504])('takes the page of a proxy with %i for a server that is away', async (status) => {
    const server = await serve((_request, response) => {
      response.writeHead(status, { 'content-type': 'text/html' }).end('<html><title>Bad Gateway</title></html>');
    });
    const error = await failure(client(server.origin).json('GET', PATH));
    expect(error).toMatchObject({ code: 'network', hint: expect.stringContaining('may be restarting') });
  });

  it('does not blame the user’s role for a 403 page of a proxy', async () => {
    const server = await serve((_request, response) => {
      response.writeHead(403, { 'content-type': 'text/html' }).end('<title>Access denied by policy</title>');
    });
    const error = await failure(client(server.origin).json('GET', PATH));
    expect(error).toMatchObject({ code: 'network', hint: expect.stringContaining('proxy') });
    expect(error.message).toBe(`GET ${PATH}: 403: an HTML page, "Access denied by policy"`);
  });
});
