import { mapFromRow, NONE, type TypedRow, type TypedValue } from '../datastore/typed-value.ts';
import { areMeasures, metricDirection } from '../job/metric-direction.ts';
import { displayText } from '../render/cell-text.ts';
import type { Column, RowView } from '../render/column.ts';
import type { OutputFormat } from './output-format.ts';
import { numbered, shortIds } from './short-ids.ts';
import { isServerField } from './summary-fields.ts';

export interface JobSummary {
  readonly uri: string;
  readonly id: string;
  readonly row: TypedRow;
}

const MARK = '* ';
const MIN_CELLS = 10;

/** One row per metric, one column per job. */
export function comparisonRows(summaries: readonly JobSummary[]): readonly TypedRow[] {
  const heads = columnNames(summaries);
  return metricsOf(summaries).map((metric) => {
    const row = new Map<string, TypedValue>([['metric', { type: 'STRING', value: metric }]]);
    for (const [index, summary] of summaries.entries()) row.set(heads[index] ?? '', summary.row.get(metric) ?? NONE);
    return row;
  });
}

/** The columns of `comparisonRows`: the best value of a metric is starred and coloured. */
export function comparisonColumns(summaries: readonly JobSummary[]): readonly Column[] {
  const heads = columnNames(summaries);
  // The columns are drawn one by one, and the best of a metric depend on all of them.
  const best = new Map<unknown, ReadonlySet<string>>();
  const bestOf = (row: RowView): ReadonlySet<string> => {
    const metric = row.get('metric')?.value;
    const known = best.get(metric) ?? bestColumns(row, heads);
    best.set(metric, known);
    return known;
  };
  return [
    { name: 'metric', importance: 100, minWidth: 16 },
    ...heads.map((name, index): Column => {
      const isBest = (row: RowView) => bestOf(row).has(name);
      return {
        name,
        importance: 50 - index,
        align: 'point',
        // The name is an id, which is never cut.
        minWidth: Math.max(MIN_CELLS, name.length),
        format: (value, row) => (isBest(row) ? MARK : '') + displayText(value),
        paint: (text, { type }, palette) => (type !== 'STRING' && text.startsWith(MARK) ? palette.best(text) : text),
      };
    }),
  ];
}

/** Explains the stars; null if there are none. */
export function marksHint(summaries: readonly JobSummary[]): string | null {
  const heads = columnNames(summaries);
  const hasMarks = comparisonRows(summaries).some((row) => bestColumns(row, heads).size > 0);
  return hasMarks ? '* marks the best value: the lowest of losses, errors and times, the highest of all others.' : null;
}

/** One record per job: in JSON with the summary as an object, in csv and tsv with the metrics as columns. */
export function recordRows(
  summaries: readonly JobSummary[],
  format: OutputFormat,
  keys: readonly string[] = RECORD_KEYS,
): readonly TypedRow[] {
  return summaries.map((summary) => {
    const { row } = summary;
    const record = new Map<string, TypedValue>();
    for (const key of keys) if (key === 'uri' || key === 'id') record.set(key, { type: 'STRING', value: summary[key] });
    if (!keys.includes('summary')) return record;
    if (format === 'json' || format === 'jsonl') record.set('summary', mapFromRow(row));
    else for (const [name, value] of row) if (name !== 'id') record.set(name, value);
    return record;
  });
}

/** The keys of the record of a job; csv and tsv have the metrics in place of `summary`. */
export const RECORD_KEYS: readonly string[] = ['uri', 'id', 'summary'];

/** The names of all metrics. The id is not a metric: it is in the header. */
function metricsOf(summaries: readonly JobSummary[]): readonly string[] {
  const names = new Set<string>();
  for (const { row } of summaries) for (const name of row.keys()) if (name !== 'id') names.add(name);
  return [...names];
}

/** The headings of the columns: ids that are short but distinct, numbered if a job was named twice. */
function columnNames(summaries: readonly JobSummary[]): readonly string[] {
  const shorten = shortIds(summaries.map(({ id }) => id));
  return numbered(summaries.map(({ id }) => shorten(id)));
}

/** The columns with the best value of a metric; none if the jobs do not differ, or if better cannot be decided. */
function bestColumns(row: RowView, heads: readonly string[]): ReadonlySet<string> {
  const metric = row.get('metric')?.value;
  const numbers = heads.flatMap((head) => {
    const typed = row.get(head);
    const value = typed?.value;
    const isNumber = (typeof value === 'number' && !Number.isNaN(value)) || typeof value === 'bigint';
    return typed && isNumber ? [{ head, typed, value }] : [];
  });
  if (numbers.length < 2 || typeof metric !== 'string' || isServerField(metric)) return new Set();
  const direction = metricDirection(metric);
  if (direction === 'none' || !areMeasures(numbers.map(({ typed }) => typed))) return new Set();
  const isBetter = (a: number | bigint, b: number | bigint) => (direction === 'lower' ? a < b : a > b);
  const best = numbers.reduce((a, b) => (isBetter(b.value, a.value) ? b : a)).value;
  const holders = numbers.filter(({ value }) => value === best);
  return holders.length === numbers.length ? new Set() : new Set(holders.map(({ head }) => head));
}
