import { userHome } from '../files/user-home.ts';
import { Session } from '../session.ts';
import { signalsOf } from './call-signals.ts';

/** A session with the environment and config of the process. Every call makes a new one, which reads the config again. */
export function processSession(): Session {
  const { env, pid } = process;
  return new Session({ env, home: userHome(env), pid, http: { calls: signalsOf(undefined) } });
}
