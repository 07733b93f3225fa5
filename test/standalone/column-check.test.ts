import { describe, expect, it } from 'vitest';
import { ColumnCheck } from '../../src/standalone/column-check.ts';
import { RecordSchemas } from '../../src/standalone/record-schema.ts';
import { revisionOf } from '../../src/standalone/revision.ts';

const records = (...names: readonly string[]) => {
  const schema = JSON.stringify(Object.fromEntries(names.map((name) => [name, { type: 'INT64' }])));
  return [{ revision: revisionOf(1n), schema: new RecordSchemas().compile(schema), data: {} }];
};

describe('ColumnCheck', () => {
  it('has found all columns once it has seen each; the key column needs no search', () => {
    const check = new ColumnCheck(['b', 'id', '__proto__'], 'id');
    expect(check.allFound).toBe(false);
    check.see(records('a', 'b'));
    expect(check.allFound).toBe(false);
    check.see(records('b', '__proto__'));
    expect(check.allFound).toBe(true);
    expect(new ColumnCheck([], 'id').allFound).toBe(true);
  });

  it('names a column that no record has, and the existing ones', () => {
    const check = new ColumnCheck(['constructor', 'b'], 'id');
    check.see(records('b', 'a', '-'));
    expect(check.error('t "x"')).toMatchObject({
      code: 'not-found',
      message: 'the table "t \\"x\\"" has no column "constructor"',
      hint: 'Its columns: id, b, a',
    });
    const many = new ColumnCheck(['x'], 'id');
    many.see(records(...Array.from({ length: 60 }, (_, index) => `c${index}`)));
    expect(many.error('t').hint).toMatch(/^Its columns: id, c0, .*c38, … \(61 in all\)$/);
  });
});
