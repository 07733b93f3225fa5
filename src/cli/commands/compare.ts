import { columnsOf, type TypedRow, type TypedValue } from '../../datastore/typed-value.ts';
import { usageError } from '../../errors.ts';
import { type ComparedJob, compareMetrics, type MeasuredJob } from '../../job/compare.ts';
import { type Breach, breaks, type GateRule, parseGateRule } from '../../job/gate.ts';
import type { DirectionOptions } from '../../job/metric-direction.ts';
import { areSameDatasets } from '../../job/same-datasets.ts';
import { isCutShort } from '../../render/byte-sink.ts';
import { plainText } from '../../render/cell-text.ts';
import { changeText } from '../../render/change-text.ts';
import { splitNames } from '../../text/name-list.ts';
import { show } from '../../text/show.ts';
import { printComparison } from '../compare-document.ts';
import { LONG_COLUMNS, longRows, sameLine, sideBySideColumns, sideBySideRows } from '../compare-table.ts';
import { expandJobArguments, findJob } from '../jobs.ts';
import { withOutFile } from '../out-file.ts';
import { printRows } from '../present.ts';
import type { Command, Run } from '../run.ts';
import { isForPeople, screenWidth } from '../screen.ts';
import { isServerField } from '../summary-fields.ts';

export interface CompareOptions {
  readonly baseline?: string;
  readonly metric?: string[];
  readonly onlyChanged?: boolean;
  readonly lowerIsBetter?: string[];
  readonly higherIsBetter?: string[];
  readonly maxDrop?: string[];
  readonly maxRise?: string[];
  readonly out?: string;
}

/** Cells for a metric's name, and for a job's value and change; if the jobs do not fit side by side, they become rows. */
const METRIC_CELLS = 24;
const JOB_CELLS = 34;

/** Prints the metrics of jobs beside those of a base; exits 10 if one moved further than a gate allows. */
export const compare: Command<CompareOptions> = async (args, options, given) => {
  const run = withOutFile(given, options.out);
  const rules = [
    ...(options.maxDrop ?? []).map((text) => parseGateRule('max-drop', text)),
    ...(options.maxRise ?? []).map((text) => parseGateRule('max-rise', text)),
  ];
  const [base, ...others] = await measuredJobs(run, args, options.baseline);
  if (base === undefined || others.length === 0) {
    throw usageError(
      'compare needs a base and at least one other job',
      'Write swjob compare @latest~1 @latest, or name the base with --baseline.',
    );
  }
  const { names, metricOf } = await metricsOf(run, [base, ...others], options, rules);
  const directions: DirectionOptions = {
    lowerIsBetter: options.lowerIsBetter && splitNames(options.lowerIsBetter, '--lower-is-better'),
    higherIsBetter: options.higherIsBetter && splitNames(options.higherIsBetter, '--higher-is-better'),
  };
  const compared = others.map((other) => compareMetrics(base, other, names.all, metricOf, directions));
  const shown = options.onlyChanged
    ? names.shown.filter((name) => compared.some(({ metrics }) => isChanged(metrics.get(name))))
    : names.shown;
  const breaches = compared.flatMap(({ job, metrics }) =>
    rules.flatMap((rule): Breach[] => {
      const change = metrics.get(rule.metric);
      return change !== undefined && breaks(rule, change) ? [{ job, rule, change }] : [];
    }),
  );
  warnOfDatasets(run, base, compared);
  await warnOfUnknown(run, [...columnsOf([base, ...others].map(({ summary }) => summary)), ...names.all], directions);
  await isCutShort(print(run, base, compared, { names: shown, breaches, rules }));
  for (const breach of breaches) run.warn(breachText(breach));
  return breaches.length > 0 ? 10 : undefined;
};

async function measuredJobs(run: Run, args: readonly string[], baseline: string | undefined): Promise<MeasuredJob[]> {
  const uris = await expandJobArguments(run, args);
  const jobs: MeasuredJob[] = [];
  for (const uri of baseline === undefined ? uris : [baseline, ...uris]) {
    const { source } = await findJob(run, uri);
    const summary = await source.summary();
    if (summary === null) run.note(`The job ${source.id} has no summary.`);
    jobs.push({ job: await source.record(), summary: summary ?? new Map() });
  }
  return jobs;
}

interface Metrics {
  readonly names: { readonly shown: readonly string[]; readonly all: readonly string[] };
  readonly metricOf: (name: string, summary: TypedRow) => TypedValue | undefined;
}

/** The metrics to show, and those that only gates read; throws if a summary lacks a gate's metric. */
async function metricsOf(
  run: Run,
  jobs: readonly MeasuredJob[],
  options: CompareOptions,
  rules: readonly GateRule[],
): Promise<Metrics> {
  const { ChosenMetrics } = await import('../chosen-metrics.ts');
  const { listedNames } = await import('../../text/name-list.ts');
  const rows = jobs.map(({ summary }) => summary);
  const asked = options.metric ?? run.output.fields;
  const shown = asked === undefined ? undefined : ChosenMetrics.from(listedNames(asked, '--metric'), rows, '--metric');
  const gates = rules.map(({ kind, metric }) =>
    ChosenMetrics.from([{ name: metric, isQuoted: true, sign: '' as const }], rows, `--${kind}`),
  );
  const gatedValue = (name: string, summary: TypedRow) =>
    gates.find(({ names }) => names.includes(name))?.value(name, summary);
  for (const { kind, metric } of rules) {
    const lacking = jobs.find(({ summary }) => gatedValue(metric, summary) === undefined);
    if (lacking === undefined) continue;
    const { notFound } = await import('../../errors.ts');
    throw notFound(
      `--${kind} ${metric}: the job ${lacking.job.id} has no such metric`,
      `List its metrics with: swjob summary ${lacking.job.id}`,
    );
  }
  const usual = [...columnsOf(rows)].filter((name) => name !== 'id' && !isServerField(name));
  const names = shown?.names ?? usual;
  return {
    names: { shown: names, all: [...new Set([...names, ...gates.flatMap((gate) => gate.names)])] },
    metricOf: (name, summary) => shown?.value(name, summary) ?? gatedValue(name, summary) ?? summary.get(name),
  };
}

