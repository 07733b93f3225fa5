import fc from 'fast-check';
import { dump } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { parseConfigText } from '../../src/config/document.ts';
import { parsePlainConfig } from '../../src/config/plain-config.ts';

const CLIENTS_OWN = `current_instance: srv
docker:
  builtin_image_repo: ''
instances:
  local:
    current_project: self
    type: standalone
    updated_at: 2026-11-23 08:41:49 UTC
    uri: local
    user_name: root
  srv:
    current_project: null
    sw_token: Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c3RhbmQtaW4
    type: cloud
    uri: http://127.0.0.1:8082
    user_name: it''s
link_auths: {}
storage:
  root: /root/.starwhale
version: '2.0'
`;

describe('parsePlainConfig', () => {
  it('reads what the client writes as the library does', () => {
    const document = parsePlainConfig(CLIENTS_OWN.replace("it''s", "'it''s'"));
    expect(document).toEqual(parseConfigText(CLIENTS_OWN.replace("it''s", "'it''s'"), 'f'));
    expect(document).toMatchObject({
      version: '2.0',
      instances: { srv: { current_project: null, user_name: "it's" } },
    });
  });

  it.each([
    ['a list', 'a:\n- b\n'],
    ['a comment', 'a: b # c\n'],
    ['a comment of a line', '# c\na: b\n'],
    ['a field twice', 'a: 1\na: 2\n'],
    ['double quotes', 'a: "b"\n'],
    ['a text over lines', 'a: b\n  c\n'],
    ['a block', 'a: |\n  b\n'],
    ['an anchor', 'a: &b c\n'],
    ['a tag', 'a: !!str b\n'],
    ['a flow mapping', 'a: {b: c}\n'],
    ['JSON', '{"a": "b"}'],
    ['a mapping in a field', 'a: b: c\n'],
    ['a tab', 'a:\tb\n'],
    ['two documents', 'a: b\n---\nc: d\n'],
    ['a field too far in', 'a: b\n  c: d\n'],
    ['a field between', 'a:\n    b: c\n  d: e\n'],
    ['a quote that does not end', "a: 'b\n"],
    ['other letters', 'a: é\n'],
    ['the name of all objects', '__proto__: {}\n'],
    ['a line that is empty', 'a: b\n\nc: d\n'],
  ])('leaves %s to the library', (_what, text) => {
    expect(parsePlainConfig(text)).toBeNull();
  });

  it('agrees with the library on everything that it accepts', () => {
    const word = fc.string({ unit: fc.constantFrom(...'ab1 :/.-_~#\'"{}[],&*!|>%@`?=+nul'), maxLength: 8 });
    const scalar = fc.oneof(
      word,
      fc.constantFrom('', 'null', '~', 'yes', '2.0', '0x1', 'a: b', 'a #b', '- a'),
      fc.constant(null),
    );
    const { tree } = fc.letrec((tie) => ({
      tree: fc.dictionary(word, fc.oneof({ depthSize: 'small' }, scalar, tie('tree')), { maxKeys: 4 }),
    }));
    fc.assert(
      fc.property(tree, (document) => {
        const text = dump(document, { lineWidth: -1 });
        const plain = parsePlainConfig(text);
        if (plain !== null) expect(plain).toEqual(parseConfigText(text, 'f'));
      }),
    );
    const line = fc
      .tuple(fc.constantFrom('', '  ', '    ', ' '), word, fc.constantFrom(': ', ':', ' : '), word)
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.array(line, { maxLength: 5 }), (lines) => {
        const text = `${lines.join('\n')}\n`;
        const plain = parsePlainConfig(text);
        if (plain !== null) expect(plain).toEqual(parseConfigText(text, 'f'));
      }),
      { numRuns: 3000 },
    );
  });
});
