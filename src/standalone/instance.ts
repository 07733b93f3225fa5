import { compareText } from '../datastore/keys.ts';
import type { TypedRow } from '../datastore/typed-value.ts';
import { isSwjobError, type SwjobError } from '../errors.ts';
import type { ActionOptions, Instance, JobAction, JobPage, JobQuery, JobScope, JobSource } from '../job/instance.ts';
import type { JobRecord } from '../job/record.ts';
import type { RunDocker } from './containers.ts';
import { StandaloneJob } from './job.ts';
import { checkProject, findJobFolder, type JobFolder, listJobFolders } from './job-folders.ts';
import { readJobManifest, recordOf } from './job-manifest.ts';
import { ObjectStore } from './object-store.ts';
import type { IsRunning } from './processes.ts';
import { ProjectTables } from './tables.ts';

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
    const jobs: JobRecord[] = [];
    for (const folder of listJobFolders(this.root, project, removed)) {
      jobs.push(await this.listedRecord(folder, project, problems));
    }
    jobs.sort(newestFirst);
    const shown = size === undefined ? jobs : jobs.slice((page - 1) * size, page * size);
    return { jobs: shown, total: jobs.length, problems };
  }

  async summaries(project: string, uuids?: readonly string[]): Promise<ReadonlyMap<string, TypedRow>> {
    checkProject(this.root, project);
    const table = await this.tables(project).summary();
    const wanted = uuids && new Set(uuids);
    const rows = new Map<string, TypedRow>();
    if (table === null || wanted?.size === 0) return rows;
    const { column } = await table.key();
    for await (const batch of table.scan({})) {
      for (const row of batch) {
        const key = row.get(column)?.value;
        if (typeof key === 'string' && (!wanted || wanted.has(key))) rows.set(key, row);
      }
    }
    return rows;
  }

  async findJob(project: string, id: string, among: JobScope): Promise<JobSource> {
    const folder = findJobFolder(this.root, project, id, among);
    const identity = { folder, instance: this.name, project };
    return new StandaloneJob(identity, this.tables(project), this.objects, this.isRunning);
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

  private tables(project: string): ProjectTables {
    return new ProjectTables(this.root, project, this.summaryTable, this.objects);
  }

  /** A manifest that cannot be read hides neither its own job nor the others. */
  private async listedRecord(folder: JobFolder, project: string, problems: SwjobError[]): Promise<JobRecord> {
    const identity = { folder, instance: this.name, project };
    try {
      const manifest = await readJobManifest(folder);
      const isRunning = manifest === null && !folder.removed && this.isRunning(folder.version);
      return recordOf(identity, manifest, isRunning ? 'RUNNING' : 'UNKNOWN');
    } catch (error) {
      if (!isSwjobError(error)) throw error;
      problems.push(error);
      return { ...recordOf(identity, null, 'UNKNOWN'), error_message: error.message };
    }
  }
}

export async function openStandalone(options: StandaloneOptions): Promise<Instance> {
  return new StandaloneInstance(options);
}

/** By creation time; jobs that do not tell theirs come last; then by id. */
function newestFirst(a: JobRecord, b: JobRecord): number {
  if (a.created_at === b.created_at) return compareText(a.id, b.id);
  if (a.created_at === null || b.created_at === null) return a.created_at === null ? 1 : -1;
  return Date.parse(b.created_at) - Date.parse(a.created_at) || compareText(a.id, b.id);
}
