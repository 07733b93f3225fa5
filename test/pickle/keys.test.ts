import { describe, expect, it } from 'vitest';
import { unpickle } from '../../src/pickle/unpickle.ts';
import { jsonText } from '../../src/render/json.ts';

const read = (latin1: string) => jsonText(unpickle(Buffer.from(latin1, 'latin1')));

describe('a dict in a pickle', () => {
  it.each([
    ['texts', '}(Va\nI1\nVb\nI2\nVa\nI3\nu.', '{"a":3,"b":2}'],
    ['one after another', '}Va\nI1\nsVb\nI2\nsVa\nI3\ns.', '{"a":3,"b":2}'],
    ['of protocol 0', '(Va\nI1\nVa\nI2\nd.', '{"a":2}'],
    ['1, 1.0 and True, which are one key', '}(I1\nVa\nF1.0\nVb\nI01\nVc\nu.', '[[1,"c"]]'],
    ['0 and -0.0, which are one key', '}(I0\nVa\nF-0.0\nVb\nu.', '[[0,"b"]]'],
    ['1 and "1", which are two', '}(I1\nVa\nV1\nVb\nu.', '[[1,"a"],["1","b"]]'],
    [
      '2^80 as int and float, which are one',
      '}(L1208925819614629174706176L\nI1\nF1.2089258196146292e24\nI2\nu.',
      '[[1208925819614629174706176,2]]',
    ],
    ['bytes and text of the same letters, which are two', '}(C\x01aI1\nVa\nI2\nu.', '[["YQ==",1],["a",2]]'],
    ['bytes twice', '}(C\x01aI1\nC\x01aI2\nu.', '[["YQ==",2]]'],
    ['tuples', '}(I1\nVa\n\x86I1\nF1.0\nVa\n\x86I2\nu.', '[[[1,"a"],2]]'],
    ['None', '}(NI1\nNI2\nu.', '[[null,2]]'],
    ['NaN, which equals nothing', '}(Fnan\nI1\nFnan\nI2\nu.', '[["NaN",1],["NaN",2]]'],
  ])('keeps the last value of equal keys: %s', (_, pickle, json) => {
    expect(read(pickle)).toBe(json);
  });

  it('keeps the last value of equal keys if it is large', () => {
    const keys = Array.from({ length: 300 }, (_, index) => `V${index % 100}\nI${index}\n`).join('');
    const value = unpickle(Buffer.from(`}(${keys}u.`));
    if (value.type !== 'MAP') throw new Error('no dict');
    expect(value.value.map((entry) => [entry.key.value, entry.value.value])).toEqual(
      Array.from({ length: 100 }, (_, index) => [String(index), index + 200]),
    );
  });

  it('has each item of a set once', () => {
    expect(read('\x8f(I1\nF1.0\nVa\nVa\nI01\nV1\n\x90.')).toBe('[1,"a","1"]');
    expect(read('(I1\nI1\n\x91.')).toBe('[1]');
  });
});

describe('a value that a pickle uses several times', () => {
  it('is written out in each place', () => {
    expect(read('(lp0\nI1\na0(g0\ng0\nt.')).toBe('[[1],[1]]');
    expect(read('](ca\nB\n)\x81p0\n}Vx\nI1\nsbg0\ne.')).toBe(
      '[{"x":1,"_python_type":"a.B"},{"x":1,"_python_type":"a.B"}]',
    );
  });

  it.each([
    ['a list', '(lp0\ng0\na.'],
    ['a dict', '}p0\nVx\ng0\ns.'],
    ['a tuple in its list', '(lp0\n(g0\nta.'],
    ['an object', 'ca\nB\n)\x81p0\n}Vme\ng0\nsb.'],
    ['arguments', '(lp0\nca\nB\ng0\n\x85Ra.'],
  ])('is refused when it is in itself: %s', (_, pickle) => {
    expect(() => read(pickle)).toThrow('it contains itself');
  });
});
