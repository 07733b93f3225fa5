import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { KeyValue } from '../../src/job/instance.ts';
import { compareServerKeys } from '../../src/server/key-order.ts';
import { openStandalone } from '../../src/standalone/instance.ts';
import { projectNames } from '../../src/standalone/job-folders.ts';
import type { Ended } from '../support/cli.ts';
import { type StoreName, unpackStore } from '../support/stores.ts';
import { type BothSides, bothSides, evened } from './sides.ts';

// Commands print the same for a store, read directly and through the server.

interface StoredTable {
  readonly project: string;
  readonly job: string;
  readonly name: string;
  /** A few keys, as users type them. */
  readonly keys: readonly string[];
  readonly columns: readonly string[];
  readonly rows: number;
  /** Whether a Server has the keys in another order: see key-order.test.ts. */
  readonly isReordered: boolean;
}

/** How many tables and rows each store has, to be sure that something was compared. */
const SIZES = { types: [11, 266], tables: [16, 26675], jobs: [10, 15], real: [23, 729] } as const;
const LARGE = 5000;

describe.each([
  'types',
  'tables',
  'jobs',
  'real',
] as const)('the store %s, directly and through the server', (store) => {
  let sides: BothSides;
  let tables: readonly StoredTable[];
  /** One of those with the same name and columns, the one with the most rows: many jobs have them. */
  let kinds: readonly StoredTable[];

  beforeAll(async () => {
    sides = await bothSides(store);
    tables = await storedTables(store);
    const bySize = tables.toSorted((one, other) => one.rows - other.rows);
    kinds = [...new Map(bySize.map((table) => [JSON.stringify([table.name, table.columns]), table])).values()];
  });
  afterAll(() => sides.server.close());

  it('is compared as a whole', () => {
    expect([tables.length, tables.reduce((sum, { rows }) => sum + rows, 0)]).toEqual(SIZES[store]);
    const reordered = tables.flatMap(({ name, isReordered }) => (isReordered ? name : []));
    expect(reordered).toEqual(store === 'tables' ? ['keys/str'] : []);
  });

  it('has the same rows, with types and None', async () => {
    for (const table of tables) await expectSameRows(sides, table, ['--keep-none', '--typed', '-o', 'jsonl']);
  });

  it.each([
    ['without None', ['--typed', '-o', 'jsonl']],
    ['as plain JSON lines', ['-o', 'jsonl']],
    ['the first ones', ['--limit', '3', '--typed', '-o', 'jsonl']],
    ['the last ones', ['--tail', '3', '--typed', '-o', 'jsonl']],
    ['none of them', ['--limit', '0', '--json']],
  ])('has the same rows of each kind of table: %s', async (_what, args) => {
    for (const table of kinds) await expectSameRows(sides, table, args);
  });

  it('has the same rows in every range of keys', async () => {
    for (const table of kinds) {
      const [low = '0', middle = low, high = middle] = table.keys;
      for (const range of [
        [`--start=${middle}`],
        [`--end=${middle}`],
        [`--end=${middle}`, '--end-inclusive'],
        [`--start=${low}`, `--end=${high}`, '--limit', '5'],
        [`--start=${middle}`, `--end=${high}`, '--end-inclusive', '--keep-none'],
        [`--start=${middle}`, '--tail', '2'],
        [`--start=${high}`, `--end=${low}`],
      ]) {
        await expectSameRows(sides, table, [...range, '--typed', '-o', 'jsonl']);
      }
    }
  });

  it('has the same chosen columns, and the same records for a condition', async () => {
    for (const table of kinds.filter(({ columns }) => columns.length > 1)) {
      const name = table.columns.at(-1) ?? '';
      const column = name.replaceAll('\\', '\\\\').replaceAll(',', '\\,');
      await expectSameRows(sides, table, ['--columns', column, '--typed', '-o', 'jsonl']);
      await expectSameRows(sides, table, ['--columns', column, '--keep-none', '-o', 'csv']);
      if (name.includes('`')) continue;
      for (const condition of [`\`${name}\` != none`, `\`${name}\` == none`]) {
        await expectSameRows(sides, table, ['--where', condition, '--limit', '20', '--typed', '-o', 'jsonl']);
      }
    }
  });

  it('refuses the same unknown columns, conditions and tables', async () => {
    const small = kinds.filter(({ rows }) => rows > 0 && rows < LARGE);
    for (const table of small) {
      const wrong = [
        ['rows', 'JOB', table.name, '--columns', 'no-such-column'],
        ['rows', 'JOB', table.name, '--where', 'no_such_column.x/y > 1'],
      ];
      // That these are wrong has nothing to do with the table.
      const alike = [
        ['rows', 'JOB', table.name, '--where', 'no_such_column > 1'],
        ['rows', 'JOB', table.name, '--columns', 'id.no-such-part'],
        ['rows', 'JOB', 'no-such-table'],
      ];
      for (const args of table === small[0] ? [...wrong, ...alike] : wrong) {
        const [direct, remote] = await sides.run(args, table.project, table.job);
        expect([args, direct.status, direct.stdout]).toEqual([args, remote.status, remote.stdout]);
        expect([2, 3]).toContain(remote.status);
      }
    }
  });

  it('has the same tables, summaries, statuses and reports', async () => {
    for (const project of await projects(store)) {
      const [{ stdout }] = await sides.run(['list', '-p', 'PROJECT', '--all', '--json'], project);
      const jobs = JSON.parse(stdout).map(({ uuid }: { uuid: string }) => uuid);
      for (const job of jobs) {
        expectSame(await sides.run(['tables', 'JOB', '--json'], project, job));
        const [here, there] = await sides.run(['status', 'JOB'], project, job);
        expect(there).toEqual(here);
        for (const format of [['--typed', '--json'], ['--json']]) {
          expectSame(await sides.run(['summary', 'JOB', ...format], project, job), job, ownSummary);
        }
        expectSame(await sides.run(['info', 'JOB', '--json', '--fields', 'report'], project, job), job, ownReport);
      }
    }
  });

  it('has the same jobs in the same order, page by page, filtered and removed', async () => {
    const fields = 'uuid,status,handler,project,created_at,removed';
    for (const project of await projects(store)) {
      for (const args of [
        ['--all'],
        ['--size', '2'],
        ['--size', '2', '--page', '2'],
        ['--status', 'SUCCESS', '--all'],
        ['--filter', "status != 'SUCCESS'", '--all'],
        ['--sort', 'handler', '--all'],
      ]) {
        // A server does not know the times of folders, which order the jobs that have no time.
        const timed = args.includes('--filter') ? args : [...args, '--filter', 'created_at != none'];
        expectSame(await sides.run(['list', '-p', 'PROJECT', '--json', '--fields', fields, ...timed], project));
      }
      // Of a removed job, a server knows only the uuid and when it was removed.
      expectSame(
        await sides.run(['list', '-p', 'PROJECT', '--removed', '--all', '--json', '--fields', 'uuid'], project),
      );
    }
  });
});

