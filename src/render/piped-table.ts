import type { Sink } from './byte-sink.ts';
import { type DelimitedOptions, DelimitedWriter } from './delimited.ts';
import type { RowWriter } from './row-writer.ts';

/** A table that is not on a terminal: tab-separated values, never cut, without a header unless one is asked for. */
export function pipedTable(sink: Sink, options: DelimitedOptions = {}): RowWriter {
  return new DelimitedWriter(sink, 'tsv', { ...options, header: options.header ?? false, piped: true });
}
