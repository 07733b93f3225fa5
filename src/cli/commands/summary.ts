import { columnsOf, NONE, type TypedValue } from '../../datastore/typed-value.ts';
import type { Expression } from '../../expression/expression.ts';
import { isCutShort } from '../../render/byte-sink.ts';
import { plainText } from '../../render/cell-text.ts';
import { shellWord } from '../../text/shell-word.ts';
import { show } from '../../text/show.ts';
import { abbreviationHint, fieldLines, fieldPanel } from '../fields.ts';
import { expandJobArguments, findJob } from '../jobs.ts';
import { withOutFile } from '../out-file.ts';
import { roundedRow } from '../precision.ts';
import { printRows } from '../present.ts';
import { printDocument } from '../print-document.ts';
import type { Command, Run } from '../run.ts';
import { isForPeople } from '../screen.ts';
import {
  comparisonColumns,
  comparisonRows,
  type JobSummary,
  marksHint,
  RECORD_KEYS,
  recordRows,
} from '../summary-comparison.ts';
import { metricsOf } from '../summary-fields.ts';

export interface SummaryOptions {
  readonly assert?: string[];
  readonly out?: string;
}

/** Prints the summary of one job, or of several side by side; exits 10 if an assertion is false. */
export const summary: Command<SummaryOptions> = async (args, options, given) => {
  const run = withOutFile(given, options.out);
  const assertions = options.assert ? await parseAssertions(options.assert) : [];
  const summaries: JobSummary[] = [];
  for (const uri of await expandJobArguments(run, args)) {
    const { source } = await findJob(run, uri);
    const row = await source.summary();
    if (row === null)
      run.note(`The job ${source.id} has no summary: swjob tables ${shellWord(uri)} lists what it wrote.`);
    summaries.push({ uri: source.uri, id: source.id, row: row ?? new Map() });
  }
  const [first] = summaries;
  const isOne = summaries.length === 1 && args.length === 1 && args[0] !== '-';
  await isCutShort(isOne && first ? printOne(run, first) : printSeveral(run, summaries));
  return (await allHold(run, assertions, summaries)) ? undefined : 10;
};

async function parseAssertions(texts: readonly string[]): Promise<readonly Expression[]> {
  const { parseExpression } = await import('../../expression/expression.ts');
  const assertions: Expression[] = [];
  for (const text of texts) assertions.push(await parseExpression(text, '--assert'));
  return assertions;
}

async function printOne(run: Run, { id, row: whole }: JobSummary): Promise<void> {
  const { precision, format } = run.output;
  const row = precision === undefined || format !== 'table' ? whole : roundedRow(whole, precision);
  const full = !run.output.truncate;
  const { metrics, hint } = metricsOf([row]);
  const shown = (full ? undefined : metrics[0]) ?? row;
  await printDocument(run, {
    record: row,
    id,
    lines: (palette, width) => fieldPanel(shown, palette, width, full),
    piped: () => fieldLines(row),
  });
  if (!isForPeople(run) || run.output.fields || full) return;
  for (const each of [hint, abbreviationHint(shown.values())]) if (each !== null) run.note(each);
}

/** A table has metrics side by side, the best ones marked; other formats one record per job. `--fields` selects metrics. */
async function printSeveral(given: Run, found: readonly JobSummary[]): Promise<void> {
  const { fields } = given.output;
  const run = { ...given, output: { ...given.output, fields: undefined } };
  const { output } = run;
  const keys = fields?.filter((name) => RECORD_KEYS.includes(name)) ?? RECORD_KEYS;
  const summaries = fields ? await withMetrics(found, fields) : found;
  const isTable = (output.format === 'table' || output.format === 'md') && !output.quiet;
  const forPeople = isForPeople(run);
  const { metrics, hint } = metricsOf(summaries.map(({ row }) => row));
  const isCut = forPeople && output.truncate && hint !== null && fields === undefined;
  const shown = isCut
    ? summaries.map((summary, index) => ({ ...summary, row: metrics[index] ?? summary.row }))
    : summaries;
  const rows = isTable ? comparisonRows(shown) : recordRows(summaries, output.format, recordKeys(keys, fields));
  const columns = [...columnsOf(rows)];
  await printRows(run, {
    batches: () => [rows],
    columns: () => columns,
    idColumn: 'id',
    ...(isTable && { columnStyles: comparisonColumns(summaries), page: true, choosesRows: true }),
  });
  if (isCut) run.note(hint);
  const marks = forPeople ? marksHint(shown) : null;
  if (marks !== null) run.note(marks);
}

/** The summaries reduced to the selected metrics, in this order; None if a job lacks one. */
async function withMetrics(
  summaries: readonly JobSummary[],
  fields: readonly string[],
): Promise<readonly JobSummary[]> {
  const { ChosenMetrics } = await import('../chosen-metrics.ts');
  const asked = fields
    .filter((name) => !RECORD_KEYS.includes(name))
    .map((name) => ({ name, isQuoted: false, sign: '' as const }));
  if (asked.length === 0) return summaries;
  const rows = summaries.map(({ row }) => row);
  const metrics = ChosenMetrics.from(asked, rows, '--fields');
  return summaries.map((summary) => ({
    ...summary,
    row: new Map(metrics.names.map((name) => [name, metrics.value(name, summary.row) ?? NONE])),
  }));
}

/** Records keep uri and id, which say whose they are, unless `--fields` names keys. */
function recordKeys(keys: readonly string[], fields: readonly string[] | undefined): readonly string[] {
  if (fields === undefined || keys.length === 0) return RECORD_KEYS;
  return fields.length > keys.length ? [...keys, 'summary'] : keys;
}

async function allHold(
  run: Run,
  assertions: readonly Expression[],
  summaries: readonly JobSummary[],
): Promise<boolean> {
  if (assertions.length === 0) return true;
  const { conditionName, lookupIn, resolveCondition } = await import('../../expression/unknown-name.ts');
  const columns = new Set(summaries.flatMap(({ row }) => [...row.keys()]));
  const known = { columns, rows: () => summaries.map(({ row }) => row) };
  let hold = true;
  for (const assertion of assertions) {
    // A name that no job has is a typo, not a regression.
    const resolved = resolveCondition(assertion, known, '--assert');
    for (const { id, row } of summaries) {
      const lookup = lookupIn(resolved, row);
      const isComplete = assertion.names.every((name) => lookup(name) !== undefined);
      if (assertion.test(lookup) && isComplete) continue;
      hold = false;
      const values = assertion.names.map((name) => `${conditionName(name)} is ${valueText(lookup(name))}`);
      run.warn(`assertion is false for ${id}: ${assertion.text} (${values.join(', ')})`);
    }
    for (const note of assertion.notes()) run.note(note);
  }
  return hold;
}

/** Strings are quoted, to tell them from numbers. */
function valueText(value: TypedValue | undefined): string {
  if (value === undefined) return 'missing';
  return value.type === 'STRING' ? show(value.value) : plainText(value);
}
