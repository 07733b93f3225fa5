import { describe, expect, it } from 'vitest';
import { checkJobId, checkName, checkProject } from '../../src/uri/names.ts';

describe('names', () => {
  it.each(['a', '1', 'A-Z_09', '-', 'x'.repeat(255)])('takes %j for a job id', (id) => {
    expect(checkJobId(id)).toBe(id);
  });

  it.each(['', 'a.b', 'a/b', 'ä', 'a ', 'a\n', 'x'.repeat(256)])('refuses %j as a job id', (id) => {
    expect(() => checkJobId(id)).toThrow('is not a valid job id');
  });

  it.each(['self', 'third_project-2', 'v1.0', 'my project', 'プロジェクト'])('takes %j for a project', (project) => {
    expect(checkProject(project, 'standalone')).toBe(project);
    expect(checkProject(project, 'server')).toBe(project);
  });

  it('accepts owner:project only on a Server', () => {
    expect(checkProject('a:b', 'server')).toBe('a:b');
    expect(() => checkProject('a:b', 'standalone')).toThrow("a Server's form");
  });

  it.each([
    '',
    '.',
    '..',
    '.a',
    'a..b',
    'a/b',
    'a\\b',
    'a\0',
    'a\n',
    ' a',
    'a ',
    'a\u200b',
    'a\ud800',
    'a*',
    'a|b',
    '"',
  ])('refuses %j as any name', (name) => {
    expect(() => checkProject(name, 'server')).toThrow('cannot be a project: it ');
    expect(() => checkProject(name, 'standalone')).toThrow('cannot be a project: it ');
    expect(() => checkName(name, 'model')).toThrow('cannot be a model: it ');
  });
});