function isChanged(change: Parameters<typeof changeText>[0] | undefined): boolean {
  return change !== undefined && changeText(change) !== '';
}

/** Metrics on other data, or on another version of it, say little about the model. */
function warnOfDatasets(run: Run, base: MeasuredJob, jobs: readonly ComparedJob[]): void {
  const different = jobs.filter(({ job }) => !areSameDatasets(job.datasets, base.job.datasets));
  if (different.length === 0) return;
  const ids = different.map(({ job }) => job.id.slice(0, 12)).join(', ');
  run.warn(`warning: ${ids} ran on other datasets than the base, so metrics may differ for that reason alone`);
}

/** A misspelt name would leave a metric with the wrong colour. */
async function warnOfUnknown(
  run: Run,
  names: readonly string[],
  { lowerIsBetter = [], higherIsBetter = [] }: DirectionOptions,
): Promise<void> {
  if (lowerIsBetter.length + higherIsBetter.length === 0) return;
  const [{ globMatches }, { withMeant }] = [await import('../../text/glob.ts'), await import('../../text/suggest.ts')];
  const unknown = (patterns: readonly string[], option: string) => {
    for (const pattern of patterns) {
      if (names.some((name) => globMatches(pattern, name))) continue;
      run.warn(withMeant(`${option}: no metric is called ${show(pattern)}`, pattern, names));
    }
  };
  unknown(lowerIsBetter, '--lower-is-better');
  unknown(higherIsBetter, '--higher-is-better');
}

interface Shown {
  readonly names: readonly string[];
  readonly breaches: readonly Breach[];
  readonly rules: readonly GateRule[];
}

async function print(
  given: Run,
  base: MeasuredJob,
  jobs: readonly ComparedJob[],
  { names, breaches, rules }: Shown,
): Promise<void> {
  // --fields chose metrics, not columns.
  const run = { ...given, output: { ...given.output, fields: undefined } };
  const { format } = run.output;
  const forPeople = isForPeople(run);
  if (format === 'json' && !run.output.quiet) return printComparison(run, base, jobs, names, breaches);
  const isTable = forPeople || format === 'md';
  const width = forPeople ? screenWidth(run.context.stdout, run.context.env) : Number.POSITIVE_INFINITY;
  const sideBySide = isTable && METRIC_CELLS + JOB_CELLS * jobs.length <= Math.max(width, METRIC_CELLS + JOB_CELLS);
  const rows = sideBySide
    ? sideBySideRows(base, jobs, names)
    : longRows(jobs, names).map((row, index) => (isTable ? withText(row, jobs, names, index) : row));
  const gated = format === 'md' && rules.length > 0 ? rows.map((row) => withVerdict(row, rules, breaches)) : rows;
  const columnStyles = sideBySide ? sideBySideColumns(base, jobs) : LONG_COLUMNS;
  const columns = isTable
    ? [...columnStyles.map(({ name }) => name), ...(gated === rows ? [] : ['gate'])]
    : [...columnsOf(rows)];
  const same = forPeople ? sameLine([base.job, ...jobs.map(({ job }) => job)]) : null;
  if (same !== null) run.note(same);
  await printRows(run, {
    batches: () => [gated],
    columns: () => columns,
    idColumn: 'metric',
    columnStyles,
    ...(isTable && { shown: columns }),
    page: true,
    choosesRows: true,
    none: 'No metric differs.',
  });
}

/** Adds the change as text: people read that instead of three columns. */
function withText(row: TypedRow, jobs: readonly ComparedJob[], names: readonly string[], index: number): TypedRow {
  const change = jobs[index % jobs.length]?.metrics.get(names[Math.floor(index / jobs.length)] ?? '');
  return new Map([...row, ['text', { type: 'STRING', value: change === undefined ? '' : changeText(change) }]]);
}

/** Adds whether each gated metric passed, for comments on pull requests. */
function withVerdict(row: TypedRow, rules: readonly GateRule[], breaches: readonly Breach[]): TypedRow {
  const metric = row.get('metric')?.value;
  const job = row.get('job')?.value;
  const isGated = rules.some((rule) => rule.metric === metric);
  const failed = breaches.some(({ rule, job: { id } }) => rule.metric === metric && (job === undefined || job === id));
  return new Map([...row, ['gate', { type: 'STRING', value: isGated ? (failed ? '❌' : '✅') : '' }]]);
}

function breachText({ job, rule, change }: Breach): string {
  const limit = `${rule.amount}${rule.isPercent ? '%' : ''}`;
  const values = `from ${change.base ? plainText(change.base) : 'missing'} to ${change.value ? plainText(change.value) : 'missing'}`;
  if (change.change === null)
    return `${rule.metric} of ${job.id} went ${values}: --${rule.kind} ${limit} needs two numbers`;
  const moved = rule.kind === 'max-drop' ? 'fell' : 'rose';
  return `${rule.metric} of ${job.id} ${moved} ${values}: more than --${rule.kind} ${limit} allows`;
}
