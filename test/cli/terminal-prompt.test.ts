import { beforeAll, describe, expect, it } from 'vitest';
import { storeEnv, swjob } from '../support/cli.ts';
import { unpackStore } from '../support/stores.ts';
import { atTerminal, python } from './at-terminal.ts';

/** Each command that asks, with the beginning of the question at which keys are pressed. */
const PROMPTS: readonly [line: string, question: string, typedBefore: string][] = [
  ['remove 6jfe', '[y/N]', ''],
  ['remove 6jfe --force', '[y/N]', ''],
  ['pause 6jfe', '[y/N]', ''],
  ['cancel 6jfe', '[y/N]', ''],
  ['instance login http://127.0.0.1:9 --alias srv', 'User name', ''],
  ['instance login http://127.0.0.1:9 --alias srv', 'Password', 'me\n'],
  ['instance login http://127.0.0.1:9 --alias srv --token-stdin', 'Token', ''],
];

describe('a cancelled prompt', () => {
  let env: Record<string, string>;
  beforeAll(async () => {
    env = storeEnv(await unpackStore('jobs'));
  });

  const keys = [
    ['Ctrl-C', '\u0003'],
    ['Ctrl-D', '\u0004'],
  ] as const;
  const cases = PROMPTS.flatMap(([line, ...rest]) => keys.map(([name, key]) => [line, name, key, ...rest] as const));

  it.each(cases)('by %s and %s ends with 130 and says nothing', async (line, _, key, question, before) => {
    const ended = await swjob(line.split(' '), { env, tty: { columns: 80 }, stdin: `${before}${key}` });
    expect({ status: ended.status, stdout: ended.stdout }).toEqual({ status: 130, stdout: '' });
    expect(ended.stderr).toContain(question);
    expect(ended.stderr.endsWith('\n')).toBe(true);
    expect(ended.stderr).not.toMatch(/swjob:|interrupted|unexpected|Abort/);
    expect((await swjob(['status', '6jfe'], { env })).stdout).toBe('SUCCESS\n');
  });

  const answers = ['^C', '^D'].map((key) => [key, { ...process.env, ...env } as Record<string, string>] as const);
  it.runIf(python).each(answers)('ends the same on a real terminal: %s', async (key, full) => {
    const ended = await atTerminal([`[y/N] =${key}`], ['remove', '6jfe'], { ...full, ...env });
    expect(ended.status).toBe(130);
    expect(ended.stdout.replace(/\r\n/g, '\n').replace(/\u001b\[[\d;?]*\w/g, '')).toMatch(
      /^Remove the job [\w.:]+ of [\d-]+ [\d:]+ \(\w+\)\? \[y\/N\] \n$/,
    );
  });
});
