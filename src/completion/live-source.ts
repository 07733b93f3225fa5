import type { JobStatus } from '../job/record.ts';
import type { JobSelector } from '../uri/job-selector.ts';
import type { ResourceType } from '../uri/target.ts';

/** A job as far as a completion shows it. */
export interface ListedJob {
  /** As it may be typed: cut where the instance takes the beginning of an id for it. */
  readonly id: string;
  readonly status: JobStatus;
  /** ISO 8601; null where unknown. */
  readonly created_at: string | null;
}

/** The names that an instance has for things, as cheaply as it can tell them. Failures are errors that nobody sees. */
export interface LiveSource {
  readonly kind: 'standalone' | 'server';
  projects(): Promise<readonly string[]>;
  /** Newest first; ids that begin so. */
  jobs(project: string, prefix: string, removed: boolean): Promise<readonly ListedJob[]>;
  tables(project: string, job: JobSelector): Promise<readonly string[]>;
  columns(project: string, job: JobSelector, table: string): Promise<readonly string[]>;
  /** Names that lead into values of the table's first rows, such as `output/label`. */
  innerNames(project: string, job: JobSelector, table: string): Promise<readonly string[]>;
  /** The columns of the project's summary table but for its key. */
  metrics(project: string): Promise<readonly string[]>;
  packages(project: string, type: ResourceType): Promise<readonly string[]>;
  /** Versions and tags as far as they are known without asking for each. */
  versions(project: string, type: ResourceType, name: string): Promise<readonly string[]>;
  /** The handlers of a model that a URI of the user's names. */
  handlers(project: string, model: string): Promise<readonly string[]>;
}
