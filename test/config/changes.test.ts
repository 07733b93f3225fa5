import { describe, expect, it } from 'vitest';
import { putInstance, removeInstance, selectInstance, selectProject } from '../../src/config/changes.ts';
import { parseConfigVerbatim } from '../../src/config/document.ts';
import type { ConfigDocument } from '../../src/config/shape.ts';
import { isSwjobError } from '../../src/errors.ts';

const SAMPLE = `current_instance: srv
instances:
  local: &a {uri: local, current_project: self}
  other: *a
  srv: {uri: 'http://h', sw_token: t, extra: kept}
`;
const sample = (): ConfigDocument => parseConfigVerbatim(SAMPLE, 'f');

describe('changing a config', () => {
  it('adds an instance', () => {
    const document = sample();
    putInstance(document, 'new', { uri: 'http://n', sw_token: undefined });
    expect(document['instances']).toHaveProperty('new', { uri: 'http://n' });
  });

  it('changes only the named keys of an instance', () => {
    const document = sample();
    putInstance(document, 'srv', { sw_token: 'u', current_project: '2', uri: undefined });
    expect(document['instances']).toHaveProperty('srv', {
      uri: 'http://h',
      sw_token: 'u',
      extra: 'kept',
      current_project: '2',
    });
  });

  it('works on a config without instances', () => {
    const document: ConfigDocument = {};
    putInstance(document, 'a', { uri: 'http://a' });
    expect(document).toEqual({ instances: { a: { uri: 'http://a' } } });
  });

  it('does not change an instance that shares its mapping with the changed one', () => {
    const document = sample();
    selectProject(document, 'other', 'mine');
    expect(document['instances']).toMatchObject({
      local: { current_project: 'self' },
      other: { current_project: 'mine' },
    });
  });

  it('removes an instance, and returns to local if it was the current one', () => {
    const document = sample();
    removeInstance(document, 'srv');
    expect(Object.keys(document['instances'] as object)).toEqual(['local', 'other']);
    expect(document['current_instance']).toBe('local');
  });

  it('keeps the current instance if another one is removed', () => {
    const document = sample();
    removeInstance(document, 'other');
    expect(document['current_instance']).toBe('srv');
  });

  it('selects an instance', () => {
    const document = sample();
    selectInstance(document, 'other');
    expect(document['current_instance']).toBe('other');
  });

  it('sets __proto__ as a key like any other', () => {
    const document = sample();
    putInstance(document, '__proto__', { uri: 'http://p' });
    expect(Object.keys(document['instances'] as object)).toContain('__proto__');
    expect(Object.getPrototypeOf(document['instances'])).toBe(Object.prototype);
    removeInstance(document, '__proto__');
    expect(Object.keys(document['instances'] as object)).toEqual(['local', 'other', 'srv']);
  });

  it.each([
    ['removeInstance', (document: ConfigDocument) => removeInstance(document, 'none')],
    ['selectInstance', (document: ConfigDocument) => selectInstance(document, 'constructor')],
    ['selectProject', (document: ConfigDocument) => selectProject(document, 'toString', 'x')],
  ])('%s knows no instance that is not there, and lists those that are', (_name, change) => {
    try {
      change(sample());
      expect.unreachable();
    } catch (error) {
      expect(isSwjobError(error, 'not-found')).toBe(true);
      expect(error).toHaveProperty('hint', expect.stringContaining('local, other, srv'));
    }
  });
});
