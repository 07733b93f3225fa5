import { mkdir, mkdtemp, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { stateFolder } from '../../src/engine/state-folder.ts';
import { isSwjobError } from '../../src/errors.ts';
import { temporaryFolder } from '../support/stores.ts';

describe('the folder for the state of jobs that swjob ran', () => {
  it('is in $XDG_STATE_HOME, with one folder per store', () => {
    const env = { XDG_STATE_HOME: '/state' };
    expect(stateFolder({ env, home: '/home/me' }, '/a')).toMatch(/^\/state\/swjob\/logs\/[0-9a-f]{16}$/);
    expect(stateFolder({ env, home: '/home/me' }, '/a')).not.toBe(stateFolder({ env, home: '/home/me' }, '/b'));
  });

  it.each([{}, { XDG_STATE_HOME: '' }, { XDG_STATE_HOME: 'relative' }])('is below the home folder with %o', (env) => {
    expect(stateFolder({ env, home: '/home/me' }, '/a')).toMatch(/^\/home\/me\/\.local\/state\/swjob\/logs\//);
  });

  it('is the same for a store and a link to it', async () => {
    const folder = await mkdtemp(join(await temporaryFolder(), 'state-'));
    await mkdir(join(folder, 'store'));
    await symlink(join(folder, 'store'), join(folder, 'link'));
    const environment = { env: {}, home: '/home/me' };
    expect(stateFolder(environment, join(folder, 'link'))).toBe(stateFolder(environment, join(folder, 'store')));
  });

  it('needs a home', () => {
    expect(() => stateFolder({ env: {}, home: undefined }, '/a')).toThrow(/home folder is unknown/);
    try {
      stateFolder({ env: {}, home: undefined }, '/a');
    } catch (error) {
      expect(isSwjobError(error, 'operation-failed')).toBe(true);
    }
  });
});
