import { describe, expect, it } from 'vitest';
import { originOfConfigUri, parseOrigin } from '../../src/uri/origin.ts';

describe('the origin of an address', () => {
  it.each([
    ['http', 'Host:80', 'http://host'],
    ['https', 'HOST:443', 'https://host'],
    ['https', 'host:8443', 'https://host:8443'],
    ['https', 'host:', 'https://host'],
    ['http', '127.0.0.1:8082', 'http://127.0.0.1:8082'],
    ['http', '[::1]:8082', 'http://[::1]:8082'],
    ['https', 'bücher.example', 'https://xn--bcher-kva.example'],
  ] as const)('%s://%s', (scheme, authority, origin) => {
    expect(parseOrigin(scheme, authority)).toBe(origin);
  });

  it.each([
    '',
    'a b',
    'a\\b',
    'a%41',
    'host:99999',
    'host:x',
    '[::1',
    'a\tb',
    'a^b',
    'good.example\\@evil.example',
  ])('is not to be had from %j', (authority) => {
    expect(() => parseOrigin('https', authority)).toThrow(/host|password/);
  });

  it('is never that of a password', () => {
    expect(() => parseOrigin('https', 'u:SECRET@h')).toThrow('an address must not hold a user name or a password');
  });
});

describe('the address of an instance in the config', () => {
  it.each([
    ['http://host:8082', 'http://host:8082'],
    [' HTTPS://Host/ ', 'https://host'],
    ['http://host/a/path?x', 'http://host'],
    ['host:8082', 'http://host:8082'],
    ['', null],
    ['ftp://host', null],
    ['http://', null],
    ['http://u:p@host', null],
    ['a b', null],
  ])('%j', (uri, origin) => {
    expect(originOfConfigUri(uri)).toBe(origin);
  });
});
