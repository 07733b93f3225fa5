import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonText } from '../../src/render/json.ts';
import { indentJson, prettyJson } from '../../src/render/pretty-json.ts';
import { anyValue, int, list, map, string } from './values.ts';

describe('prettyJson', () => {
  it('indents by two spaces and keeps every digit', () => {
    expect(prettyJson(map([string('a'), list(int(2n ** 60n), list())], [string('b'), map()]))).toBe(
      '{\n  "a": [\n    1152921504606846976,\n    []\n  ],\n  "b": {}\n}',
    );
  });

  it('writes typed values on request', () => {
    expect(prettyJson(int(1), { typed: true })).toBe('{\n  "type": "INT64",\n  "value": "1"\n}');
  });

  it('escapes what could drive a terminal on request', () => {
    expect(prettyJson(list(string('\u009b2J')), { toTerminal: true })).toBe('[\n  "\\u009b2J"\n]');
  });

  it('formats any JSON as JSON.stringify does', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        expect(indentJson(JSON.stringify(value))).toBe(JSON.stringify(value, null, 2));
      }),
    );
  });

  it('changes nothing but the blanks between tokens', () => {
    fc.assert(
      fc.property(anyValue, (value) => {
        expect(JSON.stringify(JSON.parse(prettyJson(value)))).toBe(JSON.stringify(JSON.parse(jsonText(value))));
      }),
    );
  });

  it('formats a string of a million characters', () => {
    const text = jsonText(list(string('x'.repeat(1_000_000))));
    expect(indentJson(text)).toBe(`[\n  ${text.slice(1, -1)}\n]`);
  });
});
