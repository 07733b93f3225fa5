import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redact, redactor } from '../../src/text/secret.ts';
import { cpuNow } from '../support/cpu-now.ts';

const TOKEN = 'eyJhbGciOi/J9+x.dG9r ZW4=é"\\';

describe('redact', () => {
  it('replaces every occurrence in every encoding', () => {
    const forms = [
      TOKEN,
      encodeURIComponent(TOKEN),
      encodeURIComponent(TOKEN).replace(/%../g, (hex) => hex.toLowerCase()),
      encodeURI(TOKEN),
      new URLSearchParams({ q: TOKEN }).toString().slice(2),
      JSON.stringify(TOKEN).slice(1, -1),
      Buffer.from(TOKEN).toString('base64'),
      Buffer.from(TOKEN).toString('base64url'),
    ];
    for (const form of forms) expect(redact(`a ${form} b ${form}.`, [TOKEN])).toMatch(/^a \*\*\*=* b \*\*\*=*\.$/);
  });

  it('finds a secret inside the base64 of something longer, wherever it begins', () => {
    for (const user of ['', 'u', 'us', 'use']) {
      const basic = Buffer.from(`${user}:s3cret-passw0rd`).toString('base64');
      const redacted = redact(`sent ${basic}`, ['s3cret-passw0rd']);
      expect(redacted).toContain('***');
      const rest = Buffer.from(redacted.replace('sent ', '').replace('***', ''), 'base64').toString('latin1');
      expect(rest).not.toContain('cret');
    }
  });

  it('masks the longest of overlapping secrets, and ignores empty ones', () => {
    expect(redact('abc abcdef', ['abc', 'abcdef', '', ' '])).toBe('*** ***');
    expect(redact('nothing here', [''])).toBe('nothing here');
  });

  it('takes secrets literally', () => {
    expect(redact('a.c abc $& (x', ['a.c', '$&', '(x'])).toBe('*** abc *** ***');
  });

  it('leaves no occurrence of any secret', () => {
    const secret = fc
      .string({ unit: 'binary', minLength: 4, maxLength: 12 })
      .filter((text) => text.trim() !== '' && !text.includes('*'));
    fc.assert(
      fc.property(secret, fc.string(), fc.string(), (token, before, after) => {
        expect(redact(`${before}${token}${after}`, [token])).not.toContain(token);
      }),
      { numRuns: 500 },
    );
  });

  it('hides secrets of any length', () => {
    for (const length of [4096, 4098, 20_000]) {
      const secret = 'x1'.repeat(length / 2 + 1);
      const hidden = redact(`before ${secret} after, ${encodeURIComponent(secret)} ${JSON.stringify({ secret })}`, [
        secret,
      ]);
      expect(hidden).not.toContain('x1');
      expect(hidden).toMatch(/^before \*\*\* after, \*\*\* /);
    }
  });
});

describe('what looks like credentials', () => {
  const mask = redactor([]);
  it.each([
    ['failed with Bearer abc.def-1 there', 'failed with Bearer *** there'],
    ['basic dXNlcjpwYXNz1', 'basic ***'],
    ['> Authorization: Custom abc def\nhost: x', '> Authorization: ***\nhost: x'],
    ['set-cookie: sid=1; path=/', 'set-cookie: ***'],
    ['x-sw-token: abc', 'x-sw-token: ***'],
    ['https://h/p?X-Amz-Signature=ab12&a=1&Token=x#f', 'https://h/p?X-Amz-Signature=***&a=1&Token=***#f'],
    ['https://h/p?a=1&sig=ab%2F12 gone', 'https://h/p?a=1&sig=*** gone'],
    ['http://user:pa55@host:8082/x', 'http://user:***@host:8082/x'],
    ['{"sw_token": "abc\\"d", "user": "x"}', '{"sw_token": "***", "user": "x"}'],
    ['{"password":"abc"}', '{"password":"***"}'],
  ])('%s', (text, expected) => expect(mask(text)).toBe(expected));

  it.each([
    'http://host:8082/project/1/job/2',
    'token expired, log in again',
    'Basic authentication is not supported',
    'cloud://srv/project/a:b/job/x@y',
    'key: value',
    'the password is wrong',
  ])('leaves "%s" alone', (text) => expect(mask(text)).toBe(text));

  it('takes little time for hostile texts', () => {
    const start = cpuNow();
    for (const piece of ['?', '&a', 'a://', 'a://x:', '"a', 'x-', 'bearer ', 'token ', 'basic a', '"token":"\\']) {
      mask(piece.repeat(100_000 / piece.length));
    }
    expect(mask(`"token":"${'\\x'.repeat(5_000_000)}`)).toMatch(/^"token":"\*\*\*/);
    expect(cpuNow() - start).toBeLessThan(3000);
  });
});
