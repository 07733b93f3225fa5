import type { TypedRow, TypedValue } from '../datastore/typed-value.ts';
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
import { libraryValue } from './typed-rows.ts';
import type { Value } from './value.ts';

/** How far a metric may move: in its own unit, or as `'5%'` of the base. */
export type MetricLimit = number | string;

/** What `compare` may be asked for. */
export interface CompareOptions extends CallOptions {
  /** Only these metrics; all unless given. One that no job has is an error. */
  readonly metrics?: readonly string[] | undefined;
  /** Metrics for which lower is better, beside those whose names say so (loss, error, latency, …). */
  readonly lowerIsBetter?: readonly string[] | undefined;
  /** Metrics for which higher is better, whatever their names say. */
  readonly higherIsBetter?: readonly string[] | undefined;
  /** How much each of these metrics may fall; what falls further is among the breaches. */
  readonly maxDrop?: Readonly<Record<string, MetricLimit>> | undefined;
  /** How much each of these metrics may rise. */
  readonly maxRise?: Readonly<Record<string, MetricLimit>> | undefined;
}

/** A metric of a job beside the same of the base. */
export interface MetricChange {
  /** The base's value; undefined if it has none. */
  readonly base: Value | undefined;
  /** The job's value; undefined if it has none. */
  readonly value: Value | undefined;
  /** Value less base; null if either is not a number. */
  readonly change: number | bigint | null;
  /** The change in percent of the base; null if the base is 0. */
  readonly percent: number | null;
  /** Whether the change is for the better; null for equal values, counts and parameters. */
  readonly better: boolean | null;
}

/** A metric that moved further than a limit allows. */
export interface MetricBreach extends MetricChange {
  /** The job in which it did. */
  readonly job: JobRecord;
  /** The metric's name. */
  readonly metric: string;
  /** Which limit it broke. */
  readonly rule: 'max-drop' | 'max-rise';
}

/** A job with its metrics beside those of the base. */
export interface ComparedJob {
  /** The job. */
  readonly job: JobRecord;
  /** What became of each metric, by its name. */
  readonly metrics: Readonly<Record<string, MetricChange>>;
}

/** Metrics of jobs beside those of a base. */
export interface Comparison {
  /** The job that the others are compared with. */
  readonly base: JobRecord;
  /** The others, in the order in which they were given. */
  readonly jobs: readonly ComparedJob[];
  /** What moved further than `maxDrop` and `maxRise` allow; empty without them. */
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
 * Metrics of one or several jobs beside those of a base, as `swjob compare` shows them.
 *
 * @param base the URI of a job, or a Job
 * @param jobs the jobs to compare with it; one alone may stand for a list
 * @param options which metrics, what is better, and how far they may move
 * @throws {@link SwjobError} `usage`; `not-found` for a job or metric that is not there, a limit on a metric that any of
 *   the jobs lacks included; `damaged`, `not-allowed`, `network`
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

/** Compares jobs; `jobOf` finds those that are given by their URIs. */
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
  const sources = await Promise.all(find.map((source) => source()));
  const [first, ...others] = await Promise.all(sources.map(measured));
  if (first === undefined) throw wrong('the base', 'the URI of a job or a Job', base);
  const names = checked.metrics ?? usualMetrics([first, ...others]);
  checkMetrics(names, rules, [first, ...others]);
  const all = [...new Set([...names, ...rules.map(({ metric }) => metric)])];
  const { lowerIsBetter, higherIsBetter } = checked;
  const directions = { ...(lowerIsBetter && { lowerIsBetter }), ...(higherIsBetter && { higherIsBetter }) };
  const compared = others.map((other) => compareMetrics(first, other, all, (name, row) => row.get(name), directions));
  const artifacts = sources[0]?.artifacts;
  const of = (change: TypedChange) => libraryChange(change, artifacts);
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

async function measured(source: JobSource): Promise<MeasuredJob> {
  return { job: await source.record(), summary: (await source.summary()) ?? new Map() };
}

/** All metrics of the jobs, in the order in which they appear; the id is none. */
function usualMetrics(jobs: readonly MeasuredJob[]): readonly string[] {
  return [...new Set(jobs.flatMap(({ summary }) => [...summary.keys()]))].filter((name) => name !== 'id');
}

function checkMetrics(names: readonly string[], rules: readonly GateRule[], jobs: readonly MeasuredJob[]): void {
  const refuse = (name: string, known: Iterable<TypedRow>) => {
    const metrics = [...known].flatMap((row) => [...row.keys()]);
    return notFound(`no job has a metric ${show(name)}`, meantAndKnown(name, 'The metrics are', metrics));
  };
  const rows = jobs.map(({ summary }) => summary);
  for (const name of names) if (!rows.some((row) => row.has(name))) throw refuse(name, rows);
  for (const { metric } of rules) {
    const lacking = jobs.find(({ summary }) => !summary.has(metric));
    if (lacking === undefined) continue;
    if (!rows.some((row) => row.has(metric))) throw refuse(metric, rows);
    throw notFound(`the job ${lacking.job.id} has no metric ${show(metric)}, which has a limit`);
  }
}

const NO_ARTIFACTS: ArtifactReader = {
  read: () => Promise.reject(notFound('a summary has no artifacts')),
};

function libraryChange({ base, value, ...rest }: TypedChange, artifacts = NO_ARTIFACTS): MetricChange {
  const of = (typed: TypedValue | undefined) => (typed === undefined ? undefined : libraryValue(typed, artifacts));
  return { base: of(base), value: of(value), ...rest };
}
