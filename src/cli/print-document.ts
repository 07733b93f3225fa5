import { rowFromPlain, TypedData, type TypedRow, type TypedValue } from '../datastore/typed-value.ts';
import { NO_COLORS, type Palette } from '../render/color.ts';
import { visible, visibleJson } from '../render/control-characters.ts';
import { openRowWriter } from '../render/formats.ts';
import { jsonRow } from '../render/json.ts';
import { indentJson, prettyJson } from '../render/pretty-json.ts';
import { typedJsonRow } from '../render/typed-json.ts';
import { abbreviationHint, checkFields, fieldLines, fieldPanel, pick } from './fields.ts';
import { printTo } from './output-target.ts';
import { idText } from './print-ids.ts';
import type { Run } from './run.ts';
import { screenWidth } from './screen.ts';

/** One thing to print: its record for programs, and its lines for people on a terminal. */
export interface Document {
  readonly record: TypedRow;
  /** What `--quiet` prints; if absent, `--quiet` changes nothing. */
  readonly id?: string;
  lines(palette: Palette, width: number): Promise<readonly string[]> | readonly string[];
  /** The tab-separated lines for a pipe (default: `lines` without colours, of any width). */
  piped?(): Promise<readonly string[]>;
}

/** Prints one thing: an object in JSON, one record in csv and tsv; selected fields as names and values. */
export async function printDocument(run: Run, document: Document): Promise<void> {
  checkFields(run, [...document.record.keys()], { rows: [document.record] });
  const { output, context } = run;
  const record = output.fields ? pick(document.record, output.fields) : document.record;
  const hint = await printTo(run, {}, async (target) => {
    let abbreviated: string | null = null;
    if (output.quiet && document.id !== undefined) {
      const text = idText(output.format, target.isTerminal);
      await target.sink.write(`${text({ type: 'STRING', value: document.id })}\n`);
    } else if (target.format === 'terminal') {
      const palette = await target.palette();
      const width = screenWidth(context.stdout, context.env);
      if (output.fields && output.truncate) abbreviated = abbreviationHint(record.values());
      const lines = output.fields
        ? await fieldPanel(record, palette, width, !output.truncate)
        : await document.lines(palette, width);
      for (const line of lines) await target.sink.write(`${line}\n`);
    } else if (target.format === 'piped') {
      const lines = output.fields
        ? await fieldLines(record)
        : await (document.piped?.() ?? document.lines(NO_COLORS, Number.POSITIVE_INFINITY));
      for (const line of lines) await target.sink.write(`${line}\n`);
    } else if (target.format === 'json') {
      await target.sink.write(`${prettyRecord(record, output.typed, target.isTerminal)}\n`);
    } else if (target.format !== 'parquet') {
      const writer = openRowWriter(target.format, target.sink, {
        typed: output.typed,
        header: output.header,
        safe: output.safeCsv,
        bom: output.bom,
        toTerminal: target.isTerminal,
      });
      const isList = target.format === 'md';
      await writer.begin(isList ? ['field', 'value'] : [...record.keys()]);
      await writer.rows(isList ? Array.from(record, fieldRow) : [record]);
      await writer.end();
    }
    return abbreviated;
  });
  if (hint !== null) run.note(hint);
}

/** Prints what a command did: a sentence, in which a server's words control no terminal, or the record for programs. */
export function printSentence(run: Run, sentence: string, document: Pick<Document, 'record' | 'id'>): Promise<void> {
  return printDocument(run, { ...document, lines: () => [visible(sentence)] });
}

function fieldRow([name, value]: readonly [string, TypedValue]): TypedRow {
  return rowFromPlain({ field: name, value: new TypedData(value) });
}

/** Prints one value as a JSON document. */
export async function printValue(run: Run, value: TypedValue): Promise<void> {
  await printTo(run, {}, async ({ sink, isTerminal }) => {
    await sink.write(`${prettyJson(value, { typed: run.output.typed, toTerminal: isTerminal })}\n`);
  });
}

function prettyRecord(record: TypedRow, typed: boolean, isTerminal: boolean): string {
  const text = indentJson(typed ? typedJsonRow(record) : jsonRow(record));
  return isTerminal ? visibleJson(text) : text;
}
