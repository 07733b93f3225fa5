import type { Batch } from '../datastore/batch.ts';
import { ColumnSet } from '../datastore/column-set.ts';
import { type ColumnType, ColumnTypeSet, type ColumnTypes } from '../datastore/column-types.ts';
import { isScalarType } from '../datastore/scalars.ts';
import type { ParquetTable } from '../render/parquet.ts';

/** What is known about the rows of a file before they are read. */
export interface ParquetRowsPlan {
  /** The types of the table's columns, from its schemas. */
  readonly types: ColumnTypes;
  /** The selected columns, which may be paths into others; undefined for all. */
  readonly shown: readonly string[] | undefined;
  readonly keyColumn: string;
  readonly metadata: Readonly<Record<string, string>>;
  /** Whether columns are made from inside values, which schemas do not describe. */
  readonly areMade: boolean;
  /** The column that names the job, if there is one. */
  readonly jobColumn: string | undefined;
  /** The rows as they will be written. */
  rows(): AsyncIterable<Batch>;
}

/**
 * The columns of a file and their types, from the schemas. If columns are made from inside values, which have no schema,
 * the rows are read once to learn them.
 */
export async function parquetTable(plan: ParquetRowsPlan): Promise<ParquetTable> {
  const { types, shown, areMade } = plan;
  if (!areMade && (shown ?? []).every((name) => types.has(name))) return plainTable(plan);
  return withJob(await madeTable(plan), plan.jobColumn);
}

/** The same if all columns are the table's own. */
export function plainTable({ types, shown, keyColumn, metadata, jobColumn }: PlainPlan): ParquetTable {
  const table = { columns: shown ?? [...types.keys()], types, stored: types, keyColumn, metadata };
  return withJob(table, jobColumn);
}

export type PlainPlan = Pick<ParquetRowsPlan, 'types' | 'shown' | 'keyColumn' | 'metadata' | 'jobColumn'>;

function withJob(table: ParquetTable, jobColumn: string | undefined): ParquetTable {
  if (jobColumn === undefined) return table;
  const columns = [jobColumn, ...table.columns.filter((name) => name !== jobColumn)];
  return { ...table, columns, types: new Map([...table.types, [jobColumn, new Set(['STRING' as const])]]) };
}

async function madeTable(plan: ParquetRowsPlan): Promise<ParquetTable> {
  const { types, shown, keyColumn, metadata, areMade } = plan;
  const seen = new ColumnTypeSet();
  const order = new ColumnSet();
  for await (const batch of plan.rows()) {
    order.add(batch);
    for (const column of batch.columns) seen.addColumn(batch, column);
  }
  const columns = areMade ? withOthers(order.inOrder(), plan) : (shown ?? []);
  const typesOf = (name: string) => {
    const known = types.get(name);
    return isKnown(known) ? [...known, ...(seen.byName.get(name) ?? [])] : (seen.byName.get(name) ?? []);
  };
  const all = new Map(columns.map((name) => [name, new Set(typesOf(name))]));
  return { columns, types: all, exact: seen.exact(), stored: types, keyColumn, metadata };
}

/** Adds columns of scalars in which no row has a value; readers need at least one column. */
function withOthers(found: readonly string[], { types, shown }: ParquetRowsPlan): readonly string[] {
  const chosen = shown ?? [...types.keys()];
  const scalars = chosen.filter((name) => [...(types.get(name) ?? ['OBJECT'])].every(isScalarType));
  const columns = [...new Set([...found, ...scalars])];
  return columns.length === 0 ? chosen : columns;
}

/** Whether the schemas say everything about the values: that they are scalars, and of which types. */
function isKnown(types: ReadonlySet<ColumnType> | undefined): types is ReadonlySet<ColumnType> {
  return types !== undefined && types.size > 0 && [...types].every(isScalarType);
}
