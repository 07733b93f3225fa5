import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { client, failure, json, SECRET, serve, success, TOKEN } from './support.ts';

const PATH = '/api/v1/project/1/job/3';

describe('a request', () => {
  it.each([
    { status: 401, code: 'not-allowed', exitCode: 4, tries: 1, hint: 'swjob instance login' },
    { status: 403, code: 'not-allowed', exitCode: 4, tries: 1, hint: 'role' },
    { status: 404, code: 'not-found', exitCode: 3, tries: 1, hint: undefined },
    { status: 400, code: 'operation-failed', exitCode: 1, tries: 1, hint: undefined },
    { status: 409, code: 'operation-failed', exitCode: 1, tries: 1, hint: undefined },
    { status: 407, code: 'network', exitCode: 5, tries: 1, hint: 'HTTPS_PROXY' },
    { status: 500, code: 'network', exitCode: 5, tries: 1, hint: undefined },
    { status: 408, code: 'network', exitCode: 5, tries: 4, hint: undefined },
    { status: 429, code: 'network', exitCode: 5, tries: 4, hint: 'later' },
    { status: 502, code: 'network', exitCode: 5, tries: 4, hint: undefined },
    { status: 503, code: 'network', exitCode: 5, tries: 4, hint: 'later' },
    { status: 504, code: 'network', exitCode: 5, tries: 4, hint: undefined },
  ])('tries a GET that is answered with $status $tries times and ends with exit code $exitCode', async (expected) => {
    const { status, code, exitCode, tries, hint } = expected;
    const server = await serve((_request, response) => json(response, status, { code: 'X', message: 'because of me' }));
    const http = client(server.origin);
    const error = await failure(http.json('GET', PATH));
    expect(error).toMatchObject({ code, exitCode });
    expect(error.message).toContain(`GET ${PATH}: ${status}`);
    expect(error.message).toContain('because of me');
    expect(error.message.split('\n')).toHaveLength(1);
    if (hint === undefined) expect(error.hint).toBeUndefined();
    else expect(error.hint).toContain(hint);
    expect(server.requests).toHaveLength(tries);
    expect(http.pauses).toEqual([300, 600, 1200].slice(0, tries - 1));
  });

  it('recovers from two answers 502', async () => {
    const server = await serve((_request, response, number) =>
      number < 3 ? json(response, 502, {}) : success(response, 'here'),
    );
    const http = client(server.origin);
    expect(await http.json('GET', PATH)).toBe('here');
    expect(server.requests).toHaveLength(3);
    // What --verbose shows of it.
    const again = http.lines.filter((line) => line.startsWith('! '));
    expect(again).toEqual([
      expect.stringMatching(/^! .*502.*; again in 300 ms$/),
      expect.stringMatching(/^! .*502.*; again in 600 ms$/),
    ]);
  });

  it('waits as long as Retry-After asks, but not for minutes', async () => {
    const server = await serve((_request, response, number) => {
      const after = ['2', 'Thu, 01 Jan 2026 00:00:10 GMT', '3600'][number - 1] ?? '';
      json(response, 429, { code: 'X', message: 'slower' }, { 'retry-after': after });
    });
    const warnings: string[] = [];
    const warn = (line: string) => void warnings.push(line);
    const http = client(server.origin, { now: () => Date.UTC(2026, 0, 1), warn });
    expect(await failure(http.json('GET', PATH))).toMatchObject({
      message: expect.stringContaining('429 (3 tries): slower'),
      hint: 'Try again in 60 minutes: the server asks for that.',
    });
    expect(http.pauses).toEqual([2_000, 10_000]);
    expect(warnings).toEqual(['the server is busy (429): trying again in 10 s']);
  });

  it('sends a change only once, whatever the answer, but retries reads', async () => {
    const server = await serve((_request, response) => json(response, 503, { code: 'X', message: 'busy' }));
    const http = client(server.origin);
    for (const method of ['POST', 'PUT', 'DELETE'] as const) await failure(http.json(method, PATH, { json: {} }));
    expect(server.requests).toHaveLength(3);
    await failure(http.json('POST', PATH, { json: {}, idempotent: true }));
    expect(server.requests).toHaveLength(7);
  });

  it('retries a refused connection even for a change, since nothing has arrived', async () => {
    const server = await serve(() => {});
    await new Promise((resolve) => server.server.close(resolve));
    const http = client(server.origin);
    const error = await failure(http.json('POST', PATH, { json: {} }));
    expect(error).toMatchObject({ code: 'network', exitCode: 5 });
    expect(error.message).toBe(`POST ${server.origin}${PATH}: connection refused (4 tries)`);
    expect(error.hint).toBe('Is the server running, and are its address and port right?');
    expect(http.pauses).toHaveLength(3);
  });

  it.each([
    { method: 'GET' as const, tries: 4 },
    { method: 'POST' as const, tries: 1 },
  ])('sends a $method $tries times when the connection is reset in the middle of the answer', async ({
    method,
    tries,
  }) => {
    const server = await serve(async (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': 1000 });
      response.write('{"code":"success","data":[');
      await wait(10);
      response.socket?.resetAndDestroy();
    });
    const error = await failure(client(server.origin).json(method, PATH));
    expect(error).toMatchObject({ code: 'network', exitCode: 5 });
    // The change may have been made.
    expect(error.hint).toEqual(method === 'POST' ? expect.stringContaining('check that before') : undefined);
    expect(server.requests).toHaveLength(tries);
  });

  it('recovers from one truncated answer', async () => {
    const server = await serve(async (_request, response, number) => {
      if (number > 1) return success(response, 'whole');
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': 1000 });
      response.write('{"code":"success","data":[');
      await wait(10);
      response.socket?.end();
    });
    expect(await client(server.origin).json('GET', PATH)).toBe('whole');
  });

  it('times out on the first byte, and on the rest of an answer', async () => {
    const server = await serve((_request, response, number) => {
      if (number === 1) return;
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('{');
    });
    const http = client(server.origin, { requestTimeoutMs: 200 });
    const slow = await failure(http.json('GET', PATH));
    expect(slow).toMatchObject({ code: 'network', message: `GET ${server.origin}${PATH}: no answer in time` });
    const halted = await failure(http.json('GET', PATH));
    expect(halted).toMatchObject({ code: 'network', message: `GET ${server.origin}${PATH}: the answer stalled` });
    for (const error of [slow, halted]) expect(error.hint).toContain('--request-timeout');
    expect(server.requests).toHaveLength(2);
  });

  it('stops with the signal, without a retry', async () => {
    const server = await serve(() => {});
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 50);
    const error = await failure(client(server.origin).json('GET', PATH, { signal: stop.signal }));
    expect(error).toMatchObject({ code: 'interrupted', exitCode: 130 });
    expect(server.requests).toHaveLength(1);
  });
});

