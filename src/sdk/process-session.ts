import { userHome } from '../files/user-home.ts';
import { Session } from '../session.ts';

/** The session of a program that imports swjob: its environment, its user's config. Each call reads the config anew. */
export function processSession(): Session {
  return new Session({ env: process.env, home: userHome(process.env), pid: process.pid });
}
