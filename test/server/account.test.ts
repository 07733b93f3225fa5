import { describe, expect, it } from 'vitest';
import { listProjects, login, serverVersion, whoAmI } from '../../src/server/account.ts';
import { exchange, recordedServer } from './recorded.ts';
import { client, json, serve, success } from './support.ts';

describe('login', () => {
  it('sends the form, and reads the token from the header of the answer', async () => {
    const server = await serve((_request, response) => {
      response.setHeader('Authorization', 'Bearer new');
      success(response, { id: '1' });
    });
    expect(await login(client(server.origin, { token: null }), 'star', 'wh&le')).toBe('Bearer new');
    expect(server.requests[0]).toMatchObject({
      method: 'POST',
      path: '/api/v1/login',
      body: 'userName=star&userPwd=wh%26le',
    });
    expect(server.requests[0]?.headers).not.toHaveProperty('authorization');
  });

  it('fails with the server’s reason, sends the password once, and shows it nowhere', async () => {
    const { status, body } = exchange(50).response;
    const server = await serve((_request, response) => json(response, status, body));
    const http = client(server.origin, { token: null });
    await expect(login(http, 'starwhale', 'hunter2')).rejects.toMatchObject({
      exitCode: 4,
      message: 'POST /api/v1/login: 401: Wrong username or password',
    });
    expect(server.requests).toHaveLength(1);
    expect(http.lines.join('\n')).not.toContain('hunter2');
  });

  it('refuses an answer without a token', async () => {
    const server = await serve((_request, response) => success(response, null));
    await expect(login(client(server.origin, { token: null }), 'a', 'b')).rejects.toThrow('has no token');
  });
});

describe('an account', () => {
  it('has its user, its projects and the server’s version', async () => {
    const server = await recordedServer(({ path }, response) => {
      if (!path.startsWith('/api/v1/project?')) return false;
      json(response, 200, exchange(51).response.body);
      return true;
    });
    const http = client(server.origin);
    expect(await whoAmI(http)).toEqual({ id: '1', name: 'starwhale', systemRole: 'OWNER' });
    expect(await listProjects(http)).toEqual([{ id: '1', name: 'starwhale', owner: { name: 'starwhale' } }]);
    expect(await serverVersion(http)).toBe('0.1.0:8c82767b60686f3e2bfea9dafe8c8cce5dd34f52');
  });
});
