import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NONE, type TypedValue } from '../../src/datastore/typed-value.ts';
import { beginningsOf, mayReachInto, neighboursOf, readNamed, resolveName } from '../../src/expression/named-value.ts';
import { int, list, map, object, text, tuple } from './rows.ts';

function read(name: string, columns: Record<string, TypedValue>): TypedValue | undefined {
  const row = new Map(Object.entries(columns));
  const named = resolveName(name, (column) => row.has(column));
  return named && readNamed(named, row);
}

describe('resolveName', () => {
  const resolve = (name: string, ...columns: string[]) => {
    const named = resolveName(name, (column) => columns.includes(column));
    return named && [named.column, named.path];
  };

  it('prefers the column with exactly that name, then the longest one that is a prefix of it', () => {
    expect(resolve('output/label', 'output/label', 'output')).toEqual(['output/label', '']);
    expect(resolve('output/label', 'output')).toEqual(['output', 'label']);
    expect(resolve('output.label', 'output')).toEqual(['output', 'label']);
    expect(resolve('a.b/c.d', 'a', 'a.b', 'a.b/')).toEqual(['a.b', 'c.d']);
  });

  it('accepts no other prefix, and no empty rest', () => {
    expect(resolve('outputs', 'output')).toBeUndefined();
    expect(resolve('output-label', 'output')).toBeUndefined();
    expect(resolve('output/', 'output')).toBeUndefined();
    expect(resolve('/output', '')).toBeUndefined();
    expect(resolve('', 'a')).toBeUndefined();
  });

  it('knows which names may lead into a value', () => {
    expect(['a/b', 'a.b', 'a', 'a/', '/a', 'a-b'].map(mayReachInto)).toEqual([true, true, false, false, false, false]);
    expect(beginningsOf('a/b.c')).toEqual(['a/b', 'a']);
  });
});

describe('readNamed', () => {
  const output = map(
    [text('label'), text('bee')],
    [text('macro.avg/f1'), int(1)],
    [text('macro'), map([text('avg'), int(2)])],
    [int(9007199254740993n), text('big')],
    [text('none'), NONE],
  );

  it('reads keys, attributes and positions, by a dot or a slash', () => {
    const model = object('x.Model', { sizes: list(int(3), int(4)), pair: tuple(text('a')) });
    expect(read('output/label', { output })).toEqual(text('bee'));
    expect(read('output.label', { output })).toEqual(text('bee'));
    expect(read('m/sizes.1', { m: model })).toEqual(int(4));
    expect(read('m.pair.0', { m: model })).toEqual(text('a'));
    expect(read('output.9007199254740993', { output })).toEqual(text('big'));
    expect(read('output.none', { output })).toEqual(NONE);
  });

  it('uses the longest matching key', () => {
    expect(read('output/macro.avg/f1', { output })).toEqual(int(1));
    expect(read('output/macro.avg', { output })).toEqual(int(2));
  });

  it('reads the arguments of an object by position', () => {
    const point = object('x.Point', { _args: tuple(int(1), int(2)), '1': text('own') });
    expect(read('p.0', { p: point })).toEqual(int(1));
    expect(read('p.1', { p: point })).toEqual(text('own'));
  });

  it('reads nothing if the path ends early or leads beyond', () => {
    for (const name of [
      'output/x',
      'output.label.x',
      'output.macro.avg.x',
      'missing.x',
      'output.-1',
      'output.length',
    ]) {
      expect([name, read(name, { output })]).toEqual([name, undefined]);
    }
    expect(read('output.label', { output: NONE })).toBeUndefined();
    expect(read('l.1', { l: list(int(1)) })).toBeUndefined();
    expect(read('l.00000000000000000000', { l: list(int(1)) })).toBeUndefined();
  });

  it('accepts any name and value', () => {
    const name = fc.string({ unit: fc.constantFrom('a', 'b', '.', '/', '0') });
    fc.assert(
      fc.property(name, (each) => {
        expect(() => read(each, { a: output, b: list(output), 'a/b': NONE })).not.toThrow();
      }),
    );
  });

  it('lists the neighbours of a missing value, in the form of the name', () => {
    const named = { name: 'output/lable', column: 'output', path: 'lable' };
    expect(neighboursOf(named, output)).toContain('output/label');
    const inner = { name: 'output.macro.avgs', column: 'output', path: 'macro.avgs' };
    expect(neighboursOf(inner, output)).toEqual(['output.macro.avg']);
    expect(neighboursOf({ name: 'l.x', column: 'l', path: 'x' }, list(int(1)))).toEqual(['l.0']);
  });
});
