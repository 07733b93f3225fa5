import { describe, expect, it } from 'vitest';
import { findFirst, placesOf } from '../../src/create/resource-targets.ts';
import { notFound, usageError } from '../../src/errors.ts';
import { resolveProject } from '../../src/uri/resolve.ts';
import { failure } from '../server/support.ts';
import { configOf, SAMPLE } from '../uri/config-sample.ts';

const config = configOf(SAMPLE);

function places(text: string, project: string, current = 'local'): string[] {
  const scope = { ...config, currentInstance: current };
  return placesOf(text, 'model', resolveProject(project, { config: scope }), scope).map(
    ({ instance, project: found }) => `${instance.alias}/${found}`,
  );
}

describe('the places of a model', () => {
  it('are one if its URI names the project', () => {
    expect(places('local/project/other/model/m', 'self')).toEqual(['local/other']);
    expect(places('srv/project/2/model/m', 'self')).toEqual(['srv/2']);
    expect(places('other/model/m', 'self')).toEqual(['local/other']);
  });

  it('are, for a name, the current project as in the Python client, then the project of the job', () => {
    expect(places('m', 'self')).toEqual(['local/self']);
    expect(places('m', 'another')).toEqual(['local/self', 'local/another']);
    expect(places('m', 'srv/project/7', 'srv')).toEqual(['srv/1', 'srv/7']);
  });

  it('are only the project of the job if the current instance is another one', () => {
    expect(places('m', 'srv/project/7')).toEqual(['srv/7']);
    expect(places('m', 'local/project/self', 'srv')).toEqual(['local/self']);
  });

  it('are the project of the job if the current instance has no current project', () => {
    expect(places('m', 'http://127.0.0.1/project/3', 'bare')).toEqual(['bare/3']);
  });
});

describe('looking at several places', () => {
  const [first, second] = ['self', 'another'].map(
    (project) => placesOf(`${project}/model/m`, 'model', resolveProject('', { config }), config)[0],
  );
  const both = [first, second].flatMap((place) => place ?? []);

  it('takes the first that has it', async () => {
    const found = await findFirst(both, ({ project }) => {
      if (project === 'self') throw notFound('not in self');
      return project;
    });
    expect(found).toBe('another');
  });

  it('reports the error of the first if none has it', async () => {
    const error = await failure(findFirst(both, ({ project }) => Promise.reject(notFound(`not in ${project}`))));
    expect(error.message).toBe('not in self');
  });

  it('stops at any other error', async () => {
    const error = await failure(findFirst(both, ({ project }) => Promise.reject(usageError(`wrong in ${project}`))));
    expect(error.message).toBe('wrong in self');
  });
});
