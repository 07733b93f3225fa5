/// <reference lib="esnext.disposable" preserve="true" />
/**
 * Starwhale jobs as a library: inspect, compare and run them on a Standalone, Server or Cloud instance.
 *
 * Everything that reads is asynchronous, and every failure is a `SwjobError`. The examples run on the README's store, with
 * a Server that you are logged in to as `srv`.
 *
 * @module swjob
 */
export type { PlainData } from './datastore/typed-value.ts';
export {
  type ErrorCode,
  EXIT_CODES,
  isSwjobError,
  SwjobError,
  type SwjobErrorOf,
  type SwjobErrorOptions,
} from './errors.ts';
export type { KeyValue } from './job/instance.ts';
export type { Pagination } from './job/pagination.ts';
export type { ProjectRecord } from './job/project-record.ts';
export {
  type DatasetVersion,
  JOB_STATUSES,
  type JobRecord,
  type JobStatus,
  type PackageVersion,
} from './job/record.ts';
export type { EventRecord as JobEvent } from './job/server-records.ts';
export type { JobWaitOptions, RemoveOptions } from './sdk/action-options.ts';
export {
  BoundingBox,
  BoundingBox3D,
  ClassLabel,
  COCOObjectAnnotation,
  JsonDict,
  Line,
  Point,
  Polygon,
  Sequence,
} from './sdk/annotations.ts';
export { Artifact, Audio, Binary, GrayscaleImage, Image, Link, NumpyBinary, Text, Video } from './sdk/artifacts.ts';
export type { CallOptions } from './sdk/call-options.ts';
export type { ColumnValues, TableBatch } from './sdk/column-values.ts';
export {
  type ComparedJob,
  type CompareOptions,
  type Comparison,
  compare,
  type MetricBreach,
  type MetricChange,
  type MetricLimit,
} from './sdk/compare.ts';
export { Content } from './sdk/content.ts';
export type {
  Amount,
  AmountRange,
  CreateInProjectOptions,
  CreateOptions,
  OverwriteSpec,
} from './sdk/create-options.ts';
export { Diff, diff } from './sdk/diff.ts';
export type { DiffCounts, DiffOptions, DiffRow, OutcomeCounts, ValueChange } from './sdk/diff-options.ts';
export type { JobInfo, JobReport, ServerJob } from './sdk/info.ts';
export { Job, type JobList, job } from './sdk/job.ts';
export type { TableRowsOptions } from './sdk/job-options.ts';
export type { JobsOptions, ListOptions } from './sdk/jobs-options.ts';
export type { JobLogsOptions, JobTask } from './sdk/log-options.ts';
export { Project, Resource } from './sdk/project.ts';
export { Starwhale } from './sdk/starwhale.ts';
export type {
  DispatcherLike,
  DispatcherRequest,
  DispatcherResponse,
  FetchHeaders,
  FetchInit,
  FetchLike,
  FetchResponse,
  StarwhaleOptions,
} from './sdk/starwhale-options.ts';
export { toJson } from './sdk/to-json.ts';
export { unpickle } from './sdk/unpickle.ts';
export { type Row, StarwhaleObject, Tuple, type Value } from './sdk/value.ts';
export type { ResourceType } from './uri/target.ts';
