import { homedir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { userHome } from '../../src/files/user-home.ts';
import { swjobProcess } from '../support/cli.ts';

describe('the home of the user', () => {
  it('is $HOME, by default what the system says, and none if it is empty', () => {
    expect(userHome({ HOME: '/home/me' })).toBe('/home/me');
    expect(userHome({})).toBe(homedir());
    expect(userHome({ HOME: '' })).toBeUndefined();
  });

  it('causes an error with a hint if missing, and is not replaced by the working directory', async () => {
    const ended = await swjobProcess(['list'], { env: { HOME: '' } });
    expect(ended).toMatchObject({ status: 1, stdout: '' });
    expect(ended.stderr).toContain('the home folder is unknown\nSet $HOME, or $SW_CLI_CONFIG');
  });
});
