import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Session } from '../src/session.ts';
import { temporaryFolder, unpackStore } from './support/stores.ts';

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

  it('opens a Server again for another alias and another token, as that may be another user', async () => {
    const configFile = join(await temporaryFolder(), 'config.yaml');
    writeFileSync(configFile, 'current_instance: local');
    const session = new Session({ ...OPTIONS, configFile });
    const address = 'http://127.0.0.1:9';
    const target = { kind: 'server', alias: 'ann', address, currentProject: null, userName: null, token: 'a' } as const;
    const first = await session.instance(target);
    expect(await session.instance({ ...target })).toBe(first);
    expect((await session.instance({ ...target, alias: 'bob' })).name).toBe('bob');
    expect(await session.instance({ ...target, token: 'b' })).not.toBe(first);
    await session.close();
  });

  it('reads the config once', async () => {
    const session = new Session(OPTIONS);
    expect(await session.config()).toBe(await session.config());
  });

  it('keeps no failure: the config is read again at the next call, and an instance opened again', async () => {
    const configFile = join(mkdtempSync(join(await temporaryFolder(), 'session-')), 'config.yaml');
    const session = new Session({ ...OPTIONS, configFile });
    await expect(session.config()).rejects.toMatchObject({ code: 'usage' });
    writeFileSync(configFile, 'current_instance: [');
    await expect(session.config()).rejects.toMatchObject({ code: 'operation-failed' });
    writeFileSync(configFile, 'current_instance: local');
    expect((await session.config()).currentInstance).toBe('local');
    const server = { kind: 'server', alias: 'srv', address: 'http://127.0.0.1:9', currentProject: null } as const;
    const wrong = { ...server, userName: null, token: 'a\nb' };
    await expect(session.instance(wrong)).rejects.toMatchObject({ code: 'not-allowed' });
    await session.close();
    expect((await session.instance({ ...wrong, token: 'ab' })).name).toBe('srv');
    await session.close();
  });
});
