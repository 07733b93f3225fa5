import { mapFromRow, NONE, rowFromPlain, TypedData, type TypedRow, type TypedValue } from '../datastore/typed-value.ts';
import type { DiffTally, RowChange } from '../job/diff/changes.ts';
import { mcnemarP } from '../job/diff/mcnemar.ts';
import { jobRow } from '../job/job-row.ts';
import type { JobRecord } from '../job/record.ts';

/** What was compared. */
export interface Compared {
  readonly base: JobRecord;
  readonly job: JobRecord;
  readonly table: string;
  readonly on: readonly string[];
  readonly ignored: readonly string[];
}

/** The keys of a changed row in JSON. */
export const CHANGE_FIELDS: readonly string[] = ['key', 'change', 'outcome', 'columns'];
/** The columns of csv, tsv and Markdown, with one line per value that differs. */
export const CHANGE_COLUMNS: readonly string[] = ['key', 'change', 'outcome', 'column', 'old', 'new'];

/** The JSON document without its rows. */
export function diffRecord({ base, job, table, on, ignored }: Compared, tally: DiffTally, isJudged: boolean): TypedRow {
  const { counts, outcomes, columns } = tally;
  return rowFromPlain({
    base: new TypedData(mapFromRow(jobRow(base))),
    job: new TypedData(mapFromRow(jobRow(job))),
    table,
    on,
    counts: { ...counts },
    outcome: isJudged ? { ...outcomes, p: mcnemarP(outcomes.fixed, outcomes.broken) } : null,
    columns: new TypedData(
      mapFromRow(new Map(Array.from(columns, ([name, changed]) => [name, mapFromRow(rowFromPlain({ changed }))]))),
    ),
    ignored,
  });
}

/** A changed row as one record. */
export function changeRecord({ key, change, outcome, columns }: RowChange): TypedRow {
  return new Map<string, TypedValue>([
    ['key', keyValue(key)],
    ['change', text(change)],
    ['outcome', outcome === null ? NONE : text(outcome)],
    [
      'columns',
      mapFromRow(
        new Map(
          Array.from(columns, ([name, { old, new: value }]) => [
            name,
            mapFromRow(
              new Map([
                ['old', old ?? NONE],
                ['new', value ?? NONE],
              ]),
            ),
          ]),
        ),
      ),
    ],
  ]);
}

/** A changed row as one record per value that differs; a single record if none does. */
export function changeLines(change: RowChange): readonly TypedRow[] {
  const line = (column: TypedValue, old: TypedValue, value: TypedValue): TypedRow =>
    new Map<string, TypedValue>([
      ['key', keyValue(change.key)],
      ['change', text(change.change)],
      ['outcome', change.outcome === null ? NONE : text(change.outcome)],
      ['column', column],
      ['old', old],
      ['new', value],
    ]);
  if (change.columns.size === 0) return [line(NONE, NONE, NONE)];
  return Array.from(change.columns, ([name, { old, new: value }]) => line(text(name), old ?? NONE, value ?? NONE));
}

/** A single value if rows are joined by one column, else a list. */
export function keyValue(key: readonly TypedValue[]): TypedValue {
  const [only] = key;
  return key.length === 1 && only !== undefined ? only : { type: 'LIST', value: key };
}

function text(value: string): TypedValue {
  return { type: 'STRING', value };
}
