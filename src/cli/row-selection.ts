import type { Batch } from '../datastore/batch.ts';
import type { TypedRow } from '../datastore/typed-value.ts';
import { usageError } from '../errors.ts';
import type { Expression } from '../expression/expression.ts';
import type { ScanOptions, TableSource } from '../job/instance.ts';
import { selectBatches } from '../job/select-batches.ts';
import type { SortKey } from '../job/sort-batches.ts';
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
  readonly sort?: string[];
  readonly revision?: string;
  readonly saveArtifacts?: string;
}

/** Which rows of a table to print, and which of their columns. */
export interface Selection {
  readonly where: Expression | undefined;
  /** The sort keys; empty for the order of the table's keys. */
  readonly sort: readonly SortKey[];
  readonly limit: number | undefined;
  readonly tail: number | undefined;
  readonly keepNone: boolean;
  readonly revision: bigint | undefined;
  readonly columns: readonly string[] | undefined;
  /** The columns and fields to print, together. */
  readonly wanted: readonly string[];
  /** Those, and what the condition and the sort keys read. */
  readonly read: readonly string[];
  /** Whether rows are reduced to `wanted`. */
  readonly isCut: boolean;
  /** Whether only the keys are printed. */
  readonly idsOnly: boolean;
}

export async function parseSelection(options: RowSelectionOptions, { output }: Run): Promise<Selection> {
  const limit = options.limit === undefined ? undefined : parseCount(options.limit, '--limit', 0);
  const tail = options.tail === undefined ? undefined : parseCount(options.tail, '--tail', 0);
  if (limit !== undefined && tail !== undefined) throw usageError('--limit and --tail cannot be used together');
  const columns = options.columns ? splitNames(options.columns, '--columns') : undefined;
  const where = options.where === undefined ? undefined : await parseCondition(options.where);
  const sort = options.sort === undefined ? [] : (await import('../job/sort-keys.ts')).parseSortKeys(options.sort);
  const { fields, quiet } = output;
  const wanted = [...new Set([...(columns ?? []), ...(fields ?? [])])];
  return {
    where,
    sort,
    limit,
    tail,
    keepNone: options.keepNone ?? false,
    revision: options.revision === undefined ? undefined : parseRevision(options.revision),
    columns,
    wanted,
    read: [...new Set([...wanted, ...(where?.names ?? []), ...sort.map(({ name }) => name)])],
    // --quiet prints ids, not columns; any column may hold artifacts to save.
    idsOnly: quiet && options.saveArtifacts === undefined,
    isCut: !quiet && (columns !== undefined || (fields !== undefined && options.saveArtifacts === undefined)),
  };
}

async function parseCondition(text: string): Promise<Expression> {
  const { parseExpression } = await import('../expression/expression.ts');
  return parseExpression(text, '--where');
}

/** The scan of the columns that the selection needs. */
export function rowScan(
  { where, sort, limit, tail, keepNone, revision, read, isCut, idsOnly }: Selection,
  names: TableNames,
  key: string,
): ScanOptions {
  const columns = names.columns(read);
  return {
    keepNone,
    revision,
    columns: idsOnly ? [...new Set([key, ...columns])] : isCut ? columns : undefined,
    requires: columns,
    ...(where === undefined && sort.length === 0 && { limit, tail }),
  };
}

/** The selected rows, sorted. */
export async function* selectedBatches(
  table: TableSource,
  scan: ScanOptions,
  { where, sort, limit, tail }: Selection,
  names: TableNames,
): AsyncGenerator<Batch> {
  const batches = names.checked(table.read(scan));
  if (sort.length === 0) {
    yield* where ? selectBatches(batches, names, { where, limit, tail }) : batches;
    return;
  }
  const { sortBatches } = await import('../job/sort-batches.ts');
  const kept = where ? selectBatches(batches, names, { where }) : batches;
  yield* sortBatches(kept, names, { keys: sort, limit, tail });
}

/** The rows with exactly the shown columns, or with all of them. */
export async function* shownBatches(
  batches: AsyncIterable<Batch>,
  shown: readonly string[] | undefined,
  names: TableNames,
): AsyncGenerator<Batch> {
  for await (const batch of batches) yield shown === undefined ? batch : names.projected(batch, shown);
}

/** The rows as values, reduced to `wanted` or with its paths added. */
export async function* selectedRows(
  batches: AsyncIterable<Batch>,
  { wanted, isCut }: Selection,
  names: TableNames,
): AsyncGenerator<readonly TypedRow[]> {
  const isReady = names.areColumns(wanted);
  for await (const batch of batches) {
    if (isCut) yield names.projected(batch, wanted).typedRows();
    else if (isReady) yield batch.typedRows();
    // Paths into values become columns beside the others.
    else yield batch.typedRows().map((row) => new Map([...row, ...names.pick(row, wanted)]));
  }
}
