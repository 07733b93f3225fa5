import { describe, expect, it } from 'vitest';
import { quoted } from '../../src/uri/quoted.ts';

describe('part of a URI in a message', () => {
  it.each([
    ['self', "'self'"],
    ['a\u001b[2Jb', "'a\\u{1b}[2Jb'"],
    ['a\u202eb', "'a\\u{202e}b'"],
    ['x'.repeat(500), `'${'x'.repeat(120)}…'`],
    ['user:SECRET@host', "'…@host'"],
    ['https://user:SECRET@host/project/1', "'https://…@host/project/1'"],
    ['https://host/x?token=SECRET#y', "'https://host/x'"],
    ['a?b', "'a?b'"],
    ['local/project/self/job/@latest:success', "'local/project/self/job/@latest:success'"],
  ])('%j', (text, shown) => {
    expect(quoted(text)).toBe(shown);
  });
});
