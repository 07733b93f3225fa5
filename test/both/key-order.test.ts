import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Ended } from '../support/cli.ts';
import { type BothSides, bothSides } from './sides.ts';

// Java orders strings by UTF-16 units, Python by code points. The store has one table with keys that the two order differently.

describe('a table whose keys a Server orders in another way', () => {
  let sides: BothSides;
  let project: string;
  let job: string;
  let keys: readonly string[];

  const ask = async (...args: string[]) =>
    (await sides.run(['rows', 'JOB', 'keys/str', '--columns', 'id', '-o', 'jsonl', ...args], project, job)).map(idsOf);

  beforeAll(async () => {
    sides = await bothSides('tables');
    project = 'self';
    const [{ stdout }] = await sides.run(['list', '-p', 'PROJECT', '-q', '--all'], project);
    for (const id of stdout.trimEnd().split('\n')) {
      const [tables] = await sides.run(['tables', 'JOB', '-q'], project, id);
      if (tables.stdout.split('\n').includes('keys/str')) job = id;
    }
    keys = (await ask())[0] ?? [];
  });
  afterAll(() => sides.server.close());

  it('has the same keys there', async () => {
    const [direct, remote] = await ask();
    expect(remote).not.toEqual(direct);
    expect(remote).toEqual(keys.toSorted(byUnit));
  });

  it('is cut there as the Server orders it', async () => {
    const there = keys.toSorted(byUnit);
    expect((await ask('--limit', '5'))[1]).toEqual(there.slice(0, 5));
    expect((await ask('--tail', '5'))[1]).toEqual(there.slice(-5));
    const moved = there.findIndex((key, at) => key !== keys[at]);
    const bound = there[moved] ?? '';
    expect((await ask(`--start=${bound}`))[1]).toEqual(there.slice(moved));
    expect((await ask(`--end=${bound}`))[1]).toEqual(there.slice(0, moved));
  });

  it('is compared with itself on either side', async () => {
    for (const { status, stdout } of await sides.run(['diff', 'JOB', 'JOB', 'keys/str', '--json'], project, job)) {
      expect(status).toBe(0);
      expect(JSON.parse(stdout)).toMatchObject({ counts: { equal: keys.length, changed: 0, added: 0, removed: 0 } });
    }
  });
});

function idsOf({ status, stdout, stderr }: Ended): string[] {
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => (JSON.parse(line) as { id: string }).id);
}

function byUnit(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
