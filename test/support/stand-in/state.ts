import { createHash } from 'node:crypto';
import type { JobRecord, JobStatus } from '../../../src/job/record.ts';
import { openStandalone } from '../../../src/standalone/instance.ts';
import { projectNames } from '../../../src/standalone/job-folders.ts';
import { noSuchJob, noSuchProject } from './answer.ts';
import { StandInJob } from './job.ts';
import { Packages, type StepSpec } from './packages.ts';
import { StoreTables } from './served-table.ts';

/** The server's one user, as the recorded server shows its own. */
export const OWNER = {
  id: '1',
  name: 'starwhale',
  createdTime: 1795423238000,
  isEnabled: true,
  systemRole: null,
  projectRoles: null,
};

export interface StandInProject {
  readonly id: string;
  readonly name: string;
}

export interface TrashEntry {
  readonly id: number;
  readonly project: string;
  readonly name: string;
  readonly type: 'EVALUATION' | 'MODEL';
  readonly trashedTime: number;
}

/** The creation time of jobs that have none in the store. */
const UNKNOWN_TIME = -1000;

/** What the stand-in serves: read from the store at the start, changed by requests, never written back. */
export class StandInState {
  readonly projects: readonly StandInProject[];
  readonly packages: Packages;
  readonly tables: StoreTables;
  /** By number, from 1. */
  readonly jobs: StandInJob[] = [];
  readonly trash: TrashEntry[] = [];
  /** Whether models bring a runtime of their own. */
  builtInRuntimes = false;
  /** The states of a new job, one for each request about it. */
  createdJobsBecome: readonly JobStatus[] = [];
  private tasks = 0;
  private trashed = 0;

  private constructor(root: string, projects: readonly string[]) {
    this.projects = projects.map((name, index) => ({ id: String(index + 1), name }));
    this.packages = new Packages(root, projects);
    this.tables = new StoreTables(root);
  }

  static async load(root: string, projects: readonly string[] = projectNames(root)): Promise<StandInState> {
    const state = new StandInState(root, projects);
    const instance = await openStandalone({ root, alias: 'local', summaryTable: 'eval/summary' });
    const records: JobRecord[] = [];
    for (const project of projects) {
      for (const removed of [false, true]) records.push(...(await instance.listJobs(project, { removed })).jobs);
    }
    for (const record of records.sort(oldestFirst)) {
      const job = state.addJob(state.storedJob(record));
      if (record.removed) state.remove(job);
    }
    return state;
  }

  /** By number, name or `owner:name`. */
  project(wanted = ''): StandInProject {
    const name = wanted.startsWith(`${OWNER.name}:`) ? wanted.slice(OWNER.name.length + 1) : wanted;
    const found = this.projects.find((one) => one.id === wanted || one.name === name);
    if (found === undefined) throw noSuchProject(wanted);
    return found;
  }

  /** By number, removed or not, or by uuid if not removed, as in the server's own two queries. */
  job(project: StandInProject, wanted = ''): StandInJob {
    const found = this.jobs.find(
      (job) => job.project === project.name && (String(job.id) === wanted || (job.uuid === wanted && !job.removed)),
    );
    if (found === undefined) throw noSuchJob(wanted);
    return found;
  }

  task(id = ''): StandInJob['tasks'][number] | undefined {
    return this.jobs.flatMap(({ tasks }) => tasks).find((task) => String(task.id) === id);
  }

  /** Assigns a job's number and tasks; `steps` are those of its handler. */
  addJob({ steps, ...facts }: JobFacts): StandInJob {
    const job = new StandInJob({ ...facts, id: this.jobs.length + 1 });
    for (const { name, replicas } of steps) {
      for (let index = 0; index < replicas; index++) {
        this.tasks++;
        job.addTask(this.tasks, name, uuidOf(`${job.uuid}/${name}/${index}`));
      }
    }
    job.stepSpecs = steps;
    this.jobs.push(job);
    return job;
  }

  remove(job: StandInJob): void {
    job.removed = true;
    this.addTrash({ project: job.project, name: job.uuid, type: 'EVALUATION', trashedTime: job.stopTime });
  }

  addTrash(entry: Omit<TrashEntry, 'id'>): void {
    this.trashed++;
    this.trash.push({ ...entry, id: this.trashed });
  }

  private storedJob(record: JobRecord): JobFacts {
    const { project, model, datasets, handler } = record;
    const used = model && this.packages.used(project, 'model', model.name, model.version ?? 'latest');
    const steps = used?.version.stepSpecs.filter((step) => step.job_name === handler) ?? [];
    const runtime = this.packages.of(project, 'runtime').at(-1);
    const version = runtime?.versions.at(-1);
    return {
      uuid: record.uuid,
      project,
      handler,
      status: record.status,
      createdTime: timeOf(record.created_at),
      stopTime: timeOf(record.finished_at),
      duration: record.duration_ms,
      model: used,
      datasets: datasets.map((one) => this.packages.used(project, 'dataset', one.name, one.version ?? 'latest')),
      runtime: runtime && version ? { one: runtime, version } : null,
      steps: steps.length > 0 ? steps : [{ name: handler ?? 'main', job_name: handler ?? 'main', replicas: 1 }],
    };
  }
}

export type JobFacts = Omit<ConstructorParameters<typeof StandInJob>[0], 'id'> & {
  readonly steps: readonly StepSpec[];
};

function oldestFirst(a: JobRecord, b: JobRecord): number {
  const [x, y] = [a.created_at ?? '', b.created_at ?? ''];
  // For equal times, the Standalone list shows the smaller version first; here the higher number comes first.
  if (x === y) return a.id < b.id ? 1 : -1;
  return x < y ? -1 : 1;
}

function timeOf(text: string | null): number {
  return text === null ? UNKNOWN_TIME : Date.parse(text);
}

function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}
