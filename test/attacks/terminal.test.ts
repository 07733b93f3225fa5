import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { JOB, text, writeStore } from '../cli/written-store.ts';
import { storeEnv, swjob } from '../support/cli.ts';
import type { Cell, TableText } from '../support/write-table.ts';
import { expectCleanExit } from './expect-clean-exit.ts';

// Text that drives or deceives a terminal, in every place where a store can have text.

const HOSTILE = [
  '\u001b[2J\u001b[H',
  '\u001b]0;owned\u0007',
  '\u001b]8;;http://evil.test\u001b\\click\u001b]8;;\u001b\\',
  '\u001b]52;c;cm0gLXJmIH4=\u0007',
  '\u009b31m',
  '\u0090q\u009c',
  '\u202egnp.exe',
  '\u2066x\u2069',
  'a\rb',
  'a\bb',
  '\u0000',
  '\u007f',
  '\u2028',
];
const ALL = HOSTILE.join('|');

let env: Record<string, string>;
let root: string;
beforeAll(async () => {
  const cells: Record<string, Cell> = {
    [ALL]: text(ALL),
    list: [{ type: 'LIST', elementType: { type: 'STRING' } }, HOSTILE],
    map: [
      { type: 'MAP', keyType: { type: 'STRING' }, valueType: { type: 'STRING' } },
      HOSTILE.map((one) => [one, one]),
    ],
    object: [{ type: 'OBJECT', pythonType: ALL, attributes: [{ name: ALL, type: 'STRING' }] }, { [ALL]: ALL }],
    bytes: [{ type: 'BYTES' }, Buffer.from(ALL).toString('base64')],
  };
  const table: TableText = {
    keyType: 'STRING',
    keyColumn: `key${ALL}`,
    blocks: [HOSTILE.map((key) => ({ key, revision: 1n, cells }))],
  };
  const written = await writeStore(
    {
      t: table,
      [ALL]: table,
      'eval/summary': { keyType: 'STRING', blocks: [[{ key: JOB, revision: 1n, cells }]] },
    },
    { error_message: ALL, handler_name: ALL, model: ALL, datasets: HOSTILE, status: ALL, [ALL]: ALL },
  );
  root = written.root;
  env = storeEnv(root);
  const other = join(root, 'self', 'job', JOB.slice(0, 2), `${JOB}x`);
  mkdirSync(other);
  writeFileSync(join(other, '_manifest.yaml'), `"${'\\e]0;x\\a'}": [`);
});

const COMMANDS: readonly string[][] = [
  ['list'],
  ['list', '--fullname', '--metric', 'list'],
  ['list', '-p', ALL],
  ['list', '--filter', `'${ALL}' = 1`],
  ['list', '--sort', ALL],
  ['list', '--fields', ALL],
  ['info', JOB],
  ['info', ALL],
  ['info', `${JOB}x`],
  ['summary', JOB],
  ['summary', JOB, JOB],
  ['summary', JOB, '--assert', `\`${ALL}\` == 1`],
  ['tables', JOB],
  ['tables', JOB, '--count'],
  ['rows', JOB, 't'],
  ['rows', JOB, 't', '--no-truncate'],
  ['rows', JOB, ALL],
  ['rows', JOB, `no${ALL}`],
  ['rows', JOB, 't', '--columns', ALL],
  ['rows', JOB, 't', '--columns', `no${ALL}`],
  ['rows', JOB, 't', '--start', ALL, '--key-type', 'int'],
  ['rows', JOB, 't', '--where', `x ~ '${ALL}('`],
  ['status', JOB],
  ['doctor', '--store'],
  [ALL],
  ['list', `--${ALL}`],
  ['list', '-o', ALL],
  ['help', ALL],
];

describe('text that drives a terminal', () => {
  it.each(
    COMMANDS.map((args) => [args.join(' ').replaceAll(ALL, 'HOSTILE'), args] as const),
  )('never reaches it: swjob %s', async (_, args) => {
    const form =
      args[0] === 'help' || args.includes('-o')
        ? [[]]
        : [[], ['--json'], ['-o', 'jsonl'], ['-o', 'csv'], ['-q'], ['-v'], ['--json', '--typed']];
    for (const more of form) {
      const ended = await swjob([...args, ...more], { env, tty: { columns: 100 } });
      if (more[0] === '-v')
        expect(ended.stderr.replace(/^\s+at .*$/gm, '')).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
      else expectCleanExit(ended, true);
    }
  });

  it('is unchanged in JSON in a pipe, and one row per line in a table', async () => {
    const { stdout } = await swjob(['rows', JOB, 't', '-o', 'jsonl'], { env });
    const rows = stdout
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(rows).toHaveLength(HOSTILE.length);
    expect(rows.every(({ list }) => JSON.stringify(list) === JSON.stringify(HOSTILE))).toBe(true);
    const piped = await swjob(['rows', JOB, 't'], { env });
    expect(piped.stdout.split('\n')).toHaveLength(HOSTILE.length + 1);
  });
});

describe('cells that a spreadsheet would run', () => {
  const FORMULAS = [
    '=1+1',
    '+1',
    '-1+1',
    '@SUM(1)',
    '\t=1',
    '\r=1',
    "=cmd|' /C calc'!A0",
    '＝1+1',
    '=HYPERLINK("http://evil.test")',
    '\n=1',
    ' =1',
    '"=1"',
  ];

  it.each(['csv', 'tsv'])('are plain text in %s with --safe-csv, and unchanged without', async (format) => {
    const rows = FORMULAS.map((value, at) => ({
      key: `=${at}`,
      revision: 1n,
      cells: { '=column': text(value), number: [{ type: 'INT8' }, 'ff'] as Cell },
    }));
    const store = await writeStore({ t: { keyType: 'STRING', keyColumn: '+id', blocks: [rows] } });
    const plain = await swjob(['rows', JOB, 't', '-o', format], { env: storeEnv(store.root) });
    expect(plain.stdout).toContain('\n=0');
    const { stdout } = await swjob(['rows', JOB, 't', '-o', format, '--safe-csv'], { env: storeEnv(store.root) });
    const cells = format === 'csv' ? csvCells(stdout) : stdout.split(/[\t\n]/);
    for (const cell of cells) expect(cell).not.toMatch(/^[=+@＝]|^-(?!1$)/);
    // A negative number stays a number.
    expect(cells.filter((cell) => cell === '-1')).toHaveLength(FORMULAS.length);
  });
});

function csvCells(text: string): string[] {
  const cell = /(?:"((?:[^"]|"")*)"|([^,\n]*))[,\n]/gy;
  return Array.from(text.matchAll(cell), ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '');
}
