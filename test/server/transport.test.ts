import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { client, failure, listen, serve, success, TOKEN } from './support.ts';

const PATH = '/api/v1/system/version';
const file = (name: string): Buffer => readFileSync(new URL(`data/self-signed.${name}.pem`, import.meta.url));

async function secureServer() {
  const requests: string[] = [];
  const server = createSecureServer({ key: file('key'), cert: file('cert') }, (request, response) => {
    requests.push(request.headers.authorization ?? '');
    success(response, 'secure');
  });
  const { origin } = await listen(server);
  return { origin: origin.replace('http:', 'https:'), requests };
}

/** A proxy for plain requests and for tunnels; `seen` records what was requested. */
async function proxyServer() {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    seen.push(`${request.method} ${request.url}`);
    success(response, 'by proxy');
  });
  server.on('connect', (request, socket) => {
    seen.push(`CONNECT ${request.url} ${request.headers.authorization ?? '-'}`);
    const [host, port] = (request.url ?? '').split(':');
    const target = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      target.pipe(socket).pipe(target);
    });
    target.on('error', () => socket.destroy());
    socket.on('error', () => target.destroy());
  });
  return { ...(await listen(server)), seen };
}

describe('TLS', () => {
  it('refuses a self-signed certificate at once, before the token is sent, and says what to do', async () => {
    const server = await secureServer();
    const http = client(server.origin);
    await expect(http.json('GET', PATH)).rejects.toMatchObject({
      code: 'network',
      exitCode: 5,
      message: `GET ${server.origin}${PATH}: the server’s certificate is not trusted (DEPTH_ZERO_SELF_SIGNED_CERT)`,
      hint: expect.stringMatching(/NODE_EXTRA_CA_CERTS.*--insecure/),
    });
    expect(server.requests).toHaveLength(0);
    expect(http.pauses).toHaveLength(0);
  });

  it('accepts one only with insecure, with one warning', async () => {
    const server = await secureServer();
    const warnings: string[] = [];
    const http = client(server.origin, { insecure: true, warn: (line) => warnings.push(line) });
    expect(await http.json('GET', PATH)).toBe('secure');
    await http.json('GET', PATH);
    expect(warnings).toEqual([`the certificate of ${server.origin} is not checked (--insecure)`]);
  });

  it('is reported as missing, with a hint, if the server speaks plain HTTP', async () => {
    const server = await serve((_request, response) => success(response, null));
    const http = client(server.origin.replace('http:', 'https:'));
    await expect(http.json('GET', PATH)).rejects.toMatchObject({
      message: `GET ${http.address}${PATH}: the server does not speak TLS`,
      hint: expect.stringContaining('http://'),
    });
  });
});

describe('a proxy from the environment', () => {
  it.each(['HTTP_PROXY', 'http_proxy'])('of %s receives plain requests', async (name) => {
    const proxy = await proxyServer();
    const http = client('http://starwhale.test', { env: { [name]: proxy.origin } });
    expect(await http.json('GET', PATH)).toBe('by proxy');
    expect(proxy.seen).toEqual([`GET http://starwhale.test${PATH}`]);
  });

  it('of HTTPS_PROXY is a tunnel: the certificate is still checked, and the token is inside', async () => {
    const [proxy, server] = [await proxyServer(), await secureServer()];
    const env = { HTTPS_PROXY: proxy.origin };
    await expect(client(server.origin, { env }).json('GET', PATH)).rejects.toThrow('not trusted');
    expect(await client(server.origin, { env, insecure: true }).json('GET', PATH)).toBe('secure');
    expect(server.requests).toEqual([TOKEN]);
    const host = new URL(server.origin).host;
    expect(proxy.seen).toEqual([`CONNECT ${host} -`, `CONNECT ${host} -`]);
  });

  it('that refuses a tunnel is distinguished from the server', async () => {
    const { origin, server } = await proxyServer();
    server.removeAllListeners('connect').on('connect', (_request, socket) => {
      socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
    });
    const http = client('https://starwhale.test', { env: { HTTPS_PROXY: origin.replace('http://', '') } });
    await expect(http.json('GET', PATH)).rejects.toMatchObject({
      exitCode: 5,
      message: `GET https://starwhale.test${PATH}: through the proxy ${origin} (HTTPS_PROXY): it refused the connection with 407`,
      hint: expect.stringContaining('HTTPS_PROXY'),
    });
  });

  it('that refuses a plain request is reported without its password', async () => {
    const proxy = await serve((_request, response) => response.writeHead(407).end());
    const address = proxy.origin.replace('http://', 'http://me:hunter2@');
    const error = await failure(client('http://starwhale.test', { env: { HTTP_PROXY: address } }).json('GET', PATH));
    expect(error.message).toBe(
      `GET http://starwhale.test${PATH}: through the proxy ${proxy.origin} (HTTP_PROXY): it refused the request with 407`,
    );
    expect(error.hint).toContain('a user and a password');
  });

  it('that is down is named, with NO_PROXY in the hint', async () => {
    const env = { ALL_PROXY: 'http://127.0.0.1:1' };
    const error = await failure(client('http://starwhale.test', { env }).json('GET', PATH));
    expect(error).toMatchObject({
      exitCode: 5,
      message: `GET http://starwhale.test${PATH}: through the proxy http://127.0.0.1:1 (ALL_PROXY): connection refused (4 tries)`,
      hint: 'Check ALL_PROXY; NO_PROXY exempts hosts, domains and networks from it.',
    });
  });

  it('with an invalid address is a usage error, which does not show it', async () => {
    const reasons = {
      'http://[': 'is not the address',
      'ftp://u:hunter2@host': 'is not the address',
      'socks5://u:hunter2@host': 'names a SOCKS',
    };
    for (const [value, reason] of Object.entries(reasons)) {
      const error = await failure(client('http://x.test', { env: { HTTP_PROXY: value } }).json('GET', PATH));
      expect(error).toMatchObject({ exitCode: 2, message: expect.stringContaining(`HTTP_PROXY ${reason}`) });
      expect(`${error.message} ${error.hint}`).not.toContain('hunter2');
    }
  });

  it('is bypassed for the hosts in NO_PROXY', async () => {
    const [proxy, server] = [await proxyServer(), await serve((_request, response) => success(response, 'direct'))];
    const env = { HTTP_PROXY: proxy.origin, NO_PROXY: 'example.org,127.0.0.1' };
    expect(await client(server.origin, { env }).json('GET', PATH)).toBe('direct');
    expect(proxy.seen).toEqual([]);
  });

  it('comes from the given environment, never from the process', async () => {
    const server = await serve((_request, response) => success(response, 'direct'));
    process.env['http_proxy'] = 'http://127.0.0.1:1';
    try {
      expect(await client(server.origin, { env: {} }).json('GET', PATH)).toBe('direct');
      const env = { HTTPS_PROXY: 'http://127.0.0.1:1' };
      expect(await client(server.origin, { env }).json('GET', PATH)).toBe('direct');
    } finally {
      delete process.env['http_proxy'];
    }
  });
});
