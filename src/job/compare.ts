import type { TypedRow, TypedValue } from '../datastore/typed-value.ts';
import { areMeasures, type DirectionOptions, metricDirection } from './metric-direction.ts';
import type { JobRecord } from './record.ts';

/** A job with its metrics. */
export interface MeasuredJob {
  readonly job: JobRecord;
  /** Its row of the project's summary table; empty if it has none. */
  readonly summary: TypedRow;
}

/** A metric of a job beside that of the base. */
export interface MetricChange {
  readonly base: TypedValue | undefined;
  readonly value: TypedValue | undefined;
  /** The value minus the base; null if either is not a number, or the difference is not finite. */
  readonly change: number | bigint | null;
  /** The change in percent of the base's absolute value; null if the base is 0. */
  readonly percent: number | null;
  /** Whether the change is an improvement; null for equal values, and for counts and parameters. */
  readonly better: boolean | null;
}

export interface ComparedJob {
  readonly job: JobRecord;
  /** By metric, in the same order for all jobs. */
  readonly metrics: ReadonlyMap<string, MetricChange>;
}

/** The change of each of these metrics from one job to another. */
export function compareMetrics(
  base: MeasuredJob,
  other: MeasuredJob,
  names: readonly string[],
  metricOf: (name: string, summary: TypedRow) => TypedValue | undefined,
  directions: DirectionOptions = {},
): ComparedJob {
  const metrics = names.map((name): [string, MetricChange] => [
    name,
    metricChange(name, metricOf(name, base.summary), metricOf(name, other.summary), directions),
  ]);
  return { job: other.job, metrics: new Map(metrics) };
}

export function metricChange(
  name: string,
  base: TypedValue | undefined,
  value: TypedValue | undefined,
  directions: DirectionOptions = {},
): MetricChange {
  const change = difference(base, value);
  const direction = metricDirection(name, directions);
  const counts = base !== undefined && value !== undefined && !areMeasures([base, value]);
  const isNeither = change === null || Number(change) === 0 || direction === 'none' || counts;
  return {
    base,
    value,
    change,
    percent: change === null ? null : percentOf(change, Number(base?.value)),
    better: isNeither ? null : Number(change) > 0 === (direction === 'higher'),
  };
}

function difference(base: TypedValue | undefined, value: TypedValue | undefined): number | bigint | null {
  const [a, b] = [numberOf(base), numberOf(value)];
  if (a === null || b === null) return null;
  const hasBigInt = typeof a === 'bigint' || typeof b === 'bigint';
  if (hasBigInt && [a, b].every((each) => typeof each === 'bigint' || Number.isInteger(each))) {
    return BigInt(b) - BigInt(a);
  }
  const change = Number(b) - Number(a);
  return Number.isFinite(change) ? change : null;
}

function numberOf(value: TypedValue | undefined): number | bigint | null {
  const plain = value?.value;
  return typeof plain === 'number' || typeof plain === 'bigint' ? plain : null;
}

function percentOf(change: number | bigint, base: number): number | null {
  const percent = (Number(change) / Math.abs(base)) * 100;
  return Number.isFinite(percent) ? percent : null;
}
