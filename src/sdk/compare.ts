import { columnsOf, type TypedValue } from '../datastore/typed-value.ts';
import { notFound } from '../errors.ts';
import { compareMetrics, type MeasuredJob, type MetricChange as TypedChange } from '../job/compare.ts';
import { breaks, type GateRule, parseGateRule } from '../job/gate.ts';
import type { ArtifactReader, JobSource } from '../job/instance.ts';
import type { JobRecord } from '../job/record.ts';
import { show } from '../text/show.ts';
import { meantAndKnown } from '../text/suggest.ts';
import { type Check, type Checks, checkOptions, isOptions, list, optional, signal, text, wrong } from './arguments.ts';
import type { CallOptions, CheckedBy } from './call-options.ts';
import { type Call, called } from './called.ts';
import { givenJob, type JobOf } from './given-job.ts';
import { Job } from './job.ts';
import { failureOf } from './table-of-job.ts';
import { libraryValue } from './typed-rows.ts';
import type { Value } from './value.ts';

/** How far a metric may move: in its own unit, or relative to the base, such as `'5%'`. */
export type MetricLimit = number | string;

/** Options of `compare`. */
export interface CompareOptions extends CallOptions {
  /** Only these metrics; all by default. A metric that no job has is an error. */
  readonly metrics?: readonly string[] | undefined;
  /** More metrics for which lower is better, besides those whose names say so (loss, error, latency, …). */
  readonly lowerIsBetter?: readonly string[] | undefined;
  /** Metrics for which higher is better, whatever their names suggest. */
  readonly higherIsBetter?: readonly string[] | undefined;
  /** How much each of these metrics may fall; a larger fall is reported in `breaches`. */
  readonly maxDrop?: Readonly<Record<string, MetricLimit>> | undefined;
  /** How much each of these metrics may rise; a larger rise is reported in `breaches`. */
  readonly maxRise?: Readonly<Record<string, MetricLimit>> | undefined;
}

/** A metric of a job beside that of the base. */
export interface MetricChange {
  /** The base's value; undefined if it has none. */
  readonly base: Value | undefined;
  /** The job's value; undefined if it has none. */
  readonly value: Value | undefined;
  /** The value minus the base; null if either is not a number. */
  readonly change: number | bigint | null;
  /** The change as a percentage of the base; null if the base is 0. */
  readonly percent: number | null;
  /** Whether the change is an improvement; null for equal values, counts and parameters. */
  readonly better: boolean | null;
}

/** A metric that moved beyond its limit. */
export interface MetricBreach extends MetricChange {
  /** The job whose metric it is. */
  readonly job: JobRecord;
  /** The metric's name. */
  readonly metric: string;
  /** The limit that it broke. */
  readonly rule: 'max-drop' | 'max-rise';
}

/** A job with its metrics beside those of the base. */
export interface ComparedJob {
  /** The job. */
  readonly job: JobRecord;
  /** The change of each metric, by name. */
  readonly metrics: Readonly<Record<string, MetricChange>>;
}

/** The metrics of jobs beside those of a base. */
export interface Comparison {
  /** The job that the others are compared with. */
  readonly base: JobRecord;
  /** The other jobs, in the order given. */
  readonly jobs: readonly ComparedJob[];
  /** The metrics that moved beyond `maxDrop` or `maxRise`; empty without limits. */
  readonly breaches: readonly MetricBreach[];
}

const isPercent = (amount: unknown) =>
  typeof amount === 'string' && /^\s*\d{1,20}(?:\.\d{1,20})?\s*%?\s*$/.test(amount);

const limits: Check<Readonly<Record<string, MetricLimit>>> = (value, name) => {
  if (!isOptions(value)) throw wrong(name, 'an object of metrics and amounts', value);
  for (const [metric, amount] of Object.entries(value)) {
    const isAmount = typeof amount === 'number' ? amount >= 0 && Number.isFinite(amount) : isPercent(amount);
    if (!isAmount) throw wrong(`${name}.${metric}`, "a number of 0 or more, or a string such as '5%'", amount);
  }
  return value as Readonly<Record<string, MetricLimit>>;
};

const CHECKS: Checks<CompareOptions> = {
  metrics: optional(list(text)),
  lowerIsBetter: optional(list(text)),
  higherIsBetter: optional(list(text)),
  maxDrop: optional(limits),
  maxRise: optional(limits),
  signal: optional(signal),
};

const compareOptions: CheckedBy<CompareOptions> = (given, name) => checkOptions(given ?? {}, name, CHECKS);

