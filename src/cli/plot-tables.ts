import type { Chart, MatrixChart, Series } from '../chart/data.ts';
import { ROC_FOLDER, ROC_X, ROC_Y, rocChart } from '../chart/roc.ts';
import { type ChartKind, type NamedValues, tableCharts } from '../chart/table-charts.ts';
import { columnReader, type FieldReader, tableValues } from '../chart/table-values.ts';
import type { Batch } from '../datastore/batch.ts';
import { usageError } from '../errors.ts';
import { matrixNumbers } from '../job/confusion-matrix.ts';
import type { JobSource, ScanOptions, TableSource } from '../job/instance.ts';
import { reportOf } from '../job/report.ts';
import { plainText } from '../render/cell-text.ts';

/** A job, and what it is called in a legend. */
export interface PlottedJob {
  readonly source: JobSource;
  readonly name: string;
}

export interface PlotWishes {
  readonly kind: ChartKind | undefined;
  readonly x: string | undefined;
  readonly y: readonly string[] | undefined;
  readonly smooth: number;
  readonly logX: boolean;
  readonly logY: boolean;
  readonly scan: ScanOptions;
  /** The rows that a condition leaves. */
  readonly select: (batches: AsyncIterable<Batch>) => AsyncIterable<Batch>;
}

const MATRIX_FOLDER = 'confusion_matrix';

/** The charts of a table of these jobs, read now. */
export async function chartsOf(jobs: readonly PlottedJob[], table: string, wishes: PlotWishes): Promise<Chart[]> {
  const kind = wishes.kind ?? kindByName(table);
  if (kind === 'matrix') return Promise.all(jobs.map((job) => matrixOf(job, jobs.length > 1)));
  if (kind === 'roc') return [await rocOf(jobs, table, wishes)];
  const sources: NamedValues[] = [];
  let key = 'id';
  for (const { source, name } of jobs) {
    const opened = await source.table(table);
    key = (await opened.key()).column;
    sources.push({ name, values: await read(opened, key, wishes) });
  }
  return tableCharts(sources, {
    kind,
    title: jobs.length === 1 ? `${table} of ${jobs[0]?.name}` : table,
    x: wishes.x ?? key,
    xIsChosen: wishes.x !== undefined,
    smooth: wishes.smooth,
    logX: wishes.logX,
    logY: wishes.logY,
  });
}

function kindByName(table: string): 'roc' | 'matrix' | undefined {
  if (table === ROC_FOLDER || table.startsWith(`${ROC_FOLDER}/`)) return 'roc';
  return table.startsWith(`${MATRIX_FOLDER}/`) ? 'matrix' : undefined;
}

function read(table: TableSource, key: string, { x, y, scan, select }: PlotWishes) {
  const readers = y && new Map(y.map((name): [string, FieldReader] => [name, fieldReader(name)]));
  return tableValues(select(table.read(scan)), { key, x: x === undefined ? undefined : fieldReader(x), y: readers });
}

function fieldReader(name: string): FieldReader {
  return columnReader(name);
}

async function rocOf(jobs: readonly PlottedJob[], table: string, wishes: PlotWishes): Promise<Chart> {
  const series: Series[] = [];
  for (const { source, name } of jobs) {
    const names =
      table === ROC_FOLDER ? (await source.tables()).filter((each) => each.startsWith(`${ROC_FOLDER}/`)) : [table];
    if (names.length === 0) {
      throw usageError(`${name} has no ROC curves`, `Its tables are shown by: swjob tables ${source.id}`);
    }
    for (const each of names) {
      const curve = await rocSeries(await source.table(each), wishes);
      const label = each.slice(ROC_FOLDER.length + 1);
      series.push({ ...curve, name: jobs.length === 1 ? label : names.length === 1 ? name : `${name} ${label}` });
    }
  }
  return rocChart(table === ROC_FOLDER ? 'ROC' : table, series);
}

async function rocSeries(
  table: TableSource,
  { x = ROC_X, y: [y = ROC_Y] = [], scan, select }: PlotWishes,
): Promise<Omit<Series, 'name'>> {
  const key = (await table.key()).column;
  const values = await tableValues(select(table.read(scan)), {
    key,
    x: fieldReader(x),
    y: new Map([[y, fieldReader(y)]]),
  });
  const field = values.fields.get(y);
  if (values.rows > 0 && (!values.xIsNumber || field === undefined || field.y.length === 0)) {
    throw usageError(
      `${table.name} is no ROC curve: it needs the numbers ${x} and ${y}`,
      'Name others with --x and --y.',
    );
  }
  return { x: field?.x.view() ?? new Float64Array(), y: field?.y.view() ?? new Float64Array() };
}

async function matrixOf({ source, name }: PlottedJob, isNamed: boolean): Promise<MatrixChart> {
  const report = await reportOf(source);
  const values = matrixNumbers(report?.confusion_matrix?.binarylabel ?? []);
  if (values.length === 0) {
    throw usageError(`${name} has no confusion matrix`, `Its tables are shown by: swjob tables ${source.id}`);
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
