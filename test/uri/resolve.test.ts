import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSwjobError } from '../../src/errors.ts';
import { FORMS } from '../../src/uri/forms.ts';
import { resolveInstance, resolveJob, resolveProject, resolveResource } from '../../src/uri/resolve.ts';
import { cpuNow } from '../support/cpu-now.ts';
import { CLOUD, config, errorOf, LOCAL, SRV, scope } from './sample-targets.ts';

describe('a project URI', () => {
  it.each([
    ['', LOCAL, 'self'],
    ['self', LOCAL, 'self'],
    ['other', LOCAL, 'other'],
    ['project/other', LOCAL, 'other'],
    ['local/project/self', LOCAL, 'self'],
    ['srv/project/1', SRV, '1'],
    ['srv/project/owner:name', SRV, 'owner:name'],
    ['cloud://srv/project/starwhale', SRV, 'starwhale'],
    ['cloud://srv', SRV, '1'],
    ['https://cloud.example/project/starwhale:public', CLOUD, 'starwhale:public'],
    ['https://cloud.example', CLOUD, 'public'],
    ['https://cloud.example/projects/1', CLOUD, '1'],
    ['https://cloud.example/projects/1/evaluations?x#y', CLOUD, '1'],
    ['https://cloud.example/projects/1/spaces/2', CLOUD, '1'],
  ] as const)('%j', (text, instance, project) => {
    expect(resolveProject(text, scope)).toEqual({ instance, project });
  });

  it('is the given one if nothing is named', () => {
    const within = { instance: CLOUD, project: '7' };
    expect(resolveProject('', { config, within })).toEqual(within);
    expect(resolveProject('8', { config, within })).toEqual({ instance: CLOUD, project: '8' });
  });

  it.each([
    ['srv/1', "cannot understand '1' in the project URI 'srv/1'"],
    ['srv/project', "cannot understand 'project' in the project URI"],
    ['local/project/self/job/x', "cannot understand 'job' in the project URI"],
    ['cloud://srv/1', "cannot understand '1' in the project URI 'cloud://srv/1': expected 'project'"],
    ['a:b', 'owner:project is a Server'],
    ['..', "'..' cannot be a project"],
    ['.datastore', "'.datastore' cannot be a project"],
    ['a?b', "'a?b' cannot be a project: it must not contain '?'"],
    ['a\\b', "it must not contain '\\'"],
    ['a\u202eb', "'a\\u{202e}b' cannot be a project"],
    ['x'.repeat(256), 'it is too long'],
  ])('cannot be %j', (text, message) => {
    const error = errorOf(() => resolveProject(text, scope));
    expect(error.message).toContain(message);
    expect(error).toMatchObject({ code: 'usage', hint: FORMS.project });
  });
});

describe('an instance URI', () => {
  it.each([
    ['', LOCAL],
    ['local', LOCAL],
    ['srv', SRV],
    ['srv/', SRV],
    ['cloud://srv', SRV],
    ['host:8082', SRV],
    ['http://host:8082/', SRV],
    ['https://cloud.example', CLOUD],
  ] as const)('%j', (text, instance) => {
    expect(resolveInstance(text, scope)).toEqual(instance);
  });

  it.each(['srv/project/1', 'srv/x', 'cloud://srv/project/1'])('cannot be %j', (text) => {
    expect(errorOf(() => resolveInstance(text, scope))).toMatchObject({ code: 'usage', hint: FORMS.instance });
  });
});

describe('any text at all', () => {
  const word = fc.constantFrom(
    ...[
      'local',
      'srv',
      'self',
      'project',
      'projects',
      'job',
      'jobs',
      'evaluations',
      'spaces',
      'model',
      'models',
      'version',
    ],
    ...[
      'versions',
      '@latest',
      '@latest:',
      'cloud:',
      'http:',
      'https:',
      '',
      '..',
      '%2e',
      '%',
      'host:8082',
      'a@b:c',
      '1',
      '?',
      '#',
    ],
    ...['__proto__', 'constructor'],
  );
  const garbage = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.array(word, { maxLength: 9 }).map((words) => words.join('/')),
    fc.array(word, { maxLength: 9 }).map((words) => `https://${words.join('/')}`),
  );

  it('is a target with safe names, or one of our errors', () => {
    const resolvers = [
      (text: string) => resolveJob(text, scope),
      (text: string) => resolveProject(text, scope),
      (text: string) => resolveResource(text, 'model', scope),
      (text: string) => ({ instance: resolveInstance(text, scope), project: 'x' }),
    ];
    fc.assert(
      fc.property(garbage, (text) => {
        for (const resolver of resolvers) {
          try {
            const { project } = resolver(text);
            expect(project).toMatch(/^[^./\\\0][^/\\\0]*$/);
          } catch (error) {
            if (!isSwjobError(error)) throw error;
            expect(error.message).not.toMatch(/[\0-\x1f\x7f-\x9f]/);
          }
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('is handled at once, however long', () => {
    const start = cpuNow();
    for (const unit of ['/', '@', ':', 'a/', '%41', 'a@', '://', ' ', 'project/']) {
      for (const head of ['', 'https://host/', 'cloud://', 'https://']) {
        expect(isSwjobError(errorOf(() => resolveJob(head + unit.repeat(60_000 / unit.length), scope)))).toBe(true);
      }
    }
    expect(cpuNow() - start).toBeLessThan(2000);
  });
});
