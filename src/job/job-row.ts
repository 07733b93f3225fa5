import { rowFromPlain, type TypedRow, type TypedValue, typedFromPlain } from '../datastore/typed-value.ts';
import { resolveName } from '../expression/named-value.ts';
import type { JobRecord, PackageVersion } from './record.ts';

/** The keys of a job, in the order in which they are printed. Scripts rely on them. */
export const JOB_FIELDS = [
  'uri',
  'instance',
  'project',
  'id',
  'uuid',
  'status',
  'handler',
  'model',
  'datasets',
  'runtime',
  'resource_pool',
  'owner',
  'created_at',
  'finished_at',
  'duration_ms',
  'error_message',
  'comment',
  'pinned',
  'removed',
] as const satisfies readonly (keyof JobRecord)[];

/** The paths inside fields, which are valid names whether or not any job has a value there. */
export const FIELD_PATHS: ReadonlySet<string> = new Set(
  ['.', '/'].flatMap((dot) => [
    ...['model', 'runtime'].flatMap((field) => [`${field}${dot}name`, `${field}${dot}version`]),
    ...['name', 'version', 'uri'].map((part) => `datasets${dot}0${dot}${part}`),
  ]),
);

/** Whether a name is a field of a job, or a path into one; other names are metrics. */
export function isReadFromFields(name: string): boolean {
  return resolveName(name, (column) => (JOB_FIELDS as readonly string[]).includes(column)) !== undefined;
}

/** The key of a metric among the fields of a job: its own name, unless a field has that name. */
export function metricField(metric: string): string {
  return (JOB_FIELDS as readonly string[]).includes(metric) ? `summary/${metric}` : metric;
}

/** The metric that has a key among the fields of a job; see `metricField`. */
export function metricOfField(field: string): string {
  const metric = field.replace(/^summary\//, '');
  return metricField(metric) === field ? metric : field;
}

/** A job as a row with the keys of `JOB_FIELDS`. */
export function jobRow(record: JobRecord): TypedRow {
  return new Map((Object.keys(record) as (keyof JobRecord)[]).map((name) => [name, jobField(record, name)]));
}

/** The value of one of `JOB_FIELDS`. */
export function jobField(record: JobRecord, name: keyof JobRecord): TypedValue {
  const value = record[name];
  if (typeof value !== 'object' || value === null) return typedFromPlain(value);
  return typedFromPlain('name' in value ? { ...value } : value.map((dataset) => ({ ...dataset })));
}

/** A job as one line of a table: packages as strings. With `now`, a running job has its duration up to now. */
export function tableRecord(record: JobRecord, now: number | null = null): TypedRow {
  return rowFromPlain({
    ...record,
    duration_ms: now === null ? record.duration_ms : elapsedOf(record, now),
    model: record.model && packageText(record.model),
    runtime: record.runtime && packageText(record.runtime),
    datasets: record.datasets.length > 0 ? record.datasets.map(packageText).join(', ') : null,
  });
}

/** How long a job took, or has been running, in milliseconds; null if unknown. */
export function elapsedOf({ duration_ms, status, created_at }: JobRecord, now: number): number | null {
  if (duration_ms !== null || status !== 'RUNNING' || created_at === null) return duration_ms;
  const elapsed = now - Date.parse(created_at);
  return elapsed >= 0 ? elapsed : null;
}

/** `mnist`, or `mnist/version/v0` if the version is known. */
export function packageText({ name, version }: PackageVersion): string {
  return version === null ? name : `${name}/version/${version}`;
}

/** Shortens `mnist/version/gq3dmojrgyzt…` to `mnist/gq3dmojrgyzt`, which is also a valid URI. */
export function shortVersions(packages: string): string {
  return packages.replace(/\/version\/([^\s,/]{1,12})[^\s,/]*/g, '/$1');
}
