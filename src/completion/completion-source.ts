import type { JobStatus } from '../job/record.ts';
import type { JobSelector } from '../uri/job-selector.ts';
import type { ResourceType } from '../uri/target.ts';

/** What a completion shows of a job. */
export interface ListedJob {
  /** As it may be typed: shortened if the instance accepts the beginning of an id. */
  readonly id: string;
  readonly status: JobStatus;
  /** ISO 8601; null where unknown. */
  readonly created_at: string | null;
}

/** Lists the names of what an instance holds, as cheaply as possible. Callers ignore errors. */
export interface CompletionSource {
  readonly kind: 'standalone' | 'server';
  projects(): Promise<readonly string[]>;
  /** Newest first; with ids that begin with `prefix`. */
  jobs(project: string, prefix: string, removed: boolean): Promise<readonly ListedJob[]>;
  tables(project: string, job: JobSelector): Promise<readonly string[]>;
  columns(project: string, job: JobSelector, table: string): Promise<readonly string[]>;
  /** Paths into values of the table's first rows, such as `output/label`. */
  innerNames(project: string, job: JobSelector, table: string): Promise<readonly string[]>;
  /** The columns of the project's summary table, without its key. */
  metrics(project: string): Promise<readonly string[]>;
  packages(project: string, type: ResourceType): Promise<readonly string[]>;
  /** The versions and tags that are known without a request for each. */
  versions(project: string, type: ResourceType, name: string): Promise<readonly string[]>;
  /** The handlers of the model that a URI names. */
  handlers(project: string, model: string): Promise<readonly string[]>;
}
