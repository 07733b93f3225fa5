import { userHome } from '../files/user-home.ts';
import { Session } from '../session.ts';
import { signalsOf } from './call-signals.ts';

/** The session of a program that imports swjob: its environment, its user's config. Each call reads the config anew. */
export function processSession(): Session {
  const { env, pid } = process;
  return new Session({ env, home: userHome(env), pid, http: { calls: signalsOf(undefined) } });
}
