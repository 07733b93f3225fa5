import { columnsOf, type TypedRow } from '../datastore/typed-value.ts';
import { openRowWriter, type RowFormat } from '../render/formats.ts';
import type { RowWriter, RowWriterOptions } from '../render/row-writer.ts';
import { cutHint } from '../render/table-cuts.ts';
import { pick } from './fields.ts';
import { printTo, type Target } from './output-target.ts';
import { withPrecision } from './precision.ts';
import { printIds } from './print-ids.ts';
import { LOOKAHEAD_ROWS, type RowSource } from './row-source.ts';
import type { Run } from './run.ts';
import { screenWidth } from './screen.ts';

/**
 * Prints records to stdout, or to the file of `--out`, which appears once it is complete. Returns their number, or null
 * if they were not counted.
 */
export async function printRows(run: Run, given: RowSource): Promise<number | null> {
  const source = withPrecision(run, given);
  const { output } = run;
  const notes: string[] = [];
  const expected = {
    isTable: !output.quiet && source.asRecords !== true,
    takesParquet: source.parquet !== undefined,
  };
  const count = await printTo(run, expected, async (target) => {
    let count: number | null = null;
    if (output.quiet) await printIds(source, target, output.format);
    else if (source.asRecords || !(await printedFromBatches(run, source, target))) {
      const most = source.unbounded === true ? undefined : target.maxRows;
      const { read } = source;
      const cut = () => {
        notes.push(
          `Only the first ${most} rows are shown: --limit and --tail select others, --out writes all to a file, --no-pager prints all.`,
        );
        source.onCut?.();
      };
      const first = {
        ...source,
        batches: () => firstRows(source.batches(), most, cut),
        ...(read && { read: () => firstRows(read(), most, cut) }),
      };
      const writer = await writerOf(run, source, target, notes);
      const isDrawn = writer.batch !== undefined && read !== undefined;
      const write = isDrawn ? (await import('./print-batches.ts')).drawBatches : writeRows;
      count = await write(run, first, writer, isTable(target.format) || source.isChosen ? source.shown : undefined);
      if (count === 0 && target.format === 'terminal' && source.none !== undefined) notes.push(source.none);
    }
    return count;
  });
  for (const note of notes) run.note(note);
  return count;
}

/** Prints the records from batches of columns, if possible; returns whether it did. */
async function printedFromBatches(run: Run, source: RowSource, target: Target): Promise<boolean> {
  if (source.read === undefined) return false;
  const { printBatches } = await import('./print-batches.ts');
  return printBatches(run, source, target);
}

async function writerOf(
  { output, context }: Run,
  { columnStyles, asRecords, unbounded = false, page = false, parquet, choosesRows = false }: RowSource,
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
    header: output.header,
    safe: output.safeCsv,
    bom: output.bom,
    unbounded,
    toTerminal: isTerminal,
    columns: columnStyles,
    style: {
      width,
      truncate: output.truncate && format !== 'piped',
      page,
      palette: await palette(),
    },
    onCuts: (cuts) => {
      // Fields are named as --fields takes them, else by what stands above them.
      const headOf = (name: string) => columnStyles?.find((each) => each.name === name)?.header ?? name;
      const hint = choosesRows
        ? cutHint({ ...cuts, hiddenColumns: cuts.hiddenColumns.map(headOf) })
        : cutHint(cuts, ', --fields chooses');
      if (hint !== null) notes.push(hint);
    },
  };
  if (asRecords !== true && format !== 'parquet') return openRowWriter(format, sink, options);
  const { RecordWriter } = await import('../render/record-writer.ts');
  return new RecordWriter(sink, options);
}

/** The rows up to `most`; calls `cut` if there are more. */
async function* firstRows<T extends { readonly length: number; slice(from: number, to: number): T }>(
  batches: AsyncIterable<T> | Iterable<T>,
  most: number | undefined,
  cut: () => void,
): AsyncGenerator<T> {
  let left = most ?? Number.POSITIVE_INFINITY;
  for await (const batch of batches) {
    yield batch.slice(0, left);
    left -= batch.length;
    if (left >= 0) continue;
    cut();
    return;
  }
}

function isTable(format: RowFormat): boolean {
  return format === 'terminal' || format === 'piped' || format === 'md';
}

/** Returns the number of records. */
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
    const isAsked = source.isChosen === true || count === 0;
    await writer.begin(isAsked ? await source.columns() : [...columnsOf(waiting.flat())]);
    for (const early of waiting) await writer.rows(early);
  }
  await writer.end();
  return count;
}
