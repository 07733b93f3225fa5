import { describe, expect, it } from 'vitest';
import { Session } from '../src/session.ts';
import { unpackStore } from './support/stores.ts';

const OPTIONS = {
  env: { SW_CLI_CONFIG: '/no/config.yaml', SW_LOCAL_STORAGE: '/no/store' },
} as unknown as Session['options'];

describe('a session', () => {
  it('opens each instance once, and again after it was closed', async () => {
    const [jobs, tables] = [await unpackStore('jobs'), await unpackStore('tables')];
    const session = new Session(OPTIONS);
    const target = (root: string) => ({ kind: 'standalone', root, alias: 'local' }) as const;
    const first = await session.instance(target(jobs));
    expect(await session.instance(target(jobs))).toBe(first);
    expect(await session.instance(target(tables))).not.toBe(first);
    await session.close();
    expect(await session.instance(target(jobs))).not.toBe(first);
  });

  it('reads the config once', async () => {
    const session = new Session(OPTIONS);
    expect(await session.config()).toBe(await session.config());
  });
});
