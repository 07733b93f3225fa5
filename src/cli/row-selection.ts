import type { TypedRow } from '../datastore/typed-value.ts';
import { usageError } from '../errors.ts';
import type { Expression } from '../expression/expression.ts';
import type { ScanOptions, TableSource } from '../job/instance.ts';
import { selectRows } from '../job/select-rows.ts';
import type { TableNames } from '../job/table-names.ts';
import { splitNames } from '../text/name-list.ts';
import { parseCount, parseRevision } from '../text/number.ts';
import type { Run } from './run.ts';

export interface RowSelectionOptions {
  readonly keepNone?: boolean;
  readonly limit?: string;
  readonly tail?: string;
  readonly columns?: string[];
  readonly where?: string;
  readonly revision?: string;
  readonly saveArtifacts?: string;
}

/** Which rows of a table, and what of them. */
export interface Selection {
  readonly where: Expression | undefined;
  readonly limit: number | undefined;
  readonly tail: number | undefined;
  readonly keepNone: boolean;
  readonly revision: bigint | undefined;
  readonly columns: readonly string[] | undefined;
  /** The names of the values that rows have: columns and fields together. */
  readonly wanted: readonly string[];
  /** Those, and what the condition reads. */
  readonly read: readonly string[];
  /** Whether rows are cut down to what is wanted. */
  readonly isCut: boolean;
}

export async function parseSelection(options: RowSelectionOptions, { output }: Run): Promise<Selection> {
  const limit = options.limit === undefined ? undefined : parseCount(options.limit, '--limit', 0);
  const tail = options.tail === undefined ? undefined : parseCount(options.tail, '--tail', 0);
  if (limit !== undefined && tail !== undefined) throw usageError('--limit and --tail exclude each other');
  const columns = options.columns ? splitNames(options.columns, '--columns') : undefined;
  const where = options.where === undefined ? undefined : await parseCondition(options.where);
  const { fields, quiet } = output;
  const wanted = [...new Set([...(columns ?? []), ...(fields ?? [])])];
  return {
    where,
    limit,
    tail,
    keepNone: options.keepNone ?? false,
    revision: options.revision === undefined ? undefined : parseRevision(options.revision),
    columns,
    wanted,
    read: [...new Set([...wanted, ...(where?.names ?? [])])],
    // The ids of --quiet are none of the columns, and any column may hold artifacts.
    isCut: !quiet && (columns !== undefined || (fields !== undefined && options.saveArtifacts === undefined)),
  };
}

async function parseCondition(text: string): Promise<Expression> {
  const { parseExpression } = await import('../expression/expression.ts');
  return parseExpression(text, '--where');
}

/** What is read: no columns but those that hold what is wanted. */
export function rowScan(
  { where, limit, tail, keepNone, revision, read, isCut }: Selection,
  names: TableNames,
): ScanOptions {
  const columns = names.columns(read);
  return {
    keepNone,
    revision,
    columns: isCut ? columns : undefined,
    requires: columns,
    ...(where === undefined && { limit, tail }),
  };
}

/** The rows that are selected, with the values that are wanted. */
export async function* selectedRows(
  table: TableSource,
  scan: ScanOptions,
  { where, limit, tail, wanted, isCut }: Selection,
  names: TableNames,
): AsyncGenerator<readonly TypedRow[]> {
  const batches = names.checked(table.scan(scan));
  const selected = where ? selectRows(batches, { where, lookup: (row) => names.lookup(row), limit, tail }) : batches;
  const isReady = names.areColumns(wanted) && (!isCut || where === undefined);
  if (isReady) yield* selected;
  else for await (const batch of selected) yield batch.map((row) => cut(row, isCut, wanted, names));
}

/** Values inside of columns stand beside the columns, or in their place where columns are chosen. */
function cut(row: TypedRow, isCut: boolean, wanted: readonly string[], names: TableNames): TypedRow {
  const picked = names.pick(row, wanted);
  return isCut ? picked : new Map([...row, ...picked]);
}
