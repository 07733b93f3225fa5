import { describe, expect, it } from 'vitest';
import { addressOfConfigUri, parseAddress } from '../../src/uri/address.ts';

describe('the address of an instance', () => {
  it.each([
    ['http', 'Host:80', 'http://host'],
    ['https', 'HOST:443', 'https://host'],
    ['https', 'host:8443', 'https://host:8443'],
    ['https', 'host:', 'https://host'],
    ['http', '127.0.0.1:8082', 'http://127.0.0.1:8082'],
    ['http', '[::1]:8082', 'http://[::1]:8082'],
    ['https', 'bücher.example', 'https://xn--bcher-kva.example'],
  ] as const)('%s://%s', (scheme, authority, address) => {
    expect(parseAddress(scheme, authority)).toBe(address);
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
    expect(() => parseAddress('https', authority)).toThrow(/host|password/);
  });

  it('is never that of a password', () => {
    expect(() => parseAddress('https', 'u:SECRET@h')).toThrow('an address must not hold a user name or a password');
  });
});

describe('the address of an instance in the config', () => {
  it.each([
    ['http://host:8082', 'http://host:8082'],
    [' HTTPS://Host/ ', 'https://host'],
    ['http://host/a/path?x', 'http://host/a/path'],
    ['http://Host//a//', 'http://host/a'],
    ['host:8082', 'http://host:8082'],
    ['', null],
    ['ftp://host', null],
    ['http://', null],
    ['http://u:p@host', null],
    ['a b', null],
  ])('%j', (uri, address) => {
    expect(addressOfConfigUri(uri)).toBe(address);
  });
});
