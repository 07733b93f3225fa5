import type { Batch } from '../datastore/batch.ts';
import type { ColumnType, ColumnTypes } from '../datastore/column-types.ts';
import type { DataType, PlainData, TypedRow, TypedValue } from '../datastore/typed-value.ts';
import type { SwjobError } from '../errors.ts';
import type { List } from './list.ts';
import type { JobRecord, JobStatus } from './record.ts';

/**
 * What commands and the library use of an instance, Standalone or Server. Commands never ask which kind it is; an instance
 * refuses what it cannot do with a `SwjobError`.
 */
export interface Instance {
  readonly kind: 'standalone' | 'server';
  /** The alias in the config (`local`, `srv`), or the address if the config has no alias. */
  readonly name: string;
  /** The jobs of a project, newest first (by creation time, then by id); all of them without `size`. */
  listJobs(project: string, query: JobQuery): Promise<JobPage>;
  /**
   * The jobs from a page on, newest first, a page at a time, where each page costs a request: on a Server, as long as it pages as
   * asked.
   */
  readonly jobPages?: (
    project: string,
    from: { readonly page: number; readonly size: number },
  ) => AsyncGenerator<JobPage<readonly JobRecord[]>>;
  /**
   * The summary rows of several jobs of a project, by the jobs' uuids; without `uuids`, of all jobs. Jobs without a summary
   * are left out. Where all of `metrics` exist, the rows may lack the others.
   */
  summaries(project: string, uuids?: readonly string[], metrics?: readonly string[]): Promise<Summaries>;
  /** Finds a job by its id, its uuid, or (Standalone) a prefix of its version; throws `not-found` or `ambiguous`. */
  findJob(project: string, id: string, among: JobScope): Promise<JobSource>;
  /** Acts on a job; a refusal is an error with the instance's own reason. Returns what a deletion leaves in the store. */
  act(action: JobAction, project: string, id: string, options?: ActionOptions): Promise<LeftBehind | null>;
  close(): Promise<void>;
}

/** Summary rows by the uuids of their jobs. */
export interface Summaries extends Iterable<readonly [string, TypedRow]> {
  readonly size: number;
  get(uuid: string): TypedRow | undefined;
  values(): Iterable<TypedRow>;
}

/** Where to look for a job. `any` prefers active jobs to removed ones. */
export type JobScope = 'active' | 'removed' | 'any';
export type JobAction = 'remove' | 'recover' | 'pause' | 'resume' | 'cancel';

export interface ActionOptions {
  /** For `remove`: delete the job for good. */
  readonly force?: boolean;
}

/** What remains in the store after a job is deleted for good. */
export interface LeftBehind {
  readonly tables: number;
  /** The size of the tables. */
  readonly bytes: number;
  /** Whether the project's summary table still has the job's row. */
  readonly summary: boolean;
}

export interface JobQuery {
  /** Counted from 1. */
  readonly page?: number;
  readonly size?: number;
  /** Only removed jobs instead of only active ones. */
  readonly removed?: boolean;
  /**
   * Chooses jobs before paging: receives the uuids of all jobs, newest first, and returns the positions of those that are
   * wanted in their order. Jobs that are not chosen need not be read.
   */
  readonly choose?: (uuids: readonly string[]) => readonly number[];
}

export interface JobPage<Jobs extends List<JobRecord> = List<JobRecord>> {
  readonly jobs: Jobs;
  /** The number of jobs on all pages together. */
  readonly total: number;
  /** Why some jobs could not be read; they are listed with the status UNKNOWN. */
  readonly problems: readonly SwjobError[];
}

export interface JobSource {
  readonly uri: string;
  readonly project: string;
  readonly id: string;
  readonly uuid: string;
  record(): Promise<JobRecord>;
  status(): Promise<JobStatus>;
  /** Why the job will never reach a final status by itself, if the instance knows; null while it still may. */
  lost?(): Promise<string | null>;
  /** Whether no process on this machine works on the job, so that it may never finish; absent if others run it. */
  isUnattended?(): boolean;
  details(): Promise<JobDetails>;
  /** The job's row of the project's summary table, without None columns; null if it has none. */
  summary(): Promise<TypedRow | null>;
  /** The names of the job's tables, sorted by code point, without the summary table. */
  tables(): Promise<readonly string[]>;
  /** A table by its name; the `not-found` error lists the existing tables. */
  table(name: string): Promise<TableSource>;
  /** Reads the contents of artifacts by their links. */
  readonly artifacts: ArtifactReader;
}

/** The instance's own record of a job: exactly one of `manifest` (Standalone) and `job` (Server) is not null. */
export interface JobDetails {
  readonly manifest: PlainData;
  readonly job: PlainData;
  readonly tasks: PlainData;
}

