import { statSync } from 'node:fs';
import { compareText } from '../datastore/keys.ts';
import type { TypedRow } from '../datastore/typed-value.ts';
import { isSwjobError, type SwjobError } from '../errors.ts';
import type {
  ActionOptions,
  Instance,
  JobAction,
  JobPage,
  JobQuery,
  JobScope,
  JobSource,
  LeftBehind,
  TableSource,
} from '../job/instance.ts';
import type { JobRecord } from '../job/record.ts';
import type { RunDocker } from './containers.ts';
import { peekCreatedAt } from './created-at.ts';
import { allJobFolders, checkJobProject, findJobFolder, type JobFolder } from './job-folders.ts';
import { type JobManifest, readJobManifest, recordOf, timesOf } from './job-manifest.ts';
import { currentRecord } from './job-state.ts';
import { isoText } from './job-times.ts';
import { ObjectStore } from './object-store.ts';
import { NO_RUN_RECORDS, type RunRecords } from './run-records.ts';
import type { ProjectTables } from './tables.ts';

export interface StandaloneOptions {
  /** The store's folder, absolute. */
  readonly root: string;
  /** The instance's alias in the config. */
  readonly alias: string;
  /** The name of the projects' summary tables: `eval/summary` unless the user renames it. */
  readonly summaryTable: string;
  /** What is known about jobs outside of the store. */
  readonly runs?: RunRecords;
  /** Replaces the docker command. */
  readonly docker?: RunDocker;
}

/** A Standalone instance: a store in a local folder. Reading never writes. */
export class StandaloneInstance implements Instance {
  readonly kind = 'standalone';
  readonly name: string;
  private readonly root: string;
  private readonly summaryTable: string;
  private readonly objects: ObjectStore;
  private readonly runs: RunRecords;
  private readonly docker: RunDocker | undefined;

  constructor({ root, alias, summaryTable, runs = NO_RUN_RECORDS, docker }: StandaloneOptions) {
    this.name = alias;
    this.root = root;
    this.summaryTable = summaryTable;
    this.objects = new ObjectStore(root);
    this.runs = runs;
    this.docker = docker;
  }

  async listJobs(project: string, { page = 1, size, removed = false }: JobQuery): Promise<JobPage> {
    checkJobProject(this.root, project, this.runs);
    const problems: SwjobError[] = [];
    const listed: (ListedFolder & Partial<ListedJob>)[] = [];
    for (const folder of allJobFolders(this.root, project, removed, this.runs)) {
      // Of a page, only the manifests of its own jobs are read whole.
      const created = size === undefined ? null : peekCreatedAt(folder.path);
      listed.push(created === null ? await this.readListed(folder, project, problems) : { folder, created });
    }
    listed.sort(newestFirst);
    const shown = size === undefined ? listed : listed.slice((page - 1) * size, page * size);
    const jobs: JobRecord[] = [];
    for (const { folder, record } of shown) {
      jobs.push(record ?? (await this.readListed(folder, project, problems)).record);
    }
    return { jobs, total: listed.length, problems };
  }

  async summaries(
    project: string,
    uuids?: readonly string[],
    metrics?: readonly string[],
  ): Promise<ReadonlyMap<string, TypedRow>> {
    checkJobProject(this.root, project, this.runs);
    const wanted = uuids && new Set(uuids);
    const rows = new Map<string, TypedRow>();
    for (const table of await (await this.tables(project)).summaries()) {
      // The table of an old client is not read if the newer one has all rows.
      if (wanted?.size === rows.size) break;
      const few = metrics && (await rowsWith(table, wanted, metrics));
      for (const [uuid, row] of few ?? (await summaryRows(table, wanted))) if (!rows.has(uuid)) rows.set(uuid, row);
    }
    return rows;
  }

  async findJob(project: string, id: string, among: JobScope): Promise<JobSource> {
    const folder = findJobFolder(this.root, project, id, among, this.runs);
    const identity = { folder, instance: this.name, project };
    const { StandaloneJob } = await import('./job.ts');
    return new StandaloneJob(this.root, identity, await this.tables(project), this.objects, this.runs);
  }

