import { describe, expect, it } from 'vitest';
import { screenWidth } from '../../src/cli/screen.ts';
import { storeEnv, swjob } from '../support/cli.ts';
import { unpackStore } from '../support/stores.ts';

describe('the width of a screen', () => {
  it.each([
    [120, {}, 120],
    [120, { COLUMNS: '70' }, 120],
    [0, {}, 80],
    [0, { COLUMNS: '132' }, 132],
    [undefined, { COLUMNS: '132' }, 132],
    [undefined, { COLUMNS: '0' }, 80],
    [undefined, { COLUMNS: 'wide' }, 80],
  ])('of a terminal that says %s, in %j, is %d', (columns, env, width) => {
    expect(screenWidth(columns === undefined ? {} : { columns }, env)).toBe(width);
  });

  it('that says it is 0 wide shows as much as one of 80', async () => {
    const env = storeEnv(await unpackStore('real'));
    const shown = async (columns: number) => swjob(['list'], { env: { ...env, NO_COLOR: '1' }, tty: { columns } });
    expect(await shown(0)).toEqual(await shown(80));
    expect((await shown(0)).stdout).toContain('SUCCESS');
  });
});

describe('a table in a pipe', () => {
  const list = async (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
    swjob(['list', '--size', '2', ...args], { env: { ...storeEnv(await unpackStore('real')), ...env } });

  it('is drawn for -o table, 80 cells or $COLUMNS wide, without colours', async () => {
    const drawn = await list(['-o', 'table']);
    expect(drawn.stdout.split('\n')[0]).toMatch(/^id {12}status {3}/i);
    expect(Math.max(...drawn.stdout.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(80);
    expect(drawn.stdout).not.toContain('\u001b');
    const narrow = await list(['-o', 'table'], { COLUMNS: '40' });
    expect(Math.max(...narrow.stdout.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(40);
  });

  it('is drawn with colours for --color always, and not for a variable that forces them', async () => {
    expect((await list(['--color', 'always'])).stdout).toMatch(/\u001b\[1mid/i);
    expect((await list([], { FORCE_COLOR: '1' })).stdout).toMatch(/^\S+\tSUCCESS\t/);
  });
});
