import type { TypedRow, TypedValue } from '../datastore/typed-value.ts';
import type { Palette } from '../render/color.ts';
import { visibleJson } from '../render/control-characters.ts';
import { openRowWriter, type RowFormat } from '../render/formats.ts';
import { jsonRow } from '../render/json.ts';
import { indentJson, prettyJson } from '../render/pretty-json.ts';
import type { RowWriter, RowWriterOptions } from '../render/row-writer.ts';
import { cutHint } from '../render/table-cuts.ts';
import { typedJsonRow } from '../render/typed-json.ts';
import { abbreviationHint, checkFields, fieldLines, fieldPanel, pick } from './fields.ts';
import { openTarget, type Target } from './output-target.ts';
import { withPrecision } from './precision.ts';
import { idText, printIds } from './print-ids.ts';
import { LOOKAHEAD_ROWS, type RowSource } from './row-source.ts';
import type { Run } from './run.ts';
import { screenWidth } from './screen.ts';

/**
 * Prints records to stdout or, at once and as a whole, into the file of `--out`. Gives how many there were, null where
 * nobody counted them.
 */
export async function printRows(run: Run, given: RowSource): Promise<number | null> {
  const source = withPrecision(run, given);
  const { output } = run;
  const target = await openTarget(run, {
    isTable: !output.quiet && source.asRecords !== true,
    takesParquet: source.parquet !== undefined,
  });
  const notes: string[] = [];
  let count: number | null = null;
  try {
    if (output.quiet) await printIds(source, target, output.format);
    else if (source.asRecords || !(await printedFromBatches(run, source, target))) {
      const most = source.unbounded === true ? undefined : target.mostRows;
      const { read } = source;
      const first = {
        ...source,
        batches: () => firstRows(source.batches(), most, notes),
        ...(read && { read: () => firstRows(read(), most, notes) }),
      };
      const writer = await writerOf(run, source, target, notes);
      const isDrawn = writer.batch !== undefined && read !== undefined;
      const write = isDrawn ? (await import('./print-batches.ts')).drawBatches : writeRows;
      count = await write(run, first, writer, isTable(target.format) ? source.shown : undefined);
      if (count === 0 && target.format === 'terminal' && source.none !== undefined) notes.push(source.none);
    }
    await target.sink.commit();
    for (const note of notes) run.note(note);
    return count;
  } catch (error) {
    target.sink.abort();
    throw error;
  } finally {
    target.release();
  }
}

/** Whether the records were printed from batches of columns. */
async function printedFromBatches(run: Run, source: RowSource, target: Target): Promise<boolean> {
  if (source.read === undefined) return false;
  const { printBatches } = await import('./print-batches.ts');
  return printBatches(run, source, target);
}

async function writerOf(
  { output, context }: Run,
  { looks, asRecords, unbounded = false, page = false, parquet }: RowSource,
  { format, sink, isTerminal, palette }: Target,
  notes: string[],
): Promise<RowWriter> {
  if (format === 'parquet' && parquet !== undefined) {
    const { ParquetRows } = await import('../render/parquet.ts');
    return new ParquetRows(sink, await parquet());
  }
  const width = asRecords && format === 'piped' ? Number.POSITIVE_INFINITY : screenWidth(context.stdout, context.env);
  const options: RowWriterOptions = {
    typed: output.typed,
    ...(output.header !== undefined && { header: output.header }),
    safe: output.safeCsv,
    bom: output.bom,
    unbounded,
    toTerminal: isTerminal,
    ...(looks && { columns: looks }),
    look: {
      width,
      truncate: output.truncate && format !== 'piped',
      page,
      palette: await palette(),
    },
    onCuts: (cuts) => {
      const hint = cutHint(cuts, ', --fields chooses');
      if (hint !== null) notes.push(hint);
    },
  };
  if (asRecords !== true && format !== 'parquet') return openRowWriter(format, sink, options);
  const { RecordWriter } = await import('../render/record-writer.ts');
  return new RecordWriter(sink, options);
}

/** No more rows than a screen without a pager can bear; a note says that there are more. */
async function* firstRows<T extends { readonly length: number; slice(from: number, to: number): T }>(
  batches: AsyncIterable<T>,
  most: number | undefined,
  notes: string[],
): AsyncGenerator<T> {
  let left = most ?? Number.POSITIVE_INFINITY;
  for await (const batch of batches) {
    yield batch.slice(0, left);
    left -= batch.length;
    if (left >= 0) continue;
    notes.push(`Only ${most} rows are shown: --limit and --tail choose, --out keeps all, --no-pager prints all.`);
    return;
  }
}

function isTable(format: RowFormat): boolean {
  return format === 'terminal' || format === 'piped' || format === 'md';
}