/**
 * Compares the metrics of one or more jobs with those of a base, as `swjob compare` does.
 *
 * @param base the URI of a job, or a Job
 * @param jobs the jobs to compare with the base; a single job need not be in an array
 * @param options which metrics, which direction is better, and how far they may move
 * @throws {@link SwjobError} `usage`; `not-found` if a job or metric does not exist, or if any job lacks a metric that
 *   has a limit; `damaged`, `not-allowed`, `network`
 *
 * @example
 * ```ts
 * import { compare } from 'swjob';
 *
 * const { jobs, breaches } = await compare('27v6', 'qsrgiil7bkae', { maxDrop: { accuracy: '2%' } });
 * console.log(jobs[0]?.metrics['accuracy']?.change); // 0
 * console.log(breaches.length); // 0
 * ```
 */
export function compare(
  base: Job | string,
  jobs: readonly (Job | string)[] | Job | string,
  options: CompareOptions = {},
): Promise<Comparison> {
  return compareIn({ name: 'compare', of: compare }, Job.get, base, jobs, options);
}

/** Compares jobs; `jobOf` finds the ones given as URIs. */
export function compareIn(
  call: Pick<Call, 'name' | 'of' | 'signal'>,
  jobOf: JobOf,
  base: unknown,
  jobs: unknown,
  options: unknown,
): Promise<Comparison> {
  return called({ ...call, options, check: compareOptions }, (checked) => comparison(jobOf, base, jobs, checked));
}

async function comparison(jobOf: JobOf, base: unknown, jobs: unknown, checked: CompareOptions): Promise<Comparison> {
  const given = Array.isArray(jobs) ? (jobs as readonly unknown[]) : [jobs];
  if (given.length === 0) throw wrong('jobs', 'a list of at least one job', jobs);
  const find = [givenJob(base, 'the base', jobOf), ...given.map((job, at) => givenJob(job, `jobs[${at}]`, jobOf))];
  const rules = [...rulesOf('max-drop', checked.maxDrop), ...rulesOf('max-rise', checked.maxRise)];
  const sources = await Promise.all(find.map((each) => each.source()));
  const [first, ...others] = await Promise.all(sources.map((source, at) => measured(source, find[at]?.uri ?? '')));
  const [source] = sources;
  if (first === undefined || source === undefined) throw wrong('the base', 'the URI of a job or a Job', base);
  const names = checked.metrics ?? metricsOf([first, ...others]);
  checkMetrics(names, rules, [first, ...others]);
  const all = [...new Set([...names, ...rules.map(({ metric }) => metric)])];
  const compared = others.map((other) => compareMetrics(first, other, all, (name, row) => row.get(name), checked));
  const of = (change: TypedChange) => libraryChange(change, source.artifacts);
  return {
    base: first.job,
    jobs: compared.map(({ job, metrics }) => ({
      job,
      metrics: Object.fromEntries(
        [...metrics].flatMap(([name, change]) => (names.includes(name) ? [[name, of(change)]] : [])),
      ),
    })),
    breaches: compared.flatMap(({ job, metrics }) =>
      rules.flatMap((rule) => {
        const change = metrics.get(rule.metric);
        return change !== undefined && breaks(rule, change)
          ? [{ job, metric: rule.metric, rule: rule.kind, ...of(change) }]
          : [];
      }),
    ),
  };
}

function rulesOf(kind: GateRule['kind'], given: Readonly<Record<string, MetricLimit>> = {}): GateRule[] {
  return Object.entries(given).map(([metric, amount]) =>
    parseGateRule(kind, `${metric}=${String(amount).replace(/\s/g, '')}`),
  );
}

async function measured(source: JobSource, uri: string): Promise<MeasuredJob> {
  try {
    return { job: await source.record(), summary: (await source.summary()) ?? new Map() };
  } catch (error) {
    throw failureOf(uri, error);
  }
}

/** All metrics of the jobs, in the order in which they first appear; `id` is not a metric. */
function metricsOf(jobs: readonly MeasuredJob[]): readonly string[] {
  return [...columnsOf(jobs.map(({ summary }) => summary))].filter((name) => name !== 'id');
}

function checkMetrics(names: readonly string[], rules: readonly GateRule[], jobs: readonly MeasuredJob[]): void {
  const refuse = (name: string) =>
    notFound(`no job has a metric ${show(name)}`, meantAndKnown(name, 'The metrics are', metricsOf(jobs)));
  const rows = jobs.map(({ summary }) => summary);
  for (const name of names) if (!rows.some((row) => row.has(name))) throw refuse(name);
  for (const { metric } of rules) {
    const lacking = jobs.find(({ summary }) => !summary.has(metric));
    if (lacking === undefined) continue;
    if (!rows.some((row) => row.has(metric))) throw refuse(metric);
    throw notFound(`the job ${lacking.job.id} has no metric ${show(metric)}, which has a limit`);
  }
}

function libraryChange({ base, value, ...rest }: TypedChange, artifacts: ArtifactReader): MetricChange {
  const of = (typed: TypedValue | undefined) => (typed === undefined ? undefined : libraryValue(typed, artifacts));
  return { base: of(base), value: of(value), ...rest };
}
