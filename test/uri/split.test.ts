import { describe, expect, it } from 'vitest';
import { splitUri } from '../../src/uri/split.ts';

const current = { kind: 'current' };
const host = { kind: 'address', address: 'https://host' };

describe('splitting a URI', () => {
  it.each([
    ['', current, null, [], false],
    ['a/b', current, null, ['a', 'b'], false],
    ['a/project/b/c', { kind: 'name', name: 'a' }, 'b', ['c'], false],
    ['a/project', current, null, ['a', 'project'], false],
    ['project/a/b/c', current, 'a', ['b', 'c'], false],
    ['cloud://a/project/b', { kind: 'alias', alias: 'a' }, 'b', [], false],
    ['cloud://a/b', { kind: 'alias', alias: 'a' }, null, ['b'], false],
    ['https://host/project/b/c//?x', host, 'b', ['c'], false],
    ['https://host/project/b/c', host, 'b', ['c'], false],
    ['https://host?x', host, null, [], false],
    ['https://host#x', host, null, [], false],
    ['https://host/projects/b/spaces/2/c/d', host, 'b', ['c', 'd'], true],
    ['https://host/project/b/spaces/2', host, 'b', ['spaces', '2'], false],
    ['https://host/project/a%20b', host, 'a b', [], false],
    ['cloud://a/project/a%20b', { kind: 'alias', alias: 'a' }, 'a%20b', [], false],
  ] as const)('%j', (text, instance, project, rest, console) => {
    expect(splitUri(text, 'job')).toEqual({ instance, project, rest, console });
  });

  it('reads project/x as a project only if a project is expected', () => {
    expect(splitUri('project/x', 'project')).toMatchObject({ project: 'x', rest: [] });
    expect(splitUri('project/x', 'resource')).toMatchObject({ project: null, rest: ['project', 'x'] });
  });
});
