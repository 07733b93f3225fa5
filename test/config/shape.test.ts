import { describe, expect, it } from 'vitest';
import { PlainScalar } from '../../src/config/document.ts';
import { isMapping, mappingAt, ownValue, textAt } from '../../src/config/shape.ts';
import { isSwjobError } from '../../src/errors.ts';

describe('the shape of a config', () => {
  it('gives mappings and text', () => {
    expect(mappingAt({ a: { b: 'c' } }, 'a', 'FILE')).toEqual({ b: 'c' });
    expect(textAt({ a: 'b' }, 'a', 'FILE')).toBe('b');
  });

  it.each([{}, { a: null }])('takes %j for an empty mapping and for a missing string', (document) => {
    expect(mappingAt(document, 'a', 'FILE')).toEqual({});
    expect(textAt(document, 'a', 'FILE')).toBeNull();
  });

  it('takes empty text for none', () => {
    expect(textAt({ a: '' }, 'a', 'FILE')).toBeNull();
  });

  it('names file, key, and what is wrong', () => {
    expect(() => mappingAt({ a: ['x'] }, 'a', 'FILE')).toThrow(
      'the config file FILE is not valid: a must be a mapping, not a list',
    );
    expect(() => mappingAt({ a: 'x' }, 'a', 'FILE', 'top.a')).toThrow('top.a must be a mapping, not a single value');
    expect(() => textAt({ a: { b: 'c' } }, 'a', 'FILE')).toThrow('a must be text, not a mapping');
    try {
      textAt({ a: [] }, 'a', 'FILE');
      expect.unreachable();
    } catch (error) {
      expect(isSwjobError(error, 'operation-failed')).toBe(true);
    }
  });

  it('does not mistake inherited properties for keys', () => {
    expect(ownValue({}, 'constructor')).toBeUndefined();
    expect(textAt({}, 'toString', 'FILE')).toBeNull();
    expect(mappingAt({}, '__proto__', 'FILE')).toEqual({});
  });

  it('distinguishes mappings from lists and verbatim scalars', () => {
    expect([{}, [], null, 'x', new PlainScalar('1')].map(isMapping)).toEqual([true, false, false, false, false]);
  });
});
