import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

/**
 * Runs `what` while a function of node:fs fails for a first argument. `vi.mock` would not reach the modules that an earlier
 * test of this worker has loaded.
 */
export async function withFailing<T>(
  name: 'readdirSync' | 'readSync',
  [isMeant, code]: readonly [isMeant: (argument: unknown) => boolean, code: string],
  what: () => T | Promise<T>,
): Promise<T> {
  const real = fs[name] as (...args: unknown[]) => unknown;
  const failing = (...args: unknown[]): unknown => {
    if (isMeant(args[0])) throw Object.assign(new Error(`${code}: ${name}`), { code });
    return real(...args);
  };
  Object.assign(fs, { [name]: failing });
  syncBuiltinESMExports();
  try {
    return await what();
  } finally {
    Object.assign(fs, { [name]: real });
    syncBuiltinESMExports();
  }
}
