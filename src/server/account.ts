import { SwjobError } from '../errors.ts';
import { apiPath } from './api-path.ts';
import { getProjects } from './endpoints.ts';
import type { HttpClient } from './http.ts';
import { everyPage } from './pages.ts';
import { checked, type ProjectReply, type UserReply, userReply, versionReply } from './reply.ts';

/** Logs in with a name and password. Returns the token as it has to be sent, `Bearer ` included; `http` needs none. */
export async function login(http: HttpClient, userName: string, userPwd: string): Promise<string> {
  const path = apiPath`login`;
  const answer = await http.request('POST', path, { form: { userName, userPwd } });
  const token = answer.headers['authorization'];
  if (typeof token !== 'string' || token.trim() === '') {
    throw new SwjobError('network', `POST ${path}: the answer has no token`, {
      hint: 'This may not be a Starwhale server: check the address.',
    });
  }
  return token;
}

/** The user that the token belongs to. */
export async function whoAmI(http: HttpClient): Promise<UserReply> {
  return checked(userReply, await http.json('GET', apiPath`user/current`), 'user');
}

export async function serverVersion(http: HttpClient): Promise<string> {
  return checked(versionReply, await http.json('GET', apiPath`system/version`), 'version').version;
}

/** Every project that the user may see. */
export function listProjects(http: HttpClient): Promise<readonly ProjectReply[]> {
  return everyPage({
    what: 'projects',
    fetchPage: (page, size) => getProjects(http, page, size),
    identity: (project) => project.id,
    warn: (text) => http.warn(text),
  });
}
