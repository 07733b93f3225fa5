import type { DelimitedFormat, RowFrame } from '../../job/instance.ts';
import { delimitedRows } from './delimited-rows.ts';
import { PrintedColumns } from './printed-columns.ts';
import { jsonForm, type TextForm } from './text-form.ts';
import { TextRows, type TextRowsOptions } from './text-rows.ts';

/** A scan whose blocks are open. */
type OpenScan = Omit<TextRowsOptions, 'form' | 'printed'>;

/** Opens a scan, passes on what is made of it, and closes it again. */
export type WithScan = (print: (scan: OpenScan) => AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>;

/** The rows of one scan as text; each call reads them anew. */
export class RowTexts {
  private readonly withScan: WithScan;

  constructor(withScan: WithScan) {
    this.withScan = withScan;
  }

  json(frame: RowFrame): AsyncIterable<Uint8Array> {
    return this.pass(jsonForm(frame), new PrintedColumns());
  }

  /** `chosen` are the columns that the scan was asked for. */
  delimited(format: DelimitedFormat, chosen: readonly string[] | undefined): AsyncIterable<Uint8Array> {
    return delimitedRows((form, printed) => this.pass(form, printed), format, chosen);
  }

  /** The columns with values, in the scan's order: to print rows takes less than to decode them. */
  async columns(): Promise<readonly string[]> {
    const printed = new PrintedColumns();
    const none = new Uint8Array();
    for await (const _ of this.pass(jsonForm({ before: none, after: none }), printed));
    return printed.inOrder();
  }

  private pass(form: TextForm, printed: PrintedColumns): AsyncIterable<Uint8Array> {
    return this.withScan((scan) => new TextRows({ ...scan, form, printed }).chunks());
  }
}
