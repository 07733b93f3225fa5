import { notFound } from '../../errors.ts';
import { beginningsOf, resolveName } from '../../expression/named-value.ts';
import { show } from '../../text/show.ts';
import type { PickleReader } from '../pickle-reader.ts';
import { pickledTable } from '../pickled-table.ts';
import { TableNames } from '../table-names.ts';
import type { DiffSource } from './options.ts';

/**
 * For each table, the columns that hold the values of these names. A name that neither table has is an error.
 */
export async function columnsOfNames(
  sources: readonly [DiffSource, DiffSource],
  names: readonly string[],
  pickles: PickleReader | undefined,
): Promise<readonly [readonly string[], readonly string[]]> {
  const [base, job] = await Promise.all(sources.map((source) => columnsIn(source, names)));
  if (base === undefined || job === undefined) return [[], []];
  for (const name of names) {
    const found = sources.filter((_, index) => (index === 0 ? base : job).has(name));
    if (found.length === 0) await refuse(name, sources);
    else if (!(await isReached(name, found, [base, job], pickles))) await refuseReach(name, found, pickles);
  }
  const columns = (known: ReadonlyMap<string, string>) => [...new Set(known.values())];
  return [columns(base), columns(job)];
}

/** Throws if one of the tables lacks a name. */
export async function checkInBoth(sources: readonly DiffSource[], names: readonly string[]): Promise<void> {
  for (const source of sources) {
    const known = await columnsIn(source, names);
    const missing = names.find((name) => !known.has(name));
    if (missing !== undefined) await refuse(missing, [source]);
  }
}

/** The column that holds the values of each name; names without a column are missing from the map. */
async function columnsIn({ table }: DiffSource, names: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (names.length === 0) return new Map();
  const exact = await table.present(names);
  const beginnings = names.filter((name) => !exact.has(name)).flatMap(beginningsOf);
  const present = beginnings.length === 0 ? new Set<string>() : await table.present(beginnings);
  return new Map(
    names.flatMap((name): [string, string][] => {
      const named = resolveName(name, (column) => exact.has(column) || present.has(column));
      return named === undefined ? [] : [[name, named.column]];
    }),
  );
}

async function isReached(
  name: string,
  found: readonly DiffSource[],
  known: readonly ReadonlyMap<string, string>[],
  pickles: PickleReader | undefined,
): Promise<boolean> {
  if (known.some((columns) => columns.get(name) === name)) return true;
  for (const source of found) {
    try {
      await reach(name, source, pickles);
      return true;
    } catch {
      // The other table may have it; it is an error only if neither has it.
    }
  }
  return false;
}

async function refuseReach(name: string, found: readonly DiffSource[], pickles: PickleReader | undefined) {
  for (const source of found) await reach(name, source, pickles);
}

/** Throws if the name leads to no value of the table. */
async function reach(name: string, { table }: DiffSource, pickles: PickleReader | undefined): Promise<void> {
  const readable = pickles === undefined ? table : pickledTable(table, pickles);
  const names = await TableNames.resolve(readable, [name]);
  for await (const _ of names.checked(noRows())) return;
}

async function* noRows(): AsyncGenerator<never> {}

/** Throws the table's own error for a missing column. */
async function refuse(name: string, sources: readonly DiffSource[]): Promise<void> {
  for (const { table } of sources) {
    const { column, type } = await table.key();
    if (type === null) continue;
    for await (const _ of table.read({ columns: [column], requires: [name] }));
    throw notFound(`the table ${show(table.name)} has no column ${show(name)}`);
  }
}
