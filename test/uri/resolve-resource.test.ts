import { describe, expect, it } from 'vitest';
import { FORMS } from '../../src/uri/forms.ts';
import { resolveResource } from '../../src/uri/resolve.ts';
import { CLOUD, config, errorOf, LOCAL, SRV, scope } from './sample-targets.ts';

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
