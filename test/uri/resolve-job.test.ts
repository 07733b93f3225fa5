import { describe, expect, it } from 'vitest';
import { FORMS } from '../../src/uri/forms.ts';
import { resolveJob } from '../../src/uri/resolve.ts';
import { CLOUD, config, errorOf, LOCAL, onServer, SRV, scope, UUID } from './sample-targets.ts';

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
