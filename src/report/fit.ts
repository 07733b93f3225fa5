import { usageError } from '../errors.ts';
import { clip } from './clip.ts';
import type { Changes, JobReport, Predictions, TableExcerpt } from './report-data.ts';

/** Shares of rows and pictures to try until the page fits. */
const SHARES = [1, 0.7, 0.5, 0.35, 0.25, 0.15, 0.1, 0.05, 0.02, 0.01, 0];
/** Below this share, curves are left out. */
const CURVES_SHARE = 0.1;
const MAX_PROBLEMS = 20;
/** The first metrics stay: they contain the scores at the top of the page. */
const MIN_METRICS = 20;
const MAX_VALUE_LENGTH = 20_000;

/** The largest page of at most this many bytes: rows are left out first, then pictures and curves. */
export function fittingPage(
  reports: readonly JobReport[],
  maxBytes: number,
  render: (reports: readonly JobReport[]) => string,
): string {
  let least = 0;
  for (const share of SHARES) {
    const page = render(reports.map((report) => reduced(report, share)));
    least = Buffer.byteLength(page);
    if (least <= maxBytes) return page;
  }
  throw usageError(
    `--max-bytes ${maxBytes}: the page takes ${kilobytes(least)} even without rows and pictures`,
    `Use --max-bytes ${kilobytes(least * 1.1)} or more.`,
  );
}

function kilobytes(bytes: number): string {
  return `${Math.ceil(bytes / 1000)}KB`;
}

function reduced(report: JobReport, share: number): JobReport {
  // Rows of tables matter less than pictures of mistakes.
  const rows = share ** 2;
  const length = share === 0 ? 200 : Math.max(200, MAX_VALUE_LENGTH * share);
  const smaller: JobReport = {
    ...report,
    job: { ...report.job, error_message: report.job.error_message && clip(report.job.error_message, length) },
    metrics: report.metrics.slice(0, Math.max(MIN_METRICS, report.metrics.length * share)),
    labels: report.labels && reducedTable(report.labels, share),
    matrix: share === 0 ? null : report.matrix,
    curves: share < CURVES_SHARE ? [] : report.curves,
    predictions: report.predictions && reducedPredictions(report.predictions, share, rows),
    changes: report.changes && reducedChanges(report.changes, share),
    tables: share === 0 ? [] : report.tables.map((table) => reducedTable(table, rows)),
    environment: share === 0 ? [] : report.environment.map(([name, value]) => [name, clip(value, length)]),
    problems: fewerProblems(report.problems),
  };
  return { ...smaller, leftOut: [...report.leftOut, ...leftOutOf(report, smaller)] };
}

/** The parts missing from a smaller report; the remaining parts themselves say how much of them is shown. */
function leftOutOf(whole: JobReport, smaller: JobReport): string[] {
  const lost = (before: readonly unknown[], after: readonly unknown[], what: string) =>
    before.length === after.length ? [] : [`${before.length - after.length} of ${before.length} ${what}`];
  return [
    ...lost(whole.metrics, smaller.metrics, 'metrics'),
    ...(whole.matrix !== null && smaller.matrix === null ? ['the confusion matrix'] : []),
    ...lost(whole.curves, smaller.curves, 'charts'),
    ...lost(whole.tables, smaller.tables, 'tables'),
    ...(whole.environment.length > smaller.environment.length ? ['the environment'] : []),
  ];
}

function fewerProblems(problems: readonly string[]): readonly string[] {
  if (problems.length <= MAX_PROBLEMS) return problems;
  return [...problems.slice(0, MAX_PROBLEMS), `and ${problems.length - MAX_PROBLEMS} more problems`];
}

/** The same share of the broken and of the fixed predictions. */
function reducedChanges(changes: Changes, share: number): Changes {
  const part = (isFixed: boolean) => {
    const rows = changes.rows.filter((row) => row.isFixed === isFixed);
    return rows.slice(0, Math.ceil(rows.length * share));
  };
  return { ...changes, rows: [...part(false), ...part(true)] };
}

function reducedTable(table: TableExcerpt, share: number): TableExcerpt {
  return { ...table, rows: table.rows.slice(0, Math.ceil(table.rows.length * share)) };
}

function reducedPredictions(predictions: Predictions, pictures: number, rows: number): Predictions {
  const wrong = predictions.rows.filter(({ isWrong }) => isWrong).length;
  const all = predictions.rows.slice(
    0,
    Math.max(Math.ceil(predictions.rows.length * rows), Math.ceil(wrong * pictures)),
  );
  const kept = Math.ceil(all.filter(({ picture }) => picture !== null).length * pictures);
  let used = 0;
  return {
    ...predictions,
    rows: all.map((row) => (row.picture === null || used++ < kept ? row : { ...row, picture: null })),
  };
}
