import { homedir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { userHome } from '../../src/files/user-home.ts';
import { swjobProcess } from '../support/cli.ts';

describe('the home of the user', () => {
  it('is $HOME, or what the machine says without it, and none where it is empty', () => {
    expect(userHome({ HOME: '/home/me' })).toBe('/home/me');
    expect(userHome({})).toBe(homedir());
    expect(userHome({ HOME: '' })).toBeUndefined();
  });

  it('is missing with a hint, and nothing is looked for below the working folder', async () => {
    const ended = await swjobProcess(['list'], { env: { HOME: '' } });
    expect(ended).toMatchObject({ status: 1, stdout: '' });
    expect(ended.stderr).toContain('the home folder is unknown\nSet $HOME, or $SW_CLI_CONFIG');
  });
});