describe('redirects', () => {
  it('are followed within the origin for a GET, the token with them', async () => {
    const server = await serve((request, response) => {
      if (request.path === '/api/v1/new') return success(response, 'moved');
      response.writeHead(307, { location: '/api/v1/new' }).end();
    });
    expect(await client(server.origin).json('GET', PATH)).toBe('moved');
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual([TOKEN, TOKEN]);
  });

  it('to another origin are refused, and nothing is sent there', async () => {
    const other = await serve((_request, response) => success(response, 'yours'));
    const server = await serve((_request, response) => {
      response.writeHead(302, { location: `${other.origin}/x?token=abc` }).end();
    });
    const error = await failure(client(server.origin).json('GET', PATH));
    expect(error).toMatchObject({ code: 'network', exitCode: 5 });
    expect(error.message).toBe(`GET ${PATH}: refused a redirect to another origin, ${other.origin}/x`);
    expect(other.requests).toHaveLength(0);
  });

  it('do not show a token that the answer put into them', async () => {
    const server = await serve((request, response) => {
      const echo = encodeURIComponent(request.headers.authorization ?? '');
      const to = request.path.includes('local') ? '' : 'http://other.invalid';
      response.writeHead(302, { location: `${to}/x/${echo}`, 'content-type': `text/${echo}` }).end();
    });
    const http = client(server.origin);
    const errors = [await failure(http.json('GET', PATH)), await failure(http.json('GET', '/local'))];
    const shown = [...http.lines, ...errors.flatMap((error) => [error.message, error.stack])].join('\n');
    expect(shown).toContain('/x/***');
    expect(shown).not.toContain(SECRET);
  });

  it('are refused for other requests than GET, for an invalid address, and in a circle', async () => {
    const server = await serve((request, response) => {
      response.writeHead(308, { location: request.path.endsWith('bad') ? 'http://[' : PATH }).end();
    });
    const http = client(server.origin);
    expect((await failure(http.json('POST', PATH))).message).toContain('other than GET');
    expect((await failure(http.json('GET', '/api/v1/bad'))).message).toContain('invalid address');
    expect((await failure(http.json('GET', PATH))).message).toContain('after 5 others');
  });
});
