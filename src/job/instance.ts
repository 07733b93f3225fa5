import type { Batch } from '../datastore/batch.ts';
import type { ColumnType, ColumnTypes } from '../datastore/column-types.ts';
import type { DataType, PlainData, TypedRow, TypedValue } from '../datastore/typed-value.ts';
import type { SwjobError } from '../errors.ts';
import type { JobRecord, JobStatus } from './record.ts';

/**
 * What the commands and the library know of an instance, Standalone or Server. Commands never ask which one it is;
 * what an instance cannot do it refuses with a `SwjobError` that says so.
 */
export interface Instance {
  readonly kind: 'standalone' | 'server';
  /** The alias in the config (`local`, `srv`), or the address where the config has none. */
  readonly name: string;
  /** Jobs of a project, newest first (by creation time, then by id). Without `size`, all of them. */
  listJobs(project: string, query: JobQuery): Promise<JobPage>;
  /**
   * The summary rows of several jobs of a project at once, by the jobs' uuids (without ids: of all jobs that have one).
   * Jobs without a summary are left out.
   */
  summaries(project: string, uuids?: readonly string[]): Promise<ReadonlyMap<string, TypedRow>>;
  /** One job by its id, uuid, or (Standalone) a prefix of its version. Not found and ambiguous are errors. */
  findJob(project: string, id: string, among: JobScope): Promise<JobSource>;
  /** Carries out an action on one job; a refusal is an error with the instance's own reason. Gives what a deletion leaves. */
  act(action: JobAction, project: string, id: string, options?: ActionOptions): Promise<LeftBehind | null>;
  close(): Promise<void>;
}

/** Reads look among active jobs, then among removed ones (`any`); recover among removed ones only. */
export type JobScope = 'active' | 'removed' | 'any';
export type JobAction = 'remove' | 'recover' | 'pause' | 'resume' | 'cancel';

export interface ActionOptions {
  /** With `remove`: for good. */
  readonly force?: boolean;
}

/** What stays in the store of a job that was deleted for good. */
export interface LeftBehind {
  readonly tables: number;
  /** Of the tables. */
  readonly bytes: number;
  /** Whether the summary of the project still has its row. */
  readonly summary: boolean;
}

export interface JobQuery {
  /** From 1. */
  readonly page?: number;
  readonly size?: number;
  /** Only removed jobs instead of only active ones. */
  readonly removed?: boolean;
}

export interface JobPage {
  readonly jobs: readonly JobRecord[];
  /** How many jobs there are on all pages together. */
  readonly total: number;
  /** What could not be read of jobs that are listed all the same, their status UNKNOWN. */
  readonly problems: readonly SwjobError[];
}

/** One job that exists. */
export interface JobSource {
  readonly uri: string;
  readonly project: string;
  readonly id: string;
  readonly uuid: string;
  record(): Promise<JobRecord>;
  status(): Promise<JobStatus>;
  /** Why the job will get no final status by itself, if the instance knows; null while it still may. */
  lost?(): Promise<string | null>;
  details(): Promise<JobDetails>;
  /** The job's row of the project's summary table, None columns dropped; null where it has none. */
  summary(): Promise<TypedRow | null>;
  /** Names of the job's tables by code point, without the summary table. */
  tables(): Promise<readonly string[]>;
  /** A table by its name; not found is an error that lists the tables there are. */
  table(name: string): Promise<TableSource>;
  /** The bytes behind an artifact's link. */
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
  /** The key column and its type; the type is null if the table has no rows. */
  key(): Promise<TableKey>;
  /**
   * The records in key order, in batches that are yielded as they are read; memory is bounded by blocks or pages.
   * Long str and bytes that the client stored as artifacts read back as STRING and BYTES.
   */
  scan(options: ScanOptions): AsyncIterable<readonly TypedRow[]>;
  /**
   * The same records as batches of columns: the chosen columns in their order, else the key column and then the others as
   * they first appear. Each batch is valid until the next one is asked for.
   */
  read(options: ScanOptions): AsyncIterable<Batch>;
  /**
   * The names of the columns that a scan with these options would give, the key column first: for formats that have to
   * know them before the first row.
   */
  columns(options: ScanOptions): Promise<readonly string[]>;
  /**
   * The types of the columns that a scan with these options reads, from the schemas beside the records and no value of
   * them; of a Server from its hints. A column that had no other value than None has no type.
   */
  types(options: ScanOptions): Promise<ColumnTypes>;
  /** Whether `read` tells the types by `seeType`, so that no pass before it has to find them. */
  readonly tellsTypes?: boolean;
  /** Those of these columns that the table has, whatever their values. */
  present(columns: readonly string[]): Promise<ReadonlySet<string>>;
  /** Damage is an error, unless it is to be skipped: then what is left is counted. */
  stats(options?: Pick<ScanOptions, 'skipDamaged'>): Promise<TableStats>;
}

export interface TableKey {
  readonly column: string;
  readonly type: DataType | null;
}

/**
 * The value of a key, as `start` or `end` of a range. It has to fit the keys of the table: a number for number keys
 * (a bigint beyond 2^53), a string for text, a `Uint8Array` for bytes.
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
  /** Only these columns (the key column only if named); an unknown name is an error once the table has been read. */
  readonly columns?: readonly string[] | undefined;
  /** Columns that have to exist, though rows need not be cut down to them: names that a condition reads. */
  readonly requires?: readonly string[] | undefined;
  /** At most this many rows, from the start. */
  readonly limit?: number | undefined;
  /** Only the last this many rows, still in key order. Not together with `limit`. */
  readonly tail?: number | undefined;
  /** The state of the table at this revision. */
  readonly revision?: bigint | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Is told the types that columns have, each before the batch with the first value of it. */
  readonly seeType?: ((column: string, type: ColumnType) => void) | undefined;
  /** Go on past damaged lines and blocks, telling each one here; otherwise damage ends the scan with an error. */
  readonly skipDamaged?: ((damage: SwjobError) => void) | undefined;
}

export interface TableStats {
  readonly rows: number;
  readonly columns: number;
  /** Stored size: of the blocks' files on Standalone; null if the instance does not say. */
  readonly bytes: number | null;
  readonly revisions: number | null;
}

/** Where an artifact's content lies, from the `link` attribute of an artifact or from a Link itself. */
export interface ArtifactLink {
  readonly uri: string;
  readonly offset: number;
  /** -1 or undefined: to the end. */
  readonly size?: number | undefined;
}

export interface ArtifactReader {
  read(link: ArtifactLink): Promise<Uint8Array>;
  /** The same bytes in pieces, each valid until the next is asked for, where the instance can give them so. */
  chunks?(link: ArtifactLink): AsyncIterable<Uint8Array>;
}

/** True for a value that stands for "no value here". */
export function isNone(value: TypedValue): boolean {
  return value.value === null;
}

/** How damage is skipped by a pass over rows that another pass reports: without a word. */
export function silently(skipDamaged: ScanOptions['skipDamaged']): ScanOptions['skipDamaged'] {
  return skipDamaged && (() => undefined);
}

/** The table of an evaluation's predictions, which is meant where none is named. */
export const RESULTS_TABLE = 'results';
