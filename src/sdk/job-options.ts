import type { SwjobError } from '../errors.ts';
import type { KeyValue } from '../job/instance.ts';
import {
  type Checks,
  checkOptions,
  flag,
  key,
  list,
  listener,
  optional,
  revision,
  signal,
  text,
  wholeNumber,
} from './arguments.ts';
import type { CallOptions } from './call-options.ts';

/** Options of `getTableRows` and `getTableBatches`. The Python SDK has the first four; the others are swjob's own. */
export interface TableRowsOptions extends CallOptions {
  /** Start at this key, which need not exist; by default at the first record. */
  readonly start?: KeyValue | undefined;
  /** Stop before this key, which need not exist; by default after the last record. */
  readonly end?: KeyValue | undefined;
  /** Whether to include the record of `end`; false by default. */
  readonly endInclusive?: boolean | undefined;
  /** Whether to keep columns whose value is None, as `null`; by default rows lack them. */
  readonly keepNone?: boolean | undefined;
  /** Only these columns; the key column only if it is among them. A name that the table does not have is an error. */
  readonly columns?: readonly string[] | undefined;
  /** At most this many records. */
  readonly limit?: number | undefined;
  /** The table as it was at this revision: nanoseconds of the writer's clock on Standalone; 1, 2, 3, … on a Server. */
  readonly revision?: bigint | undefined;
  /** Whether to read cells that are complete pickles as `unpickle` does; by default they stay bytes. */
  readonly unpickle?: boolean | undefined;
  /**
   * Skip damaged lines and blocks of a Standalone table, and receive an error for each; by default damage ends the reading.
   * If it throws, or its promise rejects, the reading ends with that error.
   */
  readonly skipDamaged?: ((damage: SwjobError) => void) | undefined;
}

const ROWS_CHECKS: Checks<TableRowsOptions> = {
  start: optional(key),
  end: optional(key),
  endInclusive: optional(flag),
  keepNone: optional(flag),
  columns: optional(list(text)),
  limit: optional(wholeNumber(0)),
  revision: optional(revision),
  unpickle: optional(flag),
  skipDamaged: optional(listener()),
  signal: optional(signal),
};

export function checkedRowsOptions(options: TableRowsOptions | null, method: string): TableRowsOptions {
  return checkOptions(options ?? {}, method, ROWS_CHECKS);
}
