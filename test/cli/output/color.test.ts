import { describe, expect, it } from 'vitest';
import { type SwjobOptions, storeEnv, swjob } from '../../support/cli.ts';
import { unpackStore } from '../../support/stores.ts';

const RED_FAIL = '\u001b[31mFAIL\u001b[39m';

/** Whether `status` of a failed job is printed in colour. */
async function isColoured(args: readonly string[], env: SwjobOptions['env'], terminal: boolean): Promise<boolean> {
  const options = { env: { ...storeEnv(await unpackStore('jobs')), ...env } };
  const { stdout } = await swjob(['status', 'dkjc', ...args], {
    ...options,
    ...(terminal && { tty: { columns: 80 } }),
  });
  expect([`${RED_FAIL}\n`, 'FAIL\n']).toContain(stdout);
  return stdout === `${RED_FAIL}\n`;
}

describe('colour', () => {
  const terminal: readonly [env: Record<string, string>, args: readonly string[], coloured: boolean][] = [
    [{}, [], true],
    [{ TERM: 'xterm' }, [], true],
    [{ TERM: 'dumb' }, [], false],
    [{ NO_COLOR: '1' }, [], false],
    [{ NO_COLOR: '' }, [], true],
    [{ CLICOLOR: '0' }, [], false],
    [{ CLICOLOR: '1' }, [], true],
    [{ FORCE_COLOR: '0' }, [], false],
    [{ FORCE_COLOR: '1', NO_COLOR: '1' }, [], true],
    [{ CLICOLOR_FORCE: '1', NO_COLOR: '1' }, [], true],
    [{ CLICOLOR_FORCE: '0' }, [], true],
    [{ TERM: 'dumb', FORCE_COLOR: '1' }, [], true],
    [{ NO_COLOR: '1' }, ['--color', 'always'], true],
    [{ FORCE_COLOR: '1' }, ['--color', 'never'], false],
    [{ NO_COLOR: '1' }, ['--color', 'auto'], false],
  ];
  it.each(terminal)('on a terminal with %j and %j: %s', async (env, args, coloured) => {
    expect(await isColoured(args, env, true)).toBe(coloured);
  });

  it('is never in a pipe, whatever the environment: programs read it', async () => {
    expect(await isColoured([], { FORCE_COLOR: '3', CLICOLOR_FORCE: '1' }, false)).toBe(false);
  });

  it('is not in data for programs, not even when it is asked for', async () => {
    const env = { ...storeEnv(await unpackStore('jobs')), FORCE_COLOR: '3' };
    for (const format of ['json', 'jsonl', 'csv', 'tsv']) {
      const ended = await swjob(['list', '-o', format, '--color', 'always'], { env, tty: { columns: 80 } });
      expect(ended.stdout).not.toContain('\u001b');
    }
  });
});
