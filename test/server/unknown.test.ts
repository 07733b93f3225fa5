import { describe, expect, it } from 'vitest';
import { unknownProject } from '../../src/server/unknown.ts';
import { client, serve, success } from './support.ts';

describe('a project that the server does not find', () => {
  const hintFor = async (project: string): Promise<string | undefined> => {
    const server = await serve((_request, response) => {
      const owned = (owner: string, name: string) => ({ id: '1', name, owner: { name: owner } });
      const list = [owned('ann', 'mnist'), owned('bob', 'mnist'), owned('ann', 'mnists')];
      success(response, { total: 3, list, pages: 1, pageNum: 1, pageSize: 3 });
    });
    return (await unknownProject(client(server.origin), 'srv', project, new Error('404'))).hint;
  };

  it('may have a name that several owners use: a real server then asks for the owner', async () => {
    expect(await hintFor('mnist')).toBe(
      'Did you mean ann:mnist or bob:mnist? swjob project list srv shows the projects.',
    );
  });

  it('may be misspelt', async () => {
    expect(await hintFor('mnits')).toMatch(/^Did you mean mnist or mnists\? /);
    expect(await hintFor('ann:mnits')).toMatch(/^Did you mean ann:mnist or ann:mnists\? /);
  });
});
