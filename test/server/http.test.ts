import { createServer } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { SwjobError } from '../../src/errors.ts';
import { exchange } from './recorded.ts';
import { client, failure, json, SECRET, serve, success, type TestClient, TOKEN } from './support.ts';

const PATH = '/api/v1/project/1/job/3';

function shown(http: TestClient, error: SwjobError): string {
  return [...http.lines, error.message, error.hint, error.stack, JSON.stringify(error)].join('\n');
}

describe('HttpClient', () => {
  it('returns the data of a successful answer, and reuses connections', async () => {
    const ports = new Set<number | undefined>();
    const server = await serve((_request, response) => {
      ports.add(response.socket?.remotePort);
      success(response, { id: '3' });
    });
    const http = client(server.origin);
    for (let i = 0; i < 10; i++) expect(await http.json('GET', PATH)).toEqual({ id: '3' });
    expect(ports.size).toBeLessThan(3);
  });

  it('sends the token unchanged, queries encoded, and JSON or a form as the body', async () => {
    const server = await serve((_request, response) => success(response, null));
    const http = client(server.origin);
    await http.json('GET', PATH, { query: { name: 'a&b=ü', pageNum: 1 } });
    await http.json('POST', PATH, { json: { pinned: true } });
    await http.json('POST', PATH, { form: { userName: 'a', userPwd: 'b c&d' } });
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual([TOKEN, TOKEN, TOKEN]);
    expect(server.requests[0]?.path).toBe(`${PATH}?name=a%26b%3D%C3%BC&pageNum=1`);
    expect(server.requests[1]?.body).toBe('{"pinned":true}');
    expect(server.requests[1]?.headers['content-type']).toContain('application/json');
    expect(server.requests[2]?.body).toBe('userName=a&userPwd=b+c%26d');
  });
});

describe('credentials', () => {
  it('are in no message and no line of the log, even if the server echoes them', async () => {
    const server = await serve((request, response, number) => {
      const message = `you sent ${request.headers.authorization}, that is ${SECRET}\nand ${request.headers.authorization}`;
      json(response, number === 1 ? 401 : 200, { code: 'X', message });
    });
    const http = client(server.origin);
    for (let i = 0; i < 2; i++) {
      const error = await failure(http.json('GET', PATH));
      expect(error.message).toContain('***');
      expect(shown(http, error)).not.toContain(SECRET.repeat(1).concat('.signature'));
      expect(shown(http, error)).not.toContain('eyJhbGciOi');
    }
    expect(http.lines.length).toBeGreaterThan(3);
  });

  it('are not advised for a link whose storage answers with a page of its own', async () => {
    const answers: Readonly<Record<string, number>> = { '/refused': 403, '/gone': 404, '/moved': 302 };
    const server = await serve(({ path }, response) => {
      response.writeHead(answers[path] ?? 200, { 'content-type': 'text/html', location: 'http://other.test/' });
      response.end('<html><title>Storage</title></html>');
    });
    const http = client(server.origin);
    const errors = [];
    for (const path of Object.keys(answers)) errors.push(await failure(http.link(server.origin + path)));
    expect(errors.map(({ code, hint }) => [code, hint])).toEqual([
      ['not-allowed', 'The link may have expired: run the command again.'],
      ['not-found', undefined],
      ['network', undefined],
    ]);
  });

  it('are not sent along a link, whose signature is not shown either', async () => {
    const server = await serve((_request, response, number) =>
      number === 1 ? response.end('content') : json(response, 403, { message: 'expired' }),
    );
    const http = client(server.origin);
    const link = `${server.origin}/obj/x?sign=topsecret`;
    expect((await http.link(link)).body.toString()).toBe('content');
    const error = await failure(http.link(link));
    expect(error).toMatchObject({ code: 'not-allowed', hint: 'The link may have expired: run the command again.' });
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual([undefined, undefined]);
    expect(error.message).toContain(`GET ${server.origin}/obj/x: 403`);
    expect(shown(http, error)).not.toContain('topsecret');
    await expect(http.link('file:///etc/passwd')).rejects.toThrow('not an HTTP address');
  });

  it.each([
    'Bearer a\r\nx-evil: 1',
    'Bearer a\n',
    'Bearer \u0000',
    'Bearer ключ',
  ])('that are invalid in a header (%j) are refused before anything is sent, and not shown', (token) => {
    const make = () => client('http://127.0.0.1:1', { token });
    expect(make).toThrow('contains invalid characters');
    expect(make).not.toThrow('evil');
  });

  it('are suggested in a hint if there are none', async () => {
    const server = await serve((_request, response) => json(response, 401, exchange(59).response.body));
    const error = await failure(client(server.origin, { token: null }).json('GET', PATH));
    expect(server.requests[0]?.headers.authorization).toBeUndefined();
    expect(error.message).toBe(`GET ${PATH}: 401: Not logged in.`);
    expect(error.hint).toContain('SW_TOKEN');
  });
});

describe('an address', () => {
  it.each(['ftp://host', 'host', '', 'javascript:alert(1)'])('%j is a usage error', (origin) => {
    expect(() => client(origin)).toThrow('is not the address of a Server');
  });

  it('at which something other than HTTP answers is named', async () => {
    const server = createServer((socket) => socket.end('SSH-2.0-OpenSSH_9.6\r\n')).listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await new Promise((resolve) => server.once('listening', resolve));
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const error = await failure(client(`http://127.0.0.1:${port}`).json('GET', PATH));
    expect(error).toMatchObject({
      code: 'network',
      message: `GET http://127.0.0.1:${port}${PATH}: the answer is not HTTP`,
    });
  });

  it('keeps its path, below which everything is requested', async () => {
    expect(client('http://Host:80/path/?x').address).toBe('http://host/path');
    expect(client('http://Host:80/').address).toBe('http://host');
    const server = await serve((_request, response) => success(response, null));
    await client(`${server.origin}/starwhale`).json('GET', PATH);
    expect(server.requests[0]?.path).toBe(`/starwhale${PATH}`);
  });
});