  async act(action: JobAction, project: string, id: string, options: ActionOptions = {}): Promise<LeftBehind | null> {
    const { actOnJob } = await import('./act.ts');
    const hasSummary = action === 'remove' && options.force === true && (await this.hasSummary(project, id));
    const left = await actOnJob(action, { root: this.root, project, id, ...options }, this.runs, this.docker);
    return left && { ...left, summary: hasSummary };
  }

  /** Any failure means no: an unreadable summary must not prevent deleting the job. */
  private async hasSummary(project: string, id: string): Promise<boolean> {
    try {
      return (await (await this.findJob(project, id, 'active')).summary()) !== null;
    } catch {
      return false;
    }
  }

  async close(): Promise<void> {}

  /** Loaded on demand: listing jobs does not need tables. */
  private async tables(project: string): Promise<ProjectTables> {
    const { ProjectTables } = await import('./tables.ts');
    return new ProjectTables(this.root, project, this.summaryTable, this.objects);
  }

  /** A job with an unreadable manifest is listed too, with its error in `problems`. */
  private async readListed(folder: JobFolder, project: string, problems: SwjobError[]): Promise<ListedJob> {
    const identity = { folder, instance: this.name, project };
    let manifest: JobManifest | null;
    try {
      manifest = await readJobManifest(folder);
    } catch (error) {
      if (!isSwjobError(error)) throw error;
      problems.push(error);
      const record = { ...recordOf(identity, null), error_message: error.message };
      return { folder, created: folderTime(folder), record };
    }
    const record = await currentRecord(identity, manifest, this.runs);
    const known = record.created_at ?? (manifest && timeToSortBy(manifest, folder));
    const created = known ?? this.runs.started(folder.version)?.startedAt ?? folderTime(folder);
    return { folder, created, record };
  }
}

/** A job folder, with what determines its place in a list. */
interface ListedFolder {
  readonly folder: JobFolder;
  readonly created: string | null;
}

interface ListedJob extends ListedFolder {
  readonly record: JobRecord;
}

/** The wanted rows of a summary table by the uuids of their jobs, with all columns or with these. */
async function summaryRows(
  table: TableSource,
  wanted: ReadonlySet<string> | undefined,
  columns?: readonly string[],
): Promise<ReadonlyMap<string, TypedRow>> {
  const { column } = await table.key();
  const rows = new Map<string, TypedRow>();
  for await (const batch of table.scan({ columns })) {
    for (const row of batch) {
      const key = row.get(column)?.value;
      if (typeof key === 'string' && (!wanted || wanted.has(key))) rows.set(key, row);
    }
  }
  return rows;
}

/** The same with these metrics alone; undefined if no row has a value of one of them. */
async function rowsWith(
  table: TableSource,
  wanted: ReadonlySet<string> | undefined,
  metrics: readonly string[],
): Promise<ReadonlyMap<string, TypedRow> | undefined> {
  const present = await table.present(metrics);
  if (!metrics.every((name) => present.has(name))) return undefined;
  const rows = await summaryRows(table, wanted, [(await table.key()).column, ...metrics]);
  const found = new Set<string>();
  for (const row of rows.values()) for (const name of row.keys()) found.add(name);
  return metrics.every((name) => found.has(name)) ? rows : undefined;
}

/** The wall clock's time as ISO 8601, for a time whose zone is unknown. */
function timeToSortBy(manifest: JobManifest, folder: JobFolder): string | null {
  return isoText(timesOf(manifest, folder).order);
}

/** Stands in for the creation time of a job that does not have one. */
function folderTime({ path }: JobFolder): string | null {
  const time = statSync(path, { throwIfNoEntry: false })?.mtime;
  return time === undefined ? null : time.toISOString();
}

export async function openStandalone(options: StandaloneOptions): Promise<Instance> {
  return new StandaloneInstance(options);
}

/** By creation time, then by id; jobs without a time come last. */
function newestFirst(a: ListedFolder, b: ListedFolder): number {
  if (a.created === b.created) return compareText(a.folder.version, b.folder.version);
  if (a.created === null || b.created === null) return a.created === null ? 1 : -1;
  // Times of the same length have the same form, and compare as strings; only fractions of a second change the length.
  if (a.created.length === b.created.length) return a.created < b.created ? 1 : -1;
  return Date.parse(b.created) - Date.parse(a.created);
}
