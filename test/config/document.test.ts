import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatConfig, PlainScalar, parseConfigText, parseConfigVerbatim } from '../../src/config/document.ts';
import { isSwjobError } from '../../src/errors.ts';

describe('the text of a config', () => {
  it('reads numbers, dates and booleans as their text', () => {
    const text = 'a: 1\nb: 12345678901234567890\nc: 1.50\nd: 2026-11-23 08:41:49 UTC\ne: yes\nf: 2.0\ng: 2026-11-23';
    expect(parseConfigText(text, 'f')).toEqual({
      a: '1',
      b: '12345678901234567890',
      c: '1.50',
      d: '2026-11-23 08:41:49 UTC',
      e: 'yes',
      f: '2.0',
      g: '2026-11-23',
    });
  });

  it('reads null in all its spellings', () => {
    expect(parseConfigText('a:\nb: null\nc: ~\nd: ""\n', 'f')).toEqual({ a: null, b: null, c: null, d: '' });
  });

  it.each(['', '# nothing\n', '---\n', '~'])('reads %j as an empty config', (text) => {
    expect(parseConfigText(text, 'f')).toEqual({});
  });

  it('uses the last of two equal keys, as the client does', () => {
    expect(parseConfigText('a: 1\na: 2', 'f')).toEqual({ a: '2' });
  });

  it('keeps a key named __proto__ as a key', () => {
    const document = parseConfigText('__proto__: {polluted: x}', 'f');
    expect(Object.keys(document)).toEqual(['__proto__']);
    expect('polluted' in document).toBe(false);
  });

  it.each([
    ['- 1', 'the file must hold a mapping, not a list'],
    ['text', 'the file must hold a mapping, not a single value'],
    ['1', 'the file must hold a mapping, not a single value'],
    ['a: [', 'line 2, column 1: unexpected end of the stream'],
    ['a: !!python/object:os.system x', 'line 1, column 31: unknown tag'],
    ['a: 1\n---\nb: 2', 'expected a single document'],
    [`a: ${'['.repeat(10_000)}`, 'nesting exceeded'],
    ['a: \0', 'null byte'],
  ])('refuses %j', (text, reason) => {
    for (const parse of [parseConfigText, parseConfigVerbatim]) {
      expect(() => parse(text, 'FILE')).toThrow(/^the config file FILE is not valid: /);
      expect(() => parse(text, 'FILE')).toThrow(reason);
    }
  });

  it('shows nothing of a broken file, which may contain a token', () => {
    for (const text of ['sw_token: Bearer SECRET\n  x: [', 'sw_token: *SECRET', 'sw_token: !SECRET x', 'a: "SECRET']) {
      try {
        parseConfigText(text, 'FILE');
        expect.unreachable();
      } catch (error) {
        expect(isSwjobError(error, 'operation-failed')).toBe(true);
        expect(error).not.toHaveProperty('cause');
        expect(String((error as Error).stack)).not.toContain('SECRET');
      }
    }
  });

  it('does not expand a bomb of aliases', () => {
    const levels = Array.from({ length: 60 }, (_, n) => `a${n + 1}: &a${n + 1} [*a${n}, *a${n}, *a${n}]`);
    const document = parseConfigVerbatim(['a0: &a0 [x]', ...levels].join('\n'), 'f');
    expect(formatConfig(document).length).toBeLessThan(10_000);
  });

  it('throws only its own error, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'a:-? &*!|>\'"%@`{}[],#\n\t10~<') }), (text) => {
        try {
          parseConfigText(text, 'f');
        } catch (error) {
          expect(isSwjobError(error)).toBe(true);
        }
      }),
    );
  });
});

describe('rewriting a config', () => {
  it('keeps every scalar unchanged', () => {
    const lines = [
      "version: '2.0'",
      'number: 1',
      'large: 12345678901234567890',
      'float: 1.50',
      'hex: 0x1F',
      'date: 2026-11-23',
      'updated_at: 2026-11-23 08:41:49 UTC',
      'sexagesimal: 1:30',
      'truth: yes',
      "quoted: 'yes'",
      "digits: '1'",
      'none: null',
      'base: &ref_0',
      '  a: b',
      'merged:',
      '  <<: *ref_0',
      '',
    ];
    expect(formatConfig(parseConfigVerbatim(lines.join('\n'), 'f'))).toBe(lines.join('\n'));
  });

  it('quotes text that would read as something else', () => {
    expect(formatConfig({ a: '1', b: 'on', c: '2026-11-23', d: '2.0', e: '', f: 'null', g: 'plain' })).toBe(
      "a: '1'\nb: 'on'\nc: '2026-11-23'\nd: '2.0'\ne: ''\nf: 'null'\ng: plain\n",
    );
  });

  it('reads back what it wrote, for any text', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom(...'0123456789.:-+eExXyYnNo_ ~#\'"') }),
    );
    fc.assert(
      fc.property(fc.dictionary(text, text), (document) => {
        expect(parseConfigText(formatConfig(document), 'f')).toEqual({ ...document });
        for (const value of Object.values(parseConfigVerbatim(formatConfig(document), 'f'))) {
          expect(value).not.toBeInstanceOf(PlainScalar);
        }
      }),
    );
  });
});
