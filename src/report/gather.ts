import type { Chart, MatrixChart } from '../chart/data.ts';
import { type ChartOptions, chartsOf, DEFAULT_CHART } from '../chart/job-charts.ts';
import { ROC_FOLDER } from '../chart/roc.ts';
import { isNumberType, type PlainData, type TypedRow } from '../datastore/typed-value.ts';
import { isSwjobError, isTokenRefused, type SwjobError } from '../errors.ts';
import { matrixNumbers } from '../job/confusion-matrix.ts';
import { type JobSource, RESULTS_TABLE, type ScanOptions, type TableSource } from '../job/instance.ts';
import { matrixCounts } from '../job/matrix-counts.ts';
import { areMeasures, metricDirection } from '../job/metric-direction.ts';
import type { PickleReader } from '../job/pickle-reader.ts';
import { pickledTable } from '../job/pickled-table.ts';
import type { JobRecord } from '../job/record.ts';
import { type Report, reportOf } from '../job/report.ts';
import { displayText, plainText } from '../render/cell-text.ts';
import { redactor } from '../text/secret.ts';
import { clip } from './clip.ts';
import { failureReason } from './failure-reason.ts';
import { readChanges } from './read-changes.ts';
import { readPredictions } from './read-predictions.ts';
import { excerptOf, tableOf } from './read-tables.ts';
import type { JobReport, Metric, TableExcerpt } from './report-data.ts';

export interface GatherOptions {
  readonly pickles: PickleReader | undefined;
  readonly skipDamaged: ScanOptions['skipDamaged'];
  /** The job to compare with. */
  readonly base: JobSource | undefined;
  /** Maximum size of the page in bytes. */
  readonly maxBytes: number;
}

const MATRIX_FOLDER = 'confusion_matrix';
/** Maximum of tables to show. */
const MAX_TABLES = 40;
const MAX_CURVE_TABLES = 8;
/** Shares of the page's size; the rest is for what every page has. */
const TABLES_SHARE = 0.3;
const PICTURES_SHARE = 0.5;
const CHANGES_SHARE = 0.15;

/** Reads everything that a report about a job shows. A part that cannot be read is left out and reported. */
export async function gatherReport(source: JobSource, options: GatherOptions): Promise<JobReport> {
  const problems: string[] = [];
  let failure: SwjobError | null = null;
  const attempt = async <T>(what: string, read: () => Promise<T>, otherwise: T): Promise<T> => {
    try {
      return await read();
    } catch (error) {
      if (!isSwjobError(error) || isSwjobError(error, 'interrupted') || isTokenRefused(error)) throw error;
      // Throws if the server itself is gone: a page without anything must not replace an earlier one.
      if (isSwjobError(error, 'network')) await source.details();
      failure ??= error;
      problems.push(`${what} cannot be read: ${error.message}`);
      return otherwise;
    }
  };
  const open = async (name: string): Promise<TableSource> => {
    const table = await source.table(name);
    return options.pickles === undefined ? table : pickledTable(table, options.pickles);
  };
  const { skipDamaged, maxBytes, base } = options;
  const record = await source.record();
  const details = await source.details();
  const job = { ...record, error_message: failureReason(record, details) };
  const names = await attempt('the list of tables', () => source.tables(), []);
  const report = await attempt('the summary', () => reportOf(source), null);
  const predictions = names.includes(RESULTS_TABLE)
    ? await attempt(
        'the table results',
        async () =>
          readPredictions(await open(RESULTS_TABLE), {
            artifacts: source.artifacts,
            pictureBytes: maxBytes * PICTURES_SHARE,
            skipDamaged,
            problem: (text) => problems.push(text),
          }),
        null,
      )
    : null;
  const changes =
    base !== undefined && predictions !== null
      ? await attempt(
          'what changed in the table results',
          async () =>
            (await base.tables()).includes(RESULTS_TABLE)
              ? readChanges(base, source, RESULTS_TABLE, {
                  artifacts: source.artifacts,
                  pictureBytes: maxBytes * CHANGES_SHARE,
                  unpickle: options.pickles !== undefined,
                  skipDamaged,
                  problem: (text) => problems.push(text),
                })
              : null,
          null,
        )
      : null;
  const shown = names.slice(0, MAX_TABLES);
  const room = (maxBytes * TABLES_SHARE) / Math.max(1, shown.length);
  const tables: TableExcerpt[] = [];
  for (const name of shown) {
    const excerpt = await attempt(
      `the table ${name}`,
      async () => excerptOf(await open(name), room, skipDamaged),
      null,
    );
    if (excerpt !== null) tables.push(excerpt);
  }
  if (shown.length < names.length) problems.push(`${shown.length} of ${names.length} tables are shown`);
  const curves = await curvesOf(source, names, tables, { ...DEFAULT_CHART, skipDamaged }, (name, read) =>
    attempt(name, read, []),
  );
  return {
    job,
    metrics: report === null ? [] : metricsOf(report.summary),
    labels: labelTable(report),
    matrix: matrixOf(report),
    curves: curves.charts,
    predictions,
    changes,
    tables,
    environment: environmentOf(details.manifest ?? details.job, job),
    leftOut: curves.leftOut,
    problems,
    failure,
  };
}

