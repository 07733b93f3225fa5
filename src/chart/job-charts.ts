import { notFound, usageError } from '../errors.ts';
import type { Expression } from '../expression/expression.ts';
import type { NamedColumn } from '../expression/lookup.ts';
import { readNamed } from '../expression/named-value.ts';
import { matrixNumbers } from '../job/confusion-matrix.ts';
import type { JobSource, ScanOptions, TableSource } from '../job/instance.ts';
import type { PickleReader } from '../job/pickle-reader.ts';
import { pickledTable } from '../job/pickled-table.ts';
import { reportOf } from '../job/report.ts';
import { selectBatches } from '../job/select-batches.ts';
import { TableNames } from '../job/table-names.ts';
import { tableOfNamed } from '../job/unknown-table.ts';
import { plainText } from '../render/cell-text.ts';
import { show } from '../text/show.ts';
import type { Chart, MatrixChart, Series } from './data.ts';
import { type ChartKind, reportUnused } from './kinds.ts';
import { ROC_FOLDER, ROC_X, ROC_Y, rocChart } from './roc.ts';
import { type NamedValues, nothingDrawn, tableCharts } from './table-charts.ts';
import { columnReader, type FieldReader, MAX_FIELDS, pointsOf, type TableValues, tableValues } from './table-values.ts';

/** A job with its name in the legend. */
export interface NamedJob {
  readonly source: JobSource;
  readonly name: string;
}

export interface ChartOptions {
  readonly kind: ChartKind | undefined;
  readonly x: string | undefined;
  readonly y: readonly string[] | undefined;
  readonly smooth: number;
  readonly logX: boolean;
  readonly logY: boolean;
  readonly where: Expression | undefined;
  /** Maximum of matching rows. */
  readonly limit: number | undefined;
  readonly skipDamaged: ScanOptions['skipDamaged'];
  /** Called if columns are left out. */
  readonly onLeftOut?: ((drawn: number, columns: number) => void) | undefined;
  /** Called for each given option that the kind of chart ignores. */
  readonly onUnused?: ((text: string) => void) | undefined;
  /** Reads pickled predictions; undefined: they stay bytes. */
  readonly pickles: PickleReader | undefined;
}

export const DEFAULT_CHART: ChartOptions = {
  kind: undefined,
  x: undefined,
  y: undefined,
  smooth: 1,
  logX: false,
  logY: false,
  where: undefined,
  limit: undefined,
  skipDamaged: undefined,
  pickles: undefined,
};

/** The folder of confusion matrices, and the table of the one that a job has. */
const MATRIX_TABLES: readonly string[] = ['confusion_matrix', 'confusion_matrix/binarylabel'];

/** Reads a table of these jobs and returns its charts. */
export async function chartsOf(jobs: readonly NamedJob[], table: string, options: ChartOptions): Promise<Chart[]> {
  const kind = options.kind ?? kindByName(table);
  const isNamed = jobs.length > 1;
  if (kind === 'matrix' || kind === 'roc') reportUnused(kind, options, options.onUnused);
  if (kind === 'matrix') return Promise.all(jobs.map((job) => matrixOf(job, table, isNamed)));
  if (kind === 'roc') return [await rocOf(jobs, table, options)];
  const sources: NamedValues[] = [];
  let key = 'id';
  for (const job of jobs) {
    const opened = await tableOf(job, table, isNamed);
    key = (await opened.key()).column;
    sources.push({ name: job.name, values: await read(opened, key, options) });
  }
  const left = sources.reduce((most, { values }) => Math.max(most, values.left), 0);
  if (left > 0) options.onLeftOut?.(MAX_FIELDS, MAX_FIELDS + left);
  return tableCharts(sources, {
    ...options,
    kind,
    title: isNamed ? table : `${table} of ${jobs[0]?.name}`,
    x: options.x ?? key,
    xIsChosen: options.x !== undefined,
    selectedBy: selectedBy(options),
  });
}

function kindByName(table: string): 'roc' | 'matrix' | undefined {
  if (table === ROC_FOLDER || table.startsWith(`${ROC_FOLDER}/`)) return 'roc';
  return MATRIX_TABLES.includes(table) ? 'matrix' : undefined;
}

/** The given options that choose rows. */
function selectedBy({ where, limit }: ChartOptions): readonly string[] {
  return [...(where === undefined ? [] : ['--where']), ...(limit === undefined ? [] : ['--limit'])];
}

/** Opens a table of a job; an error names the job if there are several. */
function tableOf({ source, name }: NamedJob, table: string, isNamed: boolean): Promise<TableSource> {
  return isNamed ? tableOfNamed(source, table, name) : source.table(table);
}

