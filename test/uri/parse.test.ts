import { describe, expect, it } from 'vitest';
import { parseJob, parseProject, parseResource } from '../../src/uri/parse.ts';

describe('parsing a URI without the config', () => {
  it('leaves what the config decides open', () => {
    expect(parseJob('x')).toEqual({ instance: { kind: 'current' }, project: null, job: { kind: 'id', id: 'x' } });
    expect(parseProject('')).toEqual({ instance: { kind: 'current' }, project: null });
    expect(parseProject('a/project/b')).toEqual({ instance: { kind: 'name', name: 'a' }, project: 'b' });
  });

  it('reads a single word as a name that may be a version', () => {
    expect(parseResource('x', 'runtime')).toEqual({
      instance: { kind: 'current' },
      project: null,
      type: 'runtime',
      name: 'x',
      version: null,
      nameMayBeVersion: true,
    });
  });

  it('reads the type before the project', () => {
    expect(parseResource('model/dataset/v0', 'model')).toMatchObject({ project: null, name: 'dataset', version: 'v0' });
    expect(parseResource('dataset/model/v0', 'model')).toMatchObject({ project: 'dataset', name: 'v0', version: null });
    expect(parseJob('model/job/x')).toMatchObject({ project: 'model', job: { id: 'x' } });
  });
});
