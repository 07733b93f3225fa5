import { describe, expect, it } from 'vitest';
import { proxyFor } from '../../src/server/proxies.ts';

const P = 'http://proxy:3128';
const through = (url: string, env: Record<string, string>): string | undefined => proxyFor(new URL(url), env)?.address;

describe('the proxy for an address', () => {
  it.each([
    ['http://a.test', { HTTP_PROXY: P }, P],
    ['http://a.test', { HTTPS_PROXY: P }, undefined],
    ['https://a.test', { HTTP_PROXY: P }, undefined],
    ['https://a.test', { HTTPS_PROXY: 'proxy:3128' }, P],
    ['wss://a.test', { https_proxy: P }, P],
    ['ws://a.test', { http_proxy: P }, P],
    ['https://a.test', { ALL_PROXY: P }, P],
    ['http://a.test', { all_proxy: P, HTTP_PROXY: 'http://own:1' }, 'http://own:1'],
    ['http://a.test', { http_proxy: P, HTTP_PROXY: 'http://own:1' }, P],
    ['http://a.test', { HTTP_PROXY: ' ' }, undefined],
  ] as const)('%s with %j is %s', (url, env, proxy) => {
    expect(through(url, env)).toBe(proxy);
  });

  it.each([
    ['http://a.test', '*'],
    ['http://a.test', 'b.test, A.test'],
    ['http://x.a.test', 'a.test'],
    ['http://x.a.test', '.a.test'],
    ['http://x.a.test', '*.a.test'],
    ['http://a.test:8082', 'a.test:8082'],
    ['https://a.test', 'a.test:443'],
    ['http://10.1.2.3', '10.0.0.0/8'],
    ['http://10.1.2.3', '10.1.2.3'],
    ['http://10.1.2.3', '192.168.0.0/16 10.1.2.3/32'],
    ['http://[fd00::1]', 'fd00::/8'],
    ['http://[::1]:8082', '::1'],
    ['http://[::1]:8082', '[::1]:8082'],
  ])('%s is exempt by NO_PROXY=%s', (url, list) => {
    expect(through(url, { ALL_PROXY: P, NO_PROXY: list })).toBeUndefined();
    expect(through(url, { ALL_PROXY: P, no_proxy: list })).toBeUndefined();
  });

  it.each([
    ['http://ba.test', 'a.test'],
    ['http://a.test', 'x.a.test'],
    ['http://a.test:8082', 'a.test:80'],
    ['http://11.1.2.3', '10.0.0.0/8'],
    ['http://10.1.2.3', '10.0.0.0/99'],
    ['http://10.1.2.3', '2.3'],
    ['http://10.1.2.3', 'fd00::/8'],
    ['http://a.test', '10.0.0.0/8,/,,[,:'],
  ])('%s is not exempt by NO_PROXY=%s', (url, list) => {
    expect(through(url, { ALL_PROXY: P, NO_PROXY: list })).toBe(P);
  });

  it('is shown without its password', () => {
    const proxy = proxyFor(new URL('http://a.test'), { HTTP_PROXY: 'http://me:hunter2@proxy:3128/' });
    expect(proxy).toMatchObject({ shown: 'http://proxy:3128', variable: 'HTTP_PROXY' });
  });
});