export interface TableSource {
  readonly name: string;
  /** The order of its keys, if it is not that of `compareKeys`. */
  readonly keyOrder?: (a: KeyValue, b: KeyValue) => number;
  /** The key column and its type; the type is null for a table without rows. */
  key(): Promise<TableKey>;
  /**
   * The records in key order, in batches that are yielded as they are read: memory is limited to a few blocks or pages.
   * Long str and bytes that the client stored as artifacts read back as STRING and BYTES.
   */
  scan(options: ScanOptions): AsyncIterable<readonly TypedRow[]>;
  /**
   * The same records as batches of columns: the chosen columns in the given order, else the key column and then the others
   * as they first appear. A batch is valid until the next one is requested.
   */
  read(options: ScanOptions): AsyncIterable<Batch>;
  /**
   * The names of the columns that a scan with these options returns, the key column first, for formats that need them before
   * the first row.
   */
  columns(options: ScanOptions): Promise<readonly string[]>;
  /**
   * The types of the columns that a scan with these options reads, from the schemas of the records without decoding values;
   * on a Server, from its column hints. A column with no value but None has no type.
   */
  types(options: ScanOptions): Promise<ColumnTypes>;
  /** Whether `read` reports types through `seeType`, which makes a separate pass for them unnecessary. */
  readonly tellsTypes?: boolean;
  /** Which of these columns the table has, whatever their values. */
  present(columns: readonly string[]): Promise<ReadonlySet<string>>;
  /** Counts rows, columns and revisions. Damage is an error, unless it is skipped: then the rest is counted. */
  stats(options?: Pick<ScanOptions, 'skipDamaged'>): Promise<TableStats>;
}

export interface TableKey {
  readonly column: string;
  readonly type: DataType | null;
}

/**
 * The value of a key, as `start` or `end` of a range. It has to fit the table's keys: a number for numeric keys (a bigint
 * beyond 2^53), a string for string keys, a `Uint8Array` for bytes.
 */
export type KeyValue = number | bigint | string | boolean | Uint8Array;

export interface ScanOptions {
  /** Inclusive. */
  readonly start?: KeyValue | undefined;
  /** Exclusive, unless `endInclusive`. */
  readonly end?: KeyValue | undefined;
  readonly endInclusive?: boolean | undefined;
  /** Keep columns whose value is None; otherwise they are absent from their rows. */
  readonly keepNone?: boolean | undefined;
  /** Only these columns (the key column only if named); an unknown name is an error, found after reading the whole table. */
  readonly columns?: readonly string[] | undefined;
  /** Columns that have to exist without being selected: those that a condition uses. */
  readonly requires?: readonly string[] | undefined;
  /** At most this many rows, from the start. */
  readonly limit?: number | undefined;
  /** Only the last so many rows, still in key order. Cannot be combined with `limit`. */
  readonly tail?: number | undefined;
  /** The table as it was at this revision. */
  readonly revision?: bigint | undefined;
  /** How many parts of a stored table are unpacked before their turn; each takes memory. Default: 2. */
  readonly ahead?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Receives each type of each column, before the batch with the first value of that type. */
  readonly seeType?: ((column: string, type: ColumnType) => void) | undefined;
  /** Skips damaged lines and blocks, and receives an error for each; without it, damage ends the scan with an error. */
  readonly skipDamaged?: ((damage: SwjobError) => void) | undefined;
}

export interface TableStats {
  readonly rows: number;
  readonly columns: number;
  /** The stored size: that of the block files on Standalone; null if the instance does not say. */
  readonly bytes: number | null;
  readonly revisions: number | null;
}

/** Where an artifact's content is stored, from the `link` attribute of an artifact or from a Link itself. */
export interface ArtifactLink {
  readonly uri: string;
  readonly offset: number;
  /** In bytes; -1 or undefined means to the end. */
  readonly size?: number | undefined;
}

export interface ArtifactReader {
  read(link: ArtifactLink): Promise<Uint8Array>;
  /** The same bytes in chunks, if the instance supports it. A chunk is valid until the next one is requested. */
  chunks?(link: ArtifactLink): AsyncIterable<Uint8Array>;
  /** Whether it reads links to content outside of the instance with this URI. */
  reads?(uri: string): boolean;
}

export function isNone(value: TypedValue): boolean {
  return value.value === null;
}

/** For a second pass over the same rows: skips damage if `skipDamaged` does, without reporting it again. */
export function silently(skipDamaged: ScanOptions['skipDamaged']): ScanOptions['skipDamaged'] {
  return skipDamaged && (() => undefined);
}

/** The table of an evaluation's predictions, and the default of commands that take a table. */
export const RESULTS_TABLE = 'results';
