import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { delimitedCell } from '../../../src/render/delimited.ts';
import { CellsForm } from '../../../src/standalone/row-text/cells-form.ts';
import { PrintedColumns } from '../../../src/standalone/row-text/printed-columns.ts';
import { STATUS } from '../../../src/standalone/row-text/transcoder-host.ts';
import { pythonJson } from '../../support/write-table.ts';
import { ID, lineOf, ONE, transcode } from './transcode.ts';

type Kind = 'csv' | 'tsv';
const KINDS: readonly Kind[] = ['csv', 'tsv'];

const formOf = (kind: Kind, columns?: readonly string[]) => new CellsForm(kind, new PrintedColumns(), columns);

/** The cell of a value that the transcoder writes without asking the host. */
function printed(kind: Kind, type: unknown, stored: string): string {
  const line = lineOf({ ...ID, v: type }, `{${ONE}, "v": ${stored}}`);
  const { status, output } = transcode(line, { form: formOf(kind), other: () => null });
  expect(status).toBe(STATUS.done);
  return output.slice(2, -1);
}

const list = (elementType: unknown) => ({ type: 'LIST', elementType });
const FLOATS = list({ type: 'FLOAT64' });

describe('cells', () => {
  it.each([
    ['INT8', '"80"', '-128'],
    ['INT64', '"0020000000000001"', '9007199254740993'],
    ['FLOAT64', '"3fb999999999999a"', '0.1'],
    ['FLOAT64', '"8000000000000000"', '-0'],
    ['FLOAT64', '"7ff8000000000000"', 'NaN'],
    ['FLOAT32', '"7f800000"', 'Infinity'],
    ['FLOAT16', '"fc00"', '-Infinity'],
    ['BOOL', '"1"', 'true'],
    ['STRING', '""', ''],
    ['STRING', 'null', ''],
  ])('are the same in both, of a %s %s', (type, stored, cell) => {
    for (const kind of KINDS) expect(printed(kind, { type }, stored)).toBe(cell);
  });

  it('of lists are JSON', () => {
    for (const kind of KINDS) {
      expect(printed(kind, FLOATS, '[]')).toBe('[]');
      expect(printed(kind, FLOATS, '["3ff0000000000000"]')).toBe('[1]');
    }
    const pair = '["3ff0000000000000", null]';
    expect(printed('csv', FLOATS, pair)).toBe('"[1,null]"');
    expect(printed('tsv', FLOATS, pair)).toBe('[1,null]');
    expect(printed('tsv', list({ type: 'STRING' }), '["a", "b"]')).toBe('["a","b"]');
  });

  it('are left to the host where JSON itself needs escapes', () => {
    const ask = (kind: Kind, stored: string) =>
      transcode(lineOf({ ...ID, v: list({ type: 'STRING' }) }, `{${ONE}, "v": ${stored}}`), { form: formOf(kind) });
    expect(ask('csv', '["a"]').output).toBe('1,"[""a""]"\n');
    expect(ask('tsv', '["a\\n"]').output).toBe('1\t["a\\\\n"]\n');
  });

  it('of texts are quoted or escaped as the writer does, whatever stands at their edges', () => {
    const texts: string[] = [];
    for (let code = 0; code < 0x10000; code++) {
      if (code >= 0xd800 && code <= 0xdfff) continue;
      const character = String.fromCharCode(code);
      texts.push(character, `${character}edge`, `edge${character}`, `in${character}side`);
    }
    const lines = texts.map((text, key) =>
      lineOf(
        { ...ID, v: { type: 'STRING' } },
        `{"id": "${key.toString(16).padStart(16, '0')}", "v": ${pythonJson(text)}}`,
      ),
    );
    for (const kind of KINDS) {
      const { status, output } = transcode(lines.join(''), { form: formOf(kind, ['v', 'w']), other: () => null });
      expect(status).toBe(STATUS.done);
      let at = 0;
      for (const text of texts) {
        const row = `${delimitedCell(kind, text)}${kind === 'csv' ? ',' : '\t'}\n`;
        // To compare megabytes in one piece takes minutes where they differ.
        if (!output.startsWith(row, at)) expect(output.slice(at, at + row.length)).toBe(row);
        at += row.length;
      }
      expect(at).toBe(output.length);
    }
  });

  it('of any text are those of the writer', () => {
    const units = fc.constantFrom(',', '"', '\n', '\r', '\t', '\\', ' ', '\u00a0', 'x', 'é', '\ud83d\ude42');
    const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 60 }), fc.string({ unit: units, maxLength: 60 }));
    fc.assert(
      fc.property(text, fc.constantFrom(...KINDS), (value, kind) => {
        // Lone surrogates are written as escapes: what is unusual is left to the host.
        fc.pre(!/\p{Surrogate}/u.test(value));
        expect(printed(kind, { type: 'STRING' }, pythonJson(value))).toBe(delimitedCell(kind, value));
      }),
    );
  });

  it('of keys are those of any value', () => {
    const line = lineOf({ id: { type: 'STRING' } }, '{"id": " a,b"}');
    expect(transcode(line, { form: formOf('csv'), areKeysTexts: true })).toMatchObject({
      output: '" a,b"\n',
      key: ' a,b',
    });
  });
});

describe('rows of cells', () => {
  const types = { ...ID, a: { type: 'STRING' }, b: { type: 'INT8' } };
  const line = lineOf(types, `{${ONE}, "a": null, "b": "02"}`);
  const rowOf = (kind: Kind, columns: readonly string[]) => transcode(line, { form: formOf(kind, columns) }).output;

  it('have a place for each column of the output', () => {
    expect(rowOf('csv', ['id', 'a', 'b'])).toBe('1,,2\n');
    expect(rowOf('csv', ['x', 'id', 'y', 'z', 'b', 'c', 'd'])).toBe(',1,,,2,,\n');
    expect(rowOf('tsv', ['a', 'x'])).toBe('\t\n');
    expect(rowOf('tsv', ['a'])).toBe('\n');
  });

  it('are never without a character in csv', () => {
    expect(rowOf('csv', ['a'])).toBe('""\n');
    expect(rowOf('csv', ['x'])).toBe('""\n');
    expect(rowOf('csv', ['b'])).toBe('2\n');
  });

  it('are left to the thorough way where the columns stand in another order, or twice', () => {
    for (const columns of [['b', 'id'], ['id', 'id'], [], Array.from({ length: 500 }, (_, index) => `${index}`)]) {
      expect(transcode(line, { form: formOf('csv', columns) })).toMatchObject({ status: STATUS.newSchema, rest: line });
    }
  });
});
