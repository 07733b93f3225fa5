import type { Sink } from './byte-sink.ts';
import { DelimitedWriter } from './delimited-writer.ts';
import { JsonArrayWriter } from './json-array.ts';
import { JsonLinesWriter } from './jsonl.ts';
import { MarkdownWriter } from './markdown.ts';
import type { RowWriter, RowWriterOptions } from './row-writer.ts';
import { TerminalWriter } from './terminal.ts';

/**
 * `terminal` is the table for people; `piped` the same rows as tab-separated values, never cut, and by default without a
 * header.
 */
export type RowFormat = 'terminal' | 'piped' | 'json' | 'jsonl' | 'csv' | 'tsv' | 'md' | 'parquet';

/** Opens the writer of a format; Parquet's is loaded elsewhere, on demand. */
export function openRowWriter(
  format: Exclude<RowFormat, 'parquet'>,
  sink: Sink,
  options: RowWriterOptions = {},
): RowWriter {
  switch (format) {
    case 'jsonl':
      return new JsonLinesWriter(sink, options);
    case 'json':
      return new JsonArrayWriter(sink, options);
    case 'csv':
    case 'tsv':
      return new DelimitedWriter(sink, format, options);
    case 'md':
      return new MarkdownWriter(sink, options);
    case 'piped':
      return new DelimitedWriter(sink, 'piped', { ...options, header: options.header ?? false });
    case 'terminal':
      return new TerminalWriter(sink, options);
  }
}