/** Gives how many records there were. */
async function writeRows(
  run: Run,
  source: RowSource,
  writer: RowWriter,
  shown: readonly string[] | undefined,
): Promise<number> {
  const { fields } = run.output;
  const project = fields ? (batch: readonly TypedRow[]) => batch.map((row) => pick(row, fields)) : undefined;
  const chosen = fields ?? shown;
  const waiting: (readonly TypedRow[])[] = [];
  let waitingRows = 0;
  let count = 0;
  let begun = !writer.needsColumns || chosen !== undefined;
  if (begun) await writer.begin(chosen ?? []);
  for await (const batch of source.batches()) {
    const rows = project ? project(batch) : batch;
    count += rows.length;
    if (begun) {
      await writer.rows(rows);
      continue;
    }
    waiting.push(rows);
    waitingRows += rows.length;
    if (waitingRows < LOOKAHEAD_ROWS) continue;
    await writer.begin(await source.columns());
    begun = true;
    for (const early of waiting.splice(0)) await writer.rows(early);
  }
  if (!begun) {
    await writer.begin(columnsOf(waiting.flat()));
    for (const early of waiting) await writer.rows(early);
  }
  await writer.end();
  return count;
}

/** The names of the columns of these rows, each at the place where it first appears. */
function columnsOf(rows: readonly TypedRow[]): readonly string[] {
  const names = new Set<string>();
  for (const row of rows) for (const name of row.keys()) names.add(name);
  return [...names];
}

/** How one thing looks: its record for programs, and the lines for people on a terminal. */
export interface Document {
  readonly record: TypedRow;
  /** What `--quiet` prints; without one there is nothing to leave out. */
  readonly id?: string;
  lines(palette: Palette, width: number): Promise<readonly string[]>;
  /** The tab-separated lines for a pipe. */
  piped(): Promise<readonly string[]>;
}

/** Prints one thing: an object in JSON, one record in csv and tsv; chosen fields by name and value. */
export async function printDocument(run: Run, document: Document): Promise<void> {
  checkFields(run, [...document.record.keys()], { rows: [document.record] });
  const { output, context } = run;
  const record = output.fields ? pick(document.record, output.fields) : document.record;
  const target = await openTarget(run);
  let hint: string | null = null;
  try {
    if (output.quiet && document.id !== undefined) {
      const text = idText(output.format, target.isTerminal);
      await target.sink.write(`${text({ type: 'STRING', value: document.id })}\n`);
    } else if (target.format === 'terminal') {
      const palette = await target.palette();
      const width = screenWidth(context.stdout, context.env);
      if (output.fields && output.truncate) hint = abbreviationHint(record.values());
      const lines = output.fields
        ? await fieldPanel(record, palette, width, !output.truncate)
        : await document.lines(palette, width);
      for (const line of lines) await target.sink.write(`${line}\n`);
    } else if (target.format === 'piped') {
      const lines = output.fields ? await fieldLines(record) : await document.piped();
      for (const line of lines) await target.sink.write(`${line}\n`);
    } else if (target.format === 'json') {
      await target.sink.write(`${prettyRecord(record, output.typed, target.isTerminal)}\n`);
    } else if (target.format === 'md') {
      const writer = openRowWriter('md', target.sink, { typed: output.typed });
      await writer.begin(['field', 'value']);
      await writer.rows(
        Array.from(
          record,
          ([name, value]) =>
            new Map([
              ['field', textValue(name)],
              ['value', value],
            ]),
        ),
      );
      await writer.end();
    } else if (target.format !== 'parquet') {
      const writer = openRowWriter(target.format, target.sink, {
        typed: output.typed,
        ...(output.header !== undefined && { header: output.header }),
        safe: output.safeCsv,
        bom: output.bom,
        toTerminal: target.isTerminal,
      });
      await writer.begin([...record.keys()]);
      await writer.rows([record]);
      await writer.end();
    }
    await target.sink.commit();
    if (hint !== null) run.note(hint);
  } catch (error) {
    target.sink.abort();
    throw error;
  } finally {
    target.release();
  }
}

function textValue(value: string): TypedValue {
  return { type: 'STRING', value };
}

/** Prints one value as a JSON document. */
export async function printValue(run: Run, value: TypedValue): Promise<void> {
  const target = await openTarget(run);
  try {
    const text = prettyJson(value, { typed: run.output.typed, toTerminal: target.isTerminal });
    await target.sink.write(`${text}\n`);
    await target.sink.commit();
  } catch (error) {
    target.sink.abort();
    throw error;
  } finally {
    target.release();
  }
}

function prettyRecord(record: TypedRow, typed: boolean, isTerminal: boolean): string {
  const text = indentJson(typed ? typedJsonRow(record) : jsonRow(record));
  return isTerminal ? visibleJson(text) : text;
}
