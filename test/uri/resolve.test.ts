import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSwjobError, type SwjobError } from '../../src/errors.ts';
import { FORMS } from '../../src/uri/forms.ts';
import { resolveInstance, resolveJob, resolveProject, resolveResource } from '../../src/uri/resolve.ts';
import type { InstanceTarget } from '../../src/uri/target.ts';
import { cpuNow } from '../support/cpu-now.ts';
import { configOf, SAMPLE } from './config-sample.ts';

const config = configOf(SAMPLE);
const scope = { config };
const onServer = { config: { ...config, currentInstance: 'srv' } };

const LOCAL: InstanceTarget = { kind: 'standalone', alias: 'local', root: '/store' };
const SRV: InstanceTarget = {
  kind: 'server',
  alias: 'srv',
  address: 'http://host:8082',
  token: 'Bearer srv',
  currentProject: '1',
  userName: 'starwhale',
};
const CLOUD: InstanceTarget = {
  kind: 'server',
  alias: 'cloud.example',
  address: 'https://cloud.example',
  token: 'Bearer cloud',
  currentProject: 'public',
  userName: 'you',
};
const UUID = 'd3b07384d9a04f4b9f5e3c1a2b4c6d8e';

function errorOf(run: () => unknown): SwjobError {
  try {
    run();
  } catch (error) {
    if (isSwjobError(error)) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('a job URI', () => {
  it.each([
    ['xm5wnup', LOCAL, 'self', 'xm5wnup'],
    ['job/xm5wnup', LOCAL, 'self', 'xm5wnup'],
    [' xm5wnup\r\n', LOCAL, 'self', 'xm5wnup'],
    ['self/job/xm5wnup', LOCAL, 'self', 'xm5wnup'],
    ['srv/job/xm5wnup', LOCAL, 'srv', 'xm5wnup'],
    ['job/job/x', LOCAL, 'job', 'x'],
    ['project/job/x', LOCAL, 'project', 'x'],
    ['project/other/job/x', LOCAL, 'other', 'x'],
    ['self/evaluation/x', LOCAL, 'self', 'x'],
    ['local/project/self/job/xm5wnup', LOCAL, 'self', 'xm5wnup'],
    ['local/project/self/job/xm5wnup/', LOCAL, 'self', 'xm5wnup'],
    ['local/project/self/evaluation/x', LOCAL, 'self', 'x'],
    ['local/project/self/xm5wnup', LOCAL, 'self', 'xm5wnup'],
    ['local/project/job/job/x', LOCAL, 'job', 'x'],
    ['cloud://local/project/self/job/x', LOCAL, 'self', 'x'],
    ['srv/project/starwhale/job/3', SRV, 'starwhale', '3'],
    ['cloud://srv/project/1/job/3', SRV, '1', '3'],
    ['CLOUD://srv/project/1/job/3', SRV, '1', '3'],
    ['cloud://srv/job/3', SRV, '1', '3'],
    ['cloud://http://host:8082/project/1/job/3', SRV, '1', '3'],
    ['host:8082/project/1/job/3', SRV, '1', '3'],
    ['cloud.example/project/public/job/3', CLOUD, 'public', '3'],
    [`http://host:8082/project/starwhale:public/job/${UUID}`, SRV, 'starwhale:public', UUID],
    ['https://cloud.example/project/1/job/3', CLOUD, '1', '3'],
    ['HTTPS://CLOUD.example:443/project/1/job/3/', CLOUD, '1', '3'],
    ['https://cloud.example/job/1', CLOUD, 'public', '1'],
    ['https://cloud.example/projects/1/evaluations/3/results', CLOUD, '1', '3'],
    ['https://cloud.example/projects/1/evaluations/3', CLOUD, '1', '3'],
    ['https://cloud.example/projects/1/jobs/3/tasks', CLOUD, '1', '3'],
    ['https://cloud.example/projects/1/spaces/2/evaluations/3/results', CLOUD, '1', '3'],
    ['https://cloud.example/projects/1/spaces/2/fine-tune-evals/3', CLOUD, '1', '3'],
    ['https://cloud.example/projects/1/evaluations/3/results?page=1&filter=a/b://c@d#top', CLOUD, '1', '3'],
    ['https://cloud.example/projects/you%3Apublic/evaluations/3#x', CLOUD, 'you:public', '3'],
  ] as const)('%j', (text, instance, project, id) => {
    expect(resolveJob(text, scope)).toEqual({ instance, project, job: { kind: 'id', id } });
  });

  it('is in the current project of the current instance, which may be a Server', () => {
    expect(resolveJob('3', onServer)).toEqual({ instance: SRV, project: '1', job: { kind: 'id', id: '3' } });
    expect(resolveJob('other/job/3', onServer)).toMatchObject({ instance: SRV, project: 'other' });
    expect(resolveJob('owner:other/job/3', onServer)).toMatchObject({ instance: SRV, project: 'owner:other' });
    expect(resolveJob('local/project/self/job/3', onServer)).toMatchObject({ instance: LOCAL, project: 'self' });
  });

  it('is of the given project where it names none', () => {
    const within = { instance: CLOUD, project: '7' };
    expect(resolveJob('3', { config, within })).toMatchObject({ instance: CLOUD, project: '7' });
    expect(resolveJob('other/job/3', { config, within })).toMatchObject({ instance: CLOUD, project: 'other' });
    expect(resolveJob('srv/project/1/job/3', { config, within })).toMatchObject({ instance: SRV, project: '1' });
    expect(resolveJob('http://host:8082/job/3', { config, within })).toMatchObject({ instance: SRV, project: '1' });
  });

  it.each([
    ['@latest', LOCAL, 'self', undefined],
    ['job/@latest', LOCAL, 'self', undefined],
    ['@latest:success', LOCAL, 'self', 'SUCCESS'],
    ['@latest:FAILED', LOCAL, 'self', 'FAIL'],
    ['self/job/@latest', LOCAL, 'self', undefined],
    ['local/project/self/job/@latest:Running', LOCAL, 'self', 'RUNNING'],
    ['cloud://srv/project/1/job/@latest', SRV, '1', undefined],
    ['https://cloud.example/project/1/job/@latest:success', CLOUD, '1', 'SUCCESS'],
    ['https://cloud.example/job/@latest', CLOUD, 'public', undefined],
  ] as const)('may ask for the newest job: %j', (text, instance, project, status) => {
    const job = status === undefined ? { kind: 'latest' } : { kind: 'latest', status };
    expect(resolveJob(text, scope)).toEqual({ instance, project, job });
  });

  it.each([
    ['', "the job's id is missing: the URI is empty"],
    ['job', "the job's id is missing: at the end of 'job'"],
    ['self/job/', "the job's id is missing: at the end of 'self/job/'"],
    ['local/project/self/job', "the job's id is missing"],
    ['local/project/self', "the job's id is missing"],
    ['https://cloud.example', "the job's id is missing"],
    ['https://cloud.example/projects/1/evaluations', "the job's id is missing"],
    ['https://cloud.example/projects/1', "the job's id is missing"],
    ['https://cloud.example/projects', "the project is missing after 'projects/'"],
    ['a/b', "cannot understand 'b' in the job URI 'a/b'"],
    ['srv/project/1/job/3/tasks', "cannot understand 'tasks' in the job URI 'srv/project/1/job/3/tasks'"],
    [
      'https://cloud.example/3',
      "cannot understand '3' in the job URI 'https://cloud.example/3': expected 'project' or 'job'",
    ],
    ['local/project/self/model/mnist', "'local/project/self/model/mnist' names a model, not a job"],
    ['https://cloud.example/projects/1/datasets/2', 'names a dataset, not a job'],
    ['self//job/x', "the job URI has an empty part: '//' in 'self//job/x'"],
    ['/job/x', 'the job URI has an empty part'],
    ['cloud://', 'the instance is missing after cloud://'],
    ['ftp://host/project/1/job/3', "'ftp://' is not a scheme of job URIs"],
    ['a b', "'a b' is not a valid job id"],
    ['../../etc', "cannot understand '..' in the job URI"],
    ['..', "'..' is not a valid job id"],
    ['https://cloud.example/project/%2e%2e/job/1', "'..' cannot be a project: it must not start with '.'"],
    ['https://cloud.example/project/a%2Fb/job/1', "'a/b' cannot be a project: it must not contain '/'"],
    ['https://cloud.example/project/%zz/job/1', "'%zz' is not valid percent-encoding"],
    ['https://cloud.example/project/1/job/%00', 'is not a valid job id'],
    ['self\u0000/job/x', 'contains control characters'],
    ['self\u001b[2J/job/x', "'self\\u{1b}[2J/job/x' contains control characters"],
    ['x'.repeat(256), 'is not a valid job id'],
    ['x'.repeat(70_000), 'is longer than 65536 characters'],
    ['.recover/job/x', "'.recover' cannot be a project"],
    ['a:b/job/x', 'owner:project is a Server'],
    ['cloud://srv/project/a:b:c/job/x', 'it has two colons'],
    ['cloud://srv/project/:b/job/x', 'it is empty'],
    ['@newest', "'@newest' does not select a job"],
  ])('cannot be %j', (text, message) => {
    const error = errorOf(() => resolveJob(text, scope));
    expect(error.message).toContain(message);
    expect(error.message.length).toBeLessThan(400);
    expect(error.code).toBe('usage');
    expect(error.hint).toContain('Forms of a ');
  });

  it('may be -, which commands read as standard input beforehand', () => {
    expect(resolveJob('-', scope).job).toEqual({ kind: 'id', id: '-' });
  });

  it('lists the forms if it is invalid', () => {
    expect(errorOf(() => resolveJob('a/b', scope)).hint).toBe(FORMS.job);
  });

  it('needs a current project if it names none', () => {
    const error = errorOf(() => resolveJob('http://127.0.0.1/job/1', scope));
    expect(error.message).toBe("the URI has no project, and 'http://127.0.0.1' has no current project");
    expect(error.hint).toContain('swjob project select bare/project/PROJECT');
  });
});

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

describe('a URI of a model, dataset or runtime', () => {
  it.each([
    ['mnist', LOCAL, 'self', 'mnist', null, true],
    ['gntdqm3f', LOCAL, 'self', 'gntdqm3f', null, true],
    ['model/mnist', LOCAL, 'self', 'mnist', null, true],
    ['mnist/v0', LOCAL, 'self', 'mnist', 'v0', false],
    ['mnist/latest', LOCAL, 'self', 'mnist', 'latest', false],
    ['mnist/version/latest', LOCAL, 'self', 'mnist', 'latest', false],
    ['model/mnist/v0', LOCAL, 'self', 'mnist', 'v0', false],
    ['model/mnist/version/v0', LOCAL, 'self', 'mnist', 'v0', false],
    ['version/gntd', LOCAL, 'self', null, 'gntd', false],
    ['model', LOCAL, 'self', 'model', null, true],
    ['model/model/v0', LOCAL, 'self', 'model', 'v0', false],
    ['other/model/mnist', LOCAL, 'other', 'mnist', null, true],
    ['other/model/mnist/version/v0', LOCAL, 'other', 'mnist', 'v0', false],
    ['local/project/self/model/mnist', LOCAL, 'self', 'mnist', null, true],
    ['local/project/self/model/mnist/version/latest', LOCAL, 'self', 'mnist', 'latest', false],
    ['local/project/self/mnist/version/latest', LOCAL, 'self', 'mnist', 'latest', false],
    ['local/project/self/mnist', LOCAL, 'self', 'mnist', null, true],
    ['project/self/model/mnist', LOCAL, 'self', 'mnist', null, true],
    ['srv/project/1/model/mnist/version/v0', SRV, '1', 'mnist', 'v0', false],
    ['cloud://srv/project/starwhale/model/mnist/v0', SRV, 'starwhale', 'mnist', 'v0', false],
    ['cloud://srv/model/mnist', SRV, '1', 'mnist', null, true],
    [
      'https://cloud.example/project/starwhale:public/model/mnist/version/v0',
      CLOUD,
      'starwhale:public',
      'mnist',
      'v0',
      false,
    ],
    ['https://cloud.example/model/mnist', CLOUD, 'public', 'mnist', null, true],
    ['https://cloud.example/projects/1/models/2', CLOUD, '1', '2', null, false],
    ['https://cloud.example/projects/1/models/2/versions', CLOUD, '1', '2', null, false],
    ['https://cloud.example/projects/1/models/2/versions/3', CLOUD, '1', '2', '3', false],
    ['https://cloud.example/projects/1/models/2/versions/3/files?a#b', CLOUD, '1', '2', '3', false],
  ] as const)('%j', (text, instance, project, name, version, nameMayBeVersion) => {
    expect(resolveResource(text, 'model', scope)).toEqual({
      instance,
      project,
      type: 'model',
      name,
      version,
      nameMayBeVersion,
    });
    const dataset = text.replace(/model/g, 'dataset');
    expect(resolveResource(dataset, 'dataset', scope)).toMatchObject({
      instance,
      project,
      type: 'dataset',
      name: name === 'model' ? 'dataset' : name,
      version,
    });
    const runtime = text.replace(/model/g, 'runtime');
    expect(resolveResource(runtime, 'runtime', scope)).toMatchObject({ instance, project, type: 'runtime', version });
  });

  it('is of the given project where it names none', () => {
    const within = { instance: CLOUD, project: '7' };
    expect(resolveResource('mnist/v0', 'model', { config, within })).toMatchObject({ instance: CLOUD, project: '7' });
  });

  it.each([
    ['', "the model's name is missing: the URI is empty"],
    ['local/project/self/model', "the model's name is missing"],
    ['https://cloud.example/projects/1/models', "the model's name is missing"],
    ['dataset/mnist', "'dataset/mnist' names a dataset, not a model"],
    ['local/project/self/dataset/mnist/version/v0', 'names a dataset, not a model'],
    ['self/runtime/mnist', 'names a runtime, not a model'],
    ['self/job/x', 'names a job, not a model'],
    ['mnist/foo/bar', "cannot understand 'bar' in the resource URI 'mnist/foo/bar'"],
    ['model/mnist/version/', "the version is missing at the end of 'model/mnist/version/'"],
    ['mnist/version/v0/x', "cannot understand 'x'"],
    ['https://cloud.example/mnist', "expected 'project' or 'model'"],
    ['..', "'..' cannot be a model"],
    ['mnist/..', "'..' cannot be a version"],
    ['mnist/a\\b', "cannot be a version: it must not contain '\\'"],
  ])('cannot be %j', (text, message) => {
    const error = errorOf(() => resolveResource(text, 'model', scope));
    expect(error.message).toContain(message);
    expect(error.code).toBe('usage');
    expect(error.hint).toBe(FORMS.resource);
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