/** Reads the values to draw; throws for a chosen name under which no row has a value. */
async function read(stored: TableSource, key: string, options: ChartOptions): Promise<TableValues> {
  const { x, y, where, limit, skipDamaged, pickles } = options;
  const table = pickles === undefined ? stored : pickledTable(stored, pickles);
  const drawn = [...(x === undefined ? [] : [x]), ...(y ?? [])];
  const names = await TableNames.resolve(table, [...drawn, ...(where?.names ?? [])], { skipDamaged });
  const scan = { skipDamaged, requires: names.columns([...drawn, ...(where?.names ?? [])]) };
  const batches = where
    ? selectBatches(names.checked(table.read(scan)), names, { where, limit })
    : table.read({ ...scan, limit });
  const readers = y && new Map(y.map((name): [string, FieldReader] => [name, fieldReader(names.place(name))]));
  const values = await tableValues(batches, {
    key,
    x: x === undefined ? undefined : fieldReader(names.place(x)),
    y: readers,
  });
  for (const name of y ?? []) {
    const field = values.fields.get(name);
    if (field && field.y.length + field.texts + field.others === 0 && values.rows > 0 && where === undefined) {
      throw notFound(
        `${limit === undefined ? 'no row' : `none of the first ${limit} rows`} of ${show(table.name)} has ${show(name)}`,
        `List its columns with: swjob rows JOB ${table.name} --limit 1 --record`,
      );
    }
  }
  return values;
}

function fieldReader(named: NamedColumn): FieldReader {
  const column = columnReader(named.column);
  if (named.path === '') return column;
  return (batch) => {
    const read = column(batch);
    return (row) => {
      const value = read(row);
      return typeof value === 'object' ? readNamed(named, new Map([[named.column, value]])) : undefined;
    };
  };
}

async function rocOf(jobs: readonly NamedJob[], table: string, options: ChartOptions): Promise<Chart> {
  const series: Series[] = [];
  for (const { source, name } of jobs) {
    const names =
      table === ROC_FOLDER ? (await source.tables()).filter((each) => each.startsWith(`${ROC_FOLDER}/`)) : [table];
    if (names.length === 0) {
      throw usageError(`${name} has no ROC curves`, `List its tables with: swjob tables ${source.id}`);
    }
    for (const each of names) {
      const curve = await rocSeries(await tableOf({ source, name }, each, jobs.length > 1), options);
      const label = each.slice(ROC_FOLDER.length + 1);
      series.push({ ...curve, name: jobs.length === 1 ? label : names.length === 1 ? name : `${name} ${label}` });
    }
  }
  const title = table === ROC_FOLDER ? 'ROC' : table;
  const chosen = selectedBy(options);
  if (chosen.length > 0 && series.every(({ x }) => x.length === 0)) throw nothingDrawn(title, chosen);
  return rocChart(title, series);
}

async function rocSeries(table: TableSource, options: ChartOptions): Promise<Omit<Series, 'name'>> {
  const { x = ROC_X, y: [y = ROC_Y] = [] } = options;
  const values = await read(table, (await table.key()).column, { ...options, x, y: [y] });
  const field = values.fields.get(y);
  if (values.rows > 0 && (!values.xIsNumber || field === undefined || field.y.length === 0)) {
    throw usageError(
      `${table.name} is not a ROC curve: it needs the numbers ${x} and ${y}`,
      'Name other columns with --x and --y.',
    );
  }
  return field ? pointsOf(field) : { x: new Float64Array(), y: new Float64Array() };
}

async function matrixOf(job: NamedJob, table: string, isNamed: boolean): Promise<MatrixChart> {
  const { source, name } = job;
  // The matrix is that of the job, whichever of its tables is named.
  if (!MATRIX_TABLES.includes(table)) await tableOf(job, table, isNamed);
  const report = await reportOf(source);
  const values = matrixNumbers(report?.confusion_matrix?.binarylabel ?? []);
  if (values.length === 0) {
    throw usageError(`${name} has no confusion matrix`, `List its tables with: swjob tables ${source.id}`);
  }
  const labels = report?.labels ?? [];
  const names =
    labels.length === values.length
      ? labels.map((row) => labelText(row.get('id')))
      : values.map((_, index) => String(index));
  return { kind: 'matrix', title: isNamed ? `Confusion matrix of ${name}` : 'Confusion matrix', labels: names, values };
}

function labelText(value: Parameters<typeof plainText>[0] | undefined): string {
  return value === undefined ? '' : plainText(value);
}
