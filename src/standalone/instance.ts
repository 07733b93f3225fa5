import { compareText } from '../datastore/keys.ts';
import type { TypedRow } from '../datastore/typed-value.ts';
import { isSwjobError, type SwjobError } from '../errors.ts';
import type { ActionOptions, Instance, JobAction, JobPage, JobQuery, JobScope, JobSource } from '../job/instance.ts';
import type { JobRecord } from '../job/record.ts';
import type { RunDocker } from './containers.ts';
import { peekCreatedAt } from './created-at.ts';
import { checkProject, findJobFolder, type JobFolder, listJobFolders } from './job-folders.ts';
import { type JobManifest, readJobManifest, recordOf, timesOf } from './job-manifest.ts';
import { ObjectStore } from './object-store.ts';
import type { IsRunning } from './processes.ts';
import type { ProjectTables } from './tables.ts';

export interface StandaloneOptions {
  /** The store's folder, absolute. */
  readonly root: string;
  /** The instance's alias in the config. */
  readonly alias: string;
  /** The name of the projects' summary tables, `eval/summary` unless the user renames it. */
  readonly summaryTable: string;
  /** Tells whether a job without a manifest is being run just now. */
  readonly isRunning?: IsRunning;
  /** In the place of the docker command. */
  readonly docker?: RunDocker;
}

/** The Standalone instance: a store in a folder of this machine. Reading never writes. */
export class StandaloneInstance implements Instance {
  readonly kind = 'standalone';
  readonly name: string;
  private readonly root: string;
  private readonly summaryTable: string;
  private readonly objects: ObjectStore;
  private readonly isRunning: IsRunning;
  private readonly docker: RunDocker | undefined;

  constructor({ root, alias, summaryTable, isRunning = () => false, docker }: StandaloneOptions) {
    this.name = alias;
    this.root = root;
    this.summaryTable = summaryTable;
    this.objects = new ObjectStore(root);
    this.isRunning = isRunning;
    this.docker = docker;
  }

  async listJobs(project: string, { page = 1, size, removed = false }: JobQuery): Promise<JobPage> {
    checkProject(this.root, project);
    const problems: SwjobError[] = [];
    const listed: ListedFolder[] = [];
    for (const folder of listJobFolders(this.root, project, removed)) {
      const created = peekCreatedAt(folder.path);
      listed.push(created === null ? await readListed(folder, problems) : { folder, created, manifest: null });
    }
    listed.sort(newestFirst);
    const shown = size === undefined ? listed : listed.slice((page - 1) * size, page * size);
    const jobs: JobRecord[] = [];
    for (const job of shown) {
      const { manifest } = job.manifest === null ? await readListed(job.folder, problems) : job;
      jobs.push(this.listedRecord(job.folder, manifest, project));
    }
    return { jobs, total: listed.length, problems };
  }

  async summaries(project: string, uuids?: readonly string[]): Promise<ReadonlyMap<string, TypedRow>> {
    checkProject(this.root, project);
    const wanted = uuids && new Set(uuids);
    const rows = new Map<string, TypedRow>();
    for (const table of await (await this.tables(project)).summaries()) {
      // A table of an old client is left alone where the newer one has all rows.
      if (wanted?.size === rows.size) break;
      const { column } = await table.key();
      for await (const batch of table.scan({})) {
        for (const row of batch) {
          const key = row.get(column)?.value;
          if (typeof key === 'string' && (!wanted || wanted.has(key)) && !rows.has(key)) rows.set(key, row);
        }
      }
    }
    return rows;
  }

  async findJob(project: string, id: string, among: JobScope): Promise<JobSource> {
    const folder = findJobFolder(this.root, project, id, among);
    const identity = { folder, instance: this.name, project };
    const { StandaloneJob } = await import('./job.ts');
    return new StandaloneJob(identity, await this.tables(project), this.objects, this.isRunning);
  }

  async act(action: JobAction, project: string, id: string, { force = false }: ActionOptions = {}): Promise<void> {
    const folder = findJobFolder(this.root, project, id, action === 'recover' ? 'removed' : 'active');
    if (action === 'remove' || action === 'recover') {
      const { deleteJob, recoverJob, removeJob } = await import('./trash.ts');
      if (action === 'recover') recoverJob(this.root, project, folder);
      else if (force) deleteJob(this.root, project, folder);
      else removeJob(this.root, project, folder);
      return;
    }
    const { actOnContainers, runDocker } = await import('./containers.ts');
    await actOnContainers(action, folder.version, this.docker ?? runDocker);
  }

  async close(): Promise<void> {}

  /** Loaded when they are asked for: to list jobs takes none of it. */
  private async tables(project: string): Promise<ProjectTables> {
    const { ProjectTables } = await import('./tables.ts');
    return new ProjectTables(this.root, project, this.summaryTable, this.objects);
  }

  private listedRecord(folder: JobFolder, read: ReadManifest | null, project: string): JobRecord {
    const identity = { folder, instance: this.name, project };
    const { manifest = null, problem = null } = read ?? {};
    if (problem !== null) return { ...recordOf(identity, null, 'UNKNOWN'), error_message: problem.message };
    const isRunning = manifest === null && !folder.removed && this.isRunning(folder.version);
    return recordOf(identity, manifest, isRunning ? 'RUNNING' : 'UNKNOWN');
  }
}

/** A job folder with what its place in a list depends on. */
interface ListedFolder {
  readonly folder: JobFolder;
  readonly created: string | null;
  /** Null where it was not read yet. */
  readonly manifest: ReadManifest | null;
}

interface ReadManifest {
  readonly manifest: JobManifest | null;
  readonly problem: SwjobError | null;
}

/** A manifest that cannot be read hides neither its own job nor the others. */
async function readListed(folder: JobFolder, problems: SwjobError[]): Promise<ListedFolder> {
  try {
    const manifest = await readJobManifest(folder);
    return { folder, created: manifest && timeToSortBy(manifest, folder), manifest: { manifest, problem: null } };
  } catch (error) {
    if (!isSwjobError(error)) throw error;
    problems.push(error);
    return { folder, created: null, manifest: { manifest: null, problem: error } };
  }
}

/** ISO 8601; of a job whose zone is unknown the time on the wall. */
function timeToSortBy(manifest: JobManifest, folder: JobFolder): string | null {
  const { created, order } = timesOf(manifest, folder);
  return created ?? (order === null ? null : new Date(order).toISOString().replace('.000Z', 'Z'));
}

export async function openStandalone(options: StandaloneOptions): Promise<Instance> {
  return new StandaloneInstance(options);
}

/** By creation time; jobs that do not tell theirs come last; then by id. */
function newestFirst(a: ListedFolder, b: ListedFolder): number {
  if (a.created === b.created) return compareText(a.folder.version, b.folder.version);
  if (a.created === null || b.created === null) return a.created === null ? 1 : -1;
  // Times of one length are texts of one form; only fractions of seconds make another.
  if (a.created.length === b.created.length) return a.created < b.created ? 1 : -1;
  return Date.parse(b.created) - Date.parse(a.created);
}
