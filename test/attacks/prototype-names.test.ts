import { describe, expect, it } from 'vitest';
import { JOB, text, writeStore } from '../cli/written-store.ts';
import { storeEnv, swjob } from '../support/cli.ts';
import type { Cell } from '../support/write-table.ts';

describe('__proto__ and constructor', () => {
  const NAMES = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', '__defineGetter__'];

  it('are columns, map keys, attributes and tables like any other', async () => {
    const map: Cell = [
      { type: 'MAP', keyType: { type: 'STRING' }, valueType: { type: 'STRING' } },
      NAMES.map((name) => [name, 'v']),
    ];
    const object: Cell = [
      { type: 'OBJECT', pythonType: '__proto__', attributes: NAMES.map((name) => ({ name, type: 'STRING' })) },
      JSON.parse(`{${NAMES.map((name) => `"${name}":"v"`).join(',')}}`),
    ];
    const cells = Object.fromEntries([
      ...NAMES.map((name): [string, Cell] => [name, text('v')]),
      ['map', map],
      ['object', object],
    ]);
    const tables = Object.fromEntries(
      NAMES.map((name) => [
        name,
        { keyType: 'STRING' as const, blocks: [NAMES.map((key) => ({ key, revision: 1n, cells }))] },
      ]),
    );
    const { root } = await writeStore(tables);
    const env = storeEnv(root);
    expect((await swjob(['tables', JOB, '-q'], { env })).stdout.split('\n').filter(Boolean).sort()).toEqual(
      [...NAMES].sort(),
    );
    const { stdout } = await swjob(['rows', JOB, '__proto__', '-o', 'jsonl'], { env });
    const rows = stdout.split('\n').filter(Boolean);
    expect(rows).toHaveLength(NAMES.length);
    for (const row of rows) {
      for (const name of NAMES) expect(row.split(`"${name}":"v"`).length).toBeGreaterThanOrEqual(4);
    }
    const chosen = ['rows', JOB, 'constructor', '--columns', '__proto__,toString', '--where', '__proto__ == "v"'];
    expect((await swjob([...chosen, '-o', 'csv'], { env })).stdout).toBe(`__proto__,toString\n${'v,v\n'.repeat(5)}`);
    const none = await swjob(['rows', JOB, 'constructor', '--columns', 'valueOf'], { env });
    expect(none).toMatchObject({ status: 3, stdout: '' });
    expect((await swjob(['rows', JOB, 'valueOf'], { env })).status).toBe(3);
    for (const word of ['__proto__', 'constructor', 'toString']) {
      expect((await swjob([word], { env })).status).toBe(2);
      expect((await swjob(['list', '-o', word], { env })).status).toBe(2);
      expect((await swjob(['list', '--status', word], { env })).status).toBe(2);
      expect((await swjob(['list', '--sort', word], { env })).status).toBe(3);
      expect((await swjob(['list', '--fields', word], { env })).status).toBe(3);
      expect((await swjob(['help', word], { env })).status).toBe(2);
      expect((await swjob(['list', '-p', `${word}/project/self`], { env })).status).toBeGreaterThan(1);
    }
  });
});
