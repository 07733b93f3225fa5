/** Starwhale jobs as a library: look at them on a Standalone, Server or Cloud instance. */
export type { PlainData } from './datastore/typed-value.ts';
export { type ErrorCode, EXIT_CODES, isSwjobError, SwjobError } from './errors.ts';
export type { KeyValue } from './job/instance.ts';
export type { Pagination } from './job/pagination.ts';
export {
  type DatasetVersion,
  JOB_STATUSES,
  type JobRecord,
  type JobStatus,
  type PackageVersion,
} from './job/record.ts';
export type { Amount, AmountRange, CreateOptions, OverwriteSpec } from './sdk/create.ts';
export type { JobInfo, JobReport } from './sdk/info.ts';
export { Job, job, type ListOptions, type TableRowsOptions } from './sdk/job.ts';
export {
  Artifact,
  Audio,
  Binary,
  BoundingBox,
  BoundingBox3D,
  ClassLabel,
  COCOObjectAnnotation,
  GrayscaleImage,
  Image,
  JsonDict,
  Line,
  Link,
  NumpyBinary,
  Point,
  Polygon,
  Sequence,
  StarwhaleObject,
  Text,
  Video,
} from './sdk/objects.ts';
export { Project, Resource } from './sdk/project.ts';
export { type Row, Tuple, type Value } from './sdk/value.ts';
