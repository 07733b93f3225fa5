import { describe, expect, it } from 'vitest';
import { JOB, text, writeStore } from '../cli/written-store.ts';
import { storeEnv, swjob } from '../support/cli.ts';
import { cpuNow } from '../support/cpu-now.ts';
import { expectCleanExit } from './expect-clean-exit.ts';

describe('a condition', () => {
  const writes = ['a'.repeat(50_000), `${'a'.repeat(30)}!`, 'x'].map((value, key) => ({
    key,
    revision: 1n,
    cells: { a: text(value) },
  }));
  const ask = async (condition: string) => {
    const { root } = await writeStore({ t: { keyType: 'INT64', blocks: [writes] } });
    const started = cpuNow();
    const ended = await swjob(['rows', JOB, 't', '-q', '--where', condition], { env: storeEnv(root) });
    expectCleanExit(ended);
    expect(cpuNow() - started).toBeLessThan(20_000);
    return ended;
  };

  it.each([
    '^(a+)+$',
    '^(a|aa)+$',
    '^(a|a)*$',
    '(.*)*b',
    '^(([a-z])+.)+[A-Z]([a-z])+$',
    '(a?){30}a{30}!',
    '(x+x+)+y',
  ])('with the expression %s, which explodes in other engines, ends soon', async (pattern) => {
    expect((await ask(`a ~ '${pattern}'`)).status).toBe(0);
  });

  const BUILT = [
    `a ~ '${'('.repeat(10_000)}'`,
    `a ~ '${'(a'.repeat(10_000)}${')'.repeat(10_000)}'`,
    `a ~ 'a{1000}{1000}{1000}'`,
    `a ~ '${'a{1000}'.repeat(1000)}'`,
    `a ~ '[${'a-z'.repeat(10_000)}]'`,
    `a ~ '(?=a)\\1'`,
    `${'('.repeat(100_000)}1`,
    `${'not '.repeat(100_000)}a == 'x'`,
    Array(20_000).fill("a == 'x'").join(' or '),
    Array(20_000).fill("a == 'x'").join(' and '),
    `a in (${Array(50_000).fill("'x'").join(', ')})`,
    `a${'.b'.repeat(50_000)} == 1`,
    `${'9'.repeat(100_000)} > 1`,
    `a == '${'x'.repeat(1_000_000)}'`,
    `a == '`,
    `\`${'`'.repeat(10_001)}`,
    '\0',
    '__proto__ == 1',
    'constructor.prototype == 1',
  ];

  it.each(
    BUILT.map((condition) => [JSON.stringify(condition.slice(0, 24)), condition] as const),
  )('made to overflow is evaluated or a usage error: %s…', async (_, condition) => {
    const { status, stderr } = await ask(condition);
    expect([0, 2, 3]).toContain(status);
    expect(stderr.length).toBeLessThan(20_000);
  });
});
