import { describe, expect, it } from 'vitest';
import { ValueError } from '../../src/datastore/scalars.ts';
import { RecordSchemas } from '../../src/standalone/record-schema.ts';

describe('RecordSchemas', () => {
  it('compiles each distinct text once', () => {
    const schemas = new RecordSchemas();
    const text = '{"id": {"type": "INT64"}, "b": {"type": "STRING"}}';
    const schema = schemas.compile(text);
    expect(schemas.compile(text)).toBe(schema);
    expect(schemas.compile(`${text} `)).not.toBe(schema);
    expect([...schema.keys()]).toEqual(['id', 'b']);
    expect(schema.get('id')?.('10')).toEqual({ type: 'INT64', value: 16 });
  });

  it('keeps the order of the text, even for names that are numbers', () => {
    const part =
      '{"type": "MAP", "keyType": {"type": "INT8"}, "valueType": {"type": "STRING"}, "sparseKeyValuePairSchema": {"1": {"keyType": {"type": "INT8"}, "valueType": {"type": "INT8"}}}}';
    const names = ['z', '10', 'a"b:{', '2', '\u2028', '__proto__', '\\', '1'];
    const text = `{${names.map((name) => `${JSON.stringify(name)}:${part}`).join(' ,')}}`;
    expect([...new RecordSchemas().compile(text).keys()]).toEqual(names);
  });

  it('reports a broken schema of a column only when the column is read', () => {
    const schema = new RecordSchemas().compile('{"good": {"type": "INT8"}, "bad": {"type": "INT9"}, "worse": 5}');
    expect(schema.get('good')?.('1')).toEqual({ type: 'INT8', value: 1 });
    expect(() => schema.get('bad')?.('1')).toThrow(new ValueError('"bad" has the unknown type "INT9"'));
    expect(() => schema.get('worse')?.('1')).toThrow(new ValueError('"worse" has a schema that is not an object'));
  });

  it('refuses anything but an object', () => {
    for (const text of ['[]', '1', 'null', '"x"']) expect(() => new RecordSchemas().compile(text)).toThrow(ValueError);
    for (const text of ['', '{', '{"a": }']) expect(() => new RecordSchemas().compile(text)).toThrow(SyntaxError);
  });

  it('limits how many texts are kept', () => {
    const schemas = new RecordSchemas();
    const first = schemas.compile('{}');
    for (let i = 0; i < 10_001; i++) schemas.compile(`{}${' '.repeat(1 + (i % 101))}${'\n'.repeat(i / 101)}`);
    expect(schemas.compile('{}')).not.toBe(first);
    expect([...schemas.compile('{}')]).toEqual([]);
  });
});
