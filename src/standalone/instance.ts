import { statSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { compareText } from '../datastore/keys.ts';
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
  Summaries,
} from '../job/instance.ts';
import { chosenFrom, LazyList, onPage } from '../job/list.ts';
import type { JobRecord } from '../job/record.ts';
import type { RunDocker } from './containers.ts';
import { peekCreatedAt } from './created-at.ts';
import { factsOf, type JobFacts, recordOf } from './job-facts.ts';
import { allJobFolders, checkJobProject, findJobFolder, type JobFolder, jobFolder } from './job-folders.ts';
import { readJobManifest } from './job-manifest.ts';
import { currentFacts } from './job-state.ts';
import { ObjectStore } from './object-store.ts';
import { NO_RUN_RECORDS, type RunRecords } from './run-records.ts';
import type { ProjectTables } from './tables.ts';

/** After this many jobs, the event loop has its turn: else nothing could interrupt a listing of very many. */
const JOBS_PER_TURN = 256;

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

  async listJobs(project: string, { page = 1, size, removed = false, choose }: JobQuery): Promise<JobPage> {
    checkJobProject(this.root, project, this.runs);
    const problems: SwjobError[] = [];
    const listed: ListedJob[] = [];
    const readsAll = size === undefined && choose === undefined;
    for (const folder of allJobFolders(this.root, project, removed, this.runs)) {
      if (listed.length % JOBS_PER_TURN === JOBS_PER_TURN - 1) await nextTurn();
      // Of a page, and of a choice, only the manifests of its own jobs are read whole.
      const order = readsAll ? null : peekCreatedAt(folder.path);
      listed.push(order === null ? await this.readListed(folder, problems) : { version: folder.version, order });
    }
    const last = size === undefined || choose ? listed.length : page * size;
    const chosen = chosenFrom(newest(listed, last), choose, ({ version }) => version);
    const shown = onPage(chosen, { page, size });
    const facts: JobFacts[] = [];
    for (const { version, facts: known } of shown) {
      if (facts.length % JOBS_PER_TURN === JOBS_PER_TURN - 1) await nextTurn();
      const folder = () => ({ version, path: jobFolder(this.root, project, version, removed), removed });
      facts.push(known ?? (await this.readListed(folder(), problems)).facts);
    }
    const jobs = new LazyList(shown.length, (index): JobRecord => {
      const { version } = shown[index] as ListedJob;
      return recordOf({ folder: { version, removed }, instance: this.name, project }, facts[index] as JobFacts);
    });
    return { jobs, total: choose ? chosen.length : listed.length, problems };
  }

  async summaries(project: string, uuids?: readonly string[], metrics?: readonly string[]): Promise<Summaries> {
    checkJobProject(this.root, project, this.runs);
    const { SummaryRows } = await import('./summary-rows.ts');
    const tables = await (await this.tables(project)).summaries();
    const few = metrics && (await SummaryRows.read(tables, uuids, metrics));
    return few?.areEnough ? few : SummaryRows.read(tables, uuids);
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
  private async readListed(folder: JobFolder, problems: SwjobError[]): Promise<ReadJob> {
    const { version } = folder;
    try {
      const facts = await currentFacts(folder, await readJobManifest(folder), this.runs);
      return { version, order: facts.order ?? folderTime(folder), facts };
    } catch (error) {
      if (!isSwjobError(error)) throw error;
      problems.push(error);
      return { version, order: folderTime(folder), facts: { ...factsOf({}, folder), error: error.message } };
    }
  }
}

/** A job with the time that determines its place in a list, in epoch milliseconds, and its facts if they were read. */
interface ListedJob {
  readonly version: string;
  readonly order: number | null;
  readonly facts?: JobFacts;
}

type ReadJob = ListedJob & { readonly facts: JobFacts };

/** Stands in for the creation time of a job that does not have one. */
function folderTime({ path }: JobFolder): number | null {
  return statSync(path, { throwIfNoEntry: false })?.mtime.getTime() ?? null;
}

export async function openStandalone(options: StandaloneOptions): Promise<Instance> {
  return new StandaloneInstance(options);
}

/** The first jobs of a sorted list: of very many, only those that can be among them are sorted. */
function newest(jobs: ListedJob[], count: number): readonly ListedJob[] {
  if (count >= jobs.length) return jobs.sort(newestFirst);
  const orderOf = ({ order }: ListedJob) => order ?? Number.NEGATIVE_INFINITY;
  const least = new Float64Array(jobs.map(orderOf)).sort()[jobs.length - count] as number;
  return jobs.filter((job) => orderOf(job) >= least).sort(newestFirst);
}

/** By creation time, then by version; jobs without a time come last. */
function newestFirst(a: ListedJob, b: ListedJob): number {
  if (a.order === b.order) return compareText(a.version, b.version);
  return a.order === null ? 1 : b.order === null ? -1 : b.order - a.order;
}
