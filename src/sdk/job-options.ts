import type { KeyValue } from '../job/instance.ts';
import {
  type Checks,
  checkOptions,
  flag,
  key,
  list,
  optional,
  revision,
  signal,
  text,
  wholeNumber,
} from './arguments.ts';
import type { CallOptions } from './call-options.ts';

/** What `getTableRows` and `getTableBatches` may be asked for; from `columns` on, the options go beyond the Python SDK. */
export interface TableRowsOptions extends CallOptions {
  /** The first key, which need not exist; from the first record unless given. */
  readonly start?: KeyValue | undefined;
  /** The key to end before, which need not exist; to the last record unless given. */
  readonly end?: KeyValue | undefined;
  /** Whether the record of `end` belongs to the range; false unless given. */
  readonly endInclusive?: boolean | undefined;
  /** Whether columns whose value is None are kept as `null`; unless given, rows lack them. */
  readonly keepNone?: boolean | undefined;
  /** Only these columns; the key column only if it is among them. A name that no record has is an error. */
  readonly columns?: readonly string[] | undefined;
  /** At most this many records. */
  readonly limit?: number | undefined;
  /** The state of the table at this revision: Standalone counts nanoseconds of a clock, a Server 1, 2, 3, … */
  readonly revision?: bigint | undefined;
  /** Whether cells that are whole pickles are given as what they hold, see `unpickle`; unless given, as their bytes. */
  readonly unpickle?: boolean | undefined;
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
  signal: optional(signal),
};

export function checkedRowsOptions(options: TableRowsOptions | null, method: string): TableRowsOptions {
  return checkOptions(options ?? {}, method, ROWS_CHECKS);
}
