import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { swjob } from '../support/cli.ts';
import { temporaryFolder } from '../support/stores.ts';
import { analysisPython } from './analysis-python.ts';

const COMPARE = fileURLToPath(new URL('compare.py', import.meta.url));

export const python = analysisPython();

/** A table as a Parquet file and as JSON lines. */
type Pair = readonly [parquet: string, lines: string];

export interface Exporting {
  readonly env: Readonly<Record<string, string>>;
  /** The beginning of the projects' URIs. */
  readonly side?: string;
  readonly projects: readonly string[];
  /** Only these jobs. */
  readonly jobs?: readonly string[];
  /** Further options of `rows`. */
  readonly options?: readonly string[];
}

/** Writes every table in both formats, and compares them with pyarrow and DuckDB; returns the number of tables. */
export async function compareTables(exporting: Exporting): Promise<number> {
  const folder = await mkdtemp(join(await temporaryFolder(), 'parquet-'));
  const pairs: Pair[] = [];
  for (const project of exporting.projects) {
    for (const [uri, table] of await tablesOf(project, exporting)) {
      const pair = await exportTable(join(folder, `${pairs.length}`), uri, table, exporting);
      if (pair !== null) pairs.push(pair);
    }
  }
  expect(await countOfSame(pairs)).toBe(`${pairs.length}`);
  return pairs.length;
}

/** Python with pyarrow and DuckDB takes a second to start, so one process answers all tests of a file, until it fails. */
let comparing: Comparing | undefined;
interface Comparing {
  readonly child: ChildProcessWithoutNullStreams;
  readonly counts: AsyncIterator<string>;
  readonly closed: Promise<unknown>;
}

/** To be called after all tests of a file: files share this module. */
export function endComparing(): void {
  comparing?.child.stdin.end();
  comparing = undefined;
}

/** What `compare.py` counts, or what it says is different. */
async function countOfSame(pairs: readonly Pair[]): Promise<string> {
  if (comparing === undefined) {
    const child = spawn(python ?? '', [COMPARE]);
    const counts = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    comparing = { child, counts, closed: once(child, 'close') };
  }
  const { child, counts, closed } = comparing;
  let told = '';
  const listen = (chunk: Buffer) => {
    told += chunk.toString();
  };
  child.stderr.on('data', listen);
  child.stdin.on('error', () => undefined).write(`${pairs.map((pair) => `${JSON.stringify(pair)}\n`).join('')}\n`);
  const { value, done } = await counts.next();
  if (!done) {
    child.stderr.off('data', listen);
    return value;
  }
  await closed;
  comparing = undefined;
  return told;
}

async function tablesOf(
  project: string,
  { env, side = 'local', jobs }: Exporting,
): Promise<[uri: string, table: string][]> {
  const found: [string, string][] = [];
  const all = ['list', '-p', `${side}/project/${project}`, '--all', '-o', 'jsonl', '--fields', 'id'];
  const ids = jobs ?? linesOf((await swjob(all, { env })).stdout).map(({ id = '' }) => id);
  for (const id of ids) {
    const uri = `${side}/project/${project}/job/${id}`;
    const tables = await swjob(['tables', uri, '-o', 'jsonl', '--fields', 'name'], { env });
    for (const { name } of linesOf(tables.stdout)) found.push([uri, name ?? '']);
  }
  return found;
}

/** A table that is damaged gives neither file. */
async function exportTable(
  base: string,
  uri: string,
  table: string,
  { env, options = [] }: Exporting,
): Promise<Pair | null> {
  const pair = [`${base}.parquet`, `${base}.jsonl`] as const;
  const [parquet, lines] = [
    await swjob(['rows', uri, table, ...options, '--out', pair[0]], { env }),
    await swjob(['rows', uri, table, ...options, '--out', pair[1]], { env }),
  ];
  expect([parquet.status, parquet.stderr], `${uri} ${table}`).toEqual([lines.status, lines.stderr]);
  if (parquet.status === 0) return pair;
  expect(await readdir(join(base, '..'))).not.toContain(pair[0].split('/').at(-1));
  return null;
}

function linesOf(text: string): Record<string, string>[] {
  return text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Record<string, string>]));
}