async function expectSameRows(sides: BothSides, table: StoredTable, args: readonly string[]) {
  const { project, job, name, rows, isReordered } = table;
  // Ranges and conditions on a large table add only time.
  if (isReordered && /--(limit|tail|start|end)/.test(args.join(' '))) return;
  const isWhole = args.join(' ') === '-o jsonl';
  if (rows > LARGE && !args.includes('--limit') && !args.includes('--tail') && !isWhole) return;
  const ended = await sides.run(['rows', 'JOB', name, ...args], project, job);
  const outputs = isReordered ? ([sorted(ended[0]), sorted(ended[1])] as const) : ended;
  if (!args.includes('csv')) return expectSame(outputs, `${name} ${args.join(' ')}`);
  // In csv, a MAP or OBJECT is JSON with its entries in another order.
  if (!/\{|\[\[/.test(outputs[0].stdout)) expect([name, outputs[1]]).toEqual([name, outputs[0]]);
}

function sorted(ended: Ended): Ended {
  return { ...ended, stdout: `${ended.stdout.trimEnd().split('\n').sort().join('\n')}\n` };
}

type Outputs = readonly [direct: Ended, remote: Ended];

function expectSame(outputs: Outputs, what = '', adapted: (said: Said) => unknown = (said) => said): void {
  const [direct, remote] = outputs.map(({ status, stdout, stderr }) => {
    const isLines = !stdout.startsWith('[') && !stdout.startsWith('{\n');
    const documents = stdout === '' ? [] : isLines ? stdout.trimEnd().split('\n') : [stdout];
    // A hint names the job by the URI that was given.
    const told = stderr
      .replace(/^The job \w+ has no summary: .*\n/, '')
      .replace(/ (?:local|srv)\/project\//g, ' project/');
    return { what, status, told, said: documents.map((text) => adapted(evened(text) as Said)) };
  });
  // To show what differs takes long for thousands of rows.
  if (JSON.stringify(remote) !== JSON.stringify(direct)) expect(remote).toEqual(direct);
}

type Said = Readonly<Record<string, unknown>>;

/** Without what a server itself writes into each summary, even for jobs that wrote none. */
function ownSummary(summary: Said): Said {
  return Object.fromEntries(Object.entries(summary).filter(([name]) => !name.startsWith('sys/') && name !== 'id'));
}

function ownReport({ report }: Said): Said | null {
  if (report === null) return null;
  const { summary, kind, ...rest } = report as Said;
  const own = ownSummary(summary as Said);
  return Object.keys(own).length + Object.keys(rest).length === 0 ? null : { kind, own, rest };
}

async function projects(store: StoreName): Promise<readonly string[]> {
  return projectNames(await unpackStore(store));
}

async function storedTables(store: StoreName): Promise<readonly StoredTable[]> {
  const root = await unpackStore(store);
  const instance = await openStandalone({ root, alias: 'local', summaryTable: 'eval/summary' });
  const found: StoredTable[] = [];
  for (const project of projectNames(root)) {
    for (const { id } of (await instance.listJobs(project, {})).jobs) {
      const job = await instance.findJob(project, id, 'active');
      for (const name of await job.tables()) {
        const table = await job.table(name);
        const { column } = await table.key();
        const values: KeyValue[] = [];
        let rows = 0;
        for await (const batch of table.scan({})) {
          rows += batch.length;
          for (const row of batch) values.push(row.get(column)?.value as KeyValue);
        }
        const columns = rows === 0 ? [] : await table.columns({});
        const keys = values.map(String);
        const some = [0.2, 0.5, 0.8].flatMap((share) => keys[Math.floor(share * keys.length)] ?? []);
        const isReordered = values.some((key, at) => at > 0 && compareServerKeys(key, values[at - 1] ?? key) < 0);
        found.push({ project, job: id, name, keys: some, columns, rows, isReordered });
      }
    }
  }
  return found;
}