function metricsOf(summary: TypedRow): Metric[] {
  return Array.from(summary)
    .filter(([name]) => name !== 'id' && !name.startsWith('sys/'))
    .map(([name, value]) => {
      const isScore = isNumberType(value.type) && areMeasures([value]) && metricDirection(name) !== 'none';
      return { name: clip(name), text: clip(displayText(value)), value, isScore };
    });
}

function labelTable(report: Report | null): TableExcerpt | null {
  const labels = report?.labels ?? [];
  return labels.length === 0 ? null : tableOf('labels', labels, labels.length, Number.POSITIVE_INFINITY);
}

function matrixOf(report: Report | null): MatrixChart | null {
  const stored = matrixNumbers(report?.confusion_matrix?.binarylabel ?? []);
  if (stored.length === 0) return null;
  const labels = report?.labels ?? [];
  const values = matrixCounts(stored, labels) ?? stored;
  const named = labels.length === values.length;
  return {
    kind: 'matrix',
    title: 'Confusion matrix',
    labels: values.map((_, index) => {
      const id = named ? labels[index]?.get('id') : undefined;
      return id === undefined ? String(index) : clip(plainText(id));
    }),
    values,
  };
}

type AttemptCharts = (what: string, read: () => Promise<Chart[]>) => Promise<Chart[]>;

/** The charts: ROC curves of all labels in one, and one for each table whose rows are training steps. */
async function curvesOf(
  source: JobSource,
  names: readonly string[],
  tables: readonly TableExcerpt[],
  options: ChartOptions,
  attempt: AttemptCharts,
): Promise<{ readonly charts: readonly Chart[]; readonly leftOut: readonly string[] }> {
  const named = [{ source, name: source.id.slice(0, 12) }];
  const charts: Chart[] = [];
  const leftOut: string[] = [];
  if (names.some((name) => name.startsWith(`${ROC_FOLDER}/`))) {
    charts.push(...(await attempt('the ROC curves', () => chartsOf(named, ROC_FOLDER, options))));
  }
  const steps = tables.filter(isTraining);
  for (const { name } of steps.slice(0, MAX_CURVE_TABLES)) {
    const onLeftOut = (drawn: number, columns: number) =>
      leftOut.push(`${columns - drawn} of ${columns} columns in the chart of ${name}`);
    const found = await attempt(`the table ${name}`, () =>
      chartsOf(named, name, { ...options, kind: 'line', onLeftOut }),
    );
    charts.push(...found.map((chart) => ({ ...chart, title: chart.title.replace(` of ${named[0]?.name}`, '') })));
  }
  if (steps.length > MAX_CURVE_TABLES) {
    leftOut.push(`the charts of ${steps.length - MAX_CURVE_TABLES} of ${steps.length} tables`);
  }
  return { charts, leftOut };
}

/** Whether a table's rows are steps: an integer key, numbers beside it, and more than a few rows. */
function isTraining({ name, columns, rows }: TableExcerpt): boolean {
  if (name === RESULTS_TABLE || name.startsWith(`${ROC_FOLDER}/`) || name.startsWith(`${MATRIX_FOLDER}/`)) return false;
  const [key, ...others] = columns;
  if (key?.isNumeric !== true || rows.length < 3) return false;
  return others.some((column) => column.isNumeric) && rows.every(([first = '']) => /^-?\d+$/.test(first));
}

/** What the instance itself stores about a job beyond its record, as pairs of strings; nested values are JSON. */
function environmentOf(data: PlainData, job: JobRecord): [string, string][] {
  if (data === null || typeof data !== 'object' || Array.isArray(data)) return [];
  const hide = redactor([]);
  return Object.entries(data).flatMap(([name, value]): [string, string][] => {
    const text = typeof value === 'object' && value !== null ? jsonOf(value) : String(value ?? '');
    const isEmpty = text === '' || text === '[]' || text === '{}';
    if (isEmpty || isRepeated(name, text, job)) return [];
    return [[clip(name), isSecret(name) ? '***' : hide(text)]];
  });
}

/** Names of what a job's record contains already: `created_at`, `createdTime`, `created_time`. */
const REPEATED = new Set(
  `createdat finishedat createdtime stoptime status jobstatus errormessage comment owner duration dataset datasets
  dataseturis datasetlist resourcepool`.split(/\s+/),
);

function isRepeated(name: string, text: string, { id, uuid, model, handler, project }: JobRecord): boolean {
  const plain = name.replaceAll('_', '').toLowerCase();
  return REPEATED.has(plain) || [id, uuid, model?.name, model?.version, handler, project].includes(text);
}

/** Pages are mailed around, so secrets are hidden. */
function isSecret(name: string): boolean {
  return /token|secret|passw|credential|api_?key/i.test(name);
}

function jsonOf(value: PlainData): string {
  return JSON.stringify(value, (_, each) => (typeof each === 'bigint' ? String(each) : each), 1);
}
