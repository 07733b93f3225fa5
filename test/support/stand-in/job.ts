import { dump } from 'js-yaml';
import { isFinal, type JobStatus } from '../../../src/job/record.ts';
import type { PackageVersion, StandInPackage, StepSpec } from './packages.ts';

export interface UsedPackage {
  readonly one: StandInPackage;
  readonly version: PackageVersion;
}

/** A task. Tests write its log files and, while it runs, the lines of its live log. */
export class StandInTask {
  readonly id: number;
  readonly uuid: string;
  readonly stepName: string;
  status: JobStatus;
  /** Contents of log files by name, for a finished task. */
  readonly logFiles = new Map<string, string>();
  readonly lines: string[] = [];
  private readonly listeners = new Set<() => void>();

  constructor(id: number, uuid: string, stepName: string, status: JobStatus) {
    this.id = id;
    this.uuid = uuid;
    this.stepName = stepName;
    this.status = status;
  }

  /** Adds a line to the live log. */
  write(line: string): void {
    this.lines.push(line);
    for (const changed of this.listeners) changed();
  }

  /** A task that is no longer running closes its live log. */
  become(status: JobStatus): void {
    this.status = status;
    for (const changed of this.listeners) changed();
  }

  onChange(changed: () => void): () => void {
    this.listeners.add(changed);
    return () => this.listeners.delete(changed);
  }
}

export interface StandInJobFacts {
  readonly id: number;
  readonly uuid: string;
  /** The project's name. */
  readonly project: string;
  readonly handler: string | null;
  readonly status: JobStatus;
  /** Epoch milliseconds, -1000 where unknown. */
  readonly createdTime: number;
  readonly stopTime: number;
  readonly duration: number | null;
  readonly model: UsedPackage | null;
  readonly datasets: readonly UsedPackage[];
  readonly runtime: UsedPackage | null;
  readonly resourcePool?: string;
  readonly devMode?: boolean;
}

export class StandInJob {
  readonly id: number;
  readonly uuid: string;
  readonly project: string;
  readonly handler: string | null;
  readonly createdTime: number;
  readonly duration: number | null;
  readonly model: UsedPackage | null;
  readonly datasets: readonly UsedPackage[];
  readonly runtime: UsedPackage | null;
  readonly resourcePool: string;
  readonly devMode: boolean;
  readonly tasks: StandInTask[] = [];
  readonly events: object[] = [];
  status: JobStatus;
  stopTime: number;
  stepSpecs: readonly StepSpec[] = [];
  comment: string | null = null;
  pinnedTime: number | null = null;
  removed = false;
  /** The body of the request that created it, unless it came from the store. */
  request: unknown = null;
  /** Its next states, one for each request about it. */
  readonly ahead: JobStatus[] = [];

  constructor(facts: StandInJobFacts) {
    this.id = facts.id;
    this.uuid = facts.uuid;
    this.project = facts.project;
    this.handler = facts.handler;
    this.createdTime = facts.createdTime;
    this.stopTime = facts.stopTime;
    this.duration = facts.duration;
    this.model = facts.model;
    this.datasets = facts.datasets;
    this.runtime = facts.runtime;
    this.resourcePool = facts.resourcePool ?? 'default';
    this.devMode = facts.devMode ?? false;
    this.status = facts.status;
  }

  /** Adds a task in the state that fits the job's: in a failed job the first step failed, the others never began. */
  addTask(id: number, stepName: string, uuid: string): void {
    const first = this.tasks.every((task) => task.stepName === stepName);
    this.tasks.push(new StandInTask(id, uuid, stepName, taskStatus(this.status, first)));
  }

  /** Moves to the next state, as do its tasks. */
  advance(): void {
    const next = this.ahead.shift();
    if (next !== undefined) this.become(next);
  }

  become(status: JobStatus): void {
    this.status = status;
    if (isFinal(status)) this.stopTime = Math.max(this.stopTime, this.createdTime) + 1000;
    const [first] = this.tasks;
    for (const task of this.tasks) task.become(taskStatus(status, task.stepName === first?.stepName));
  }

  /** As the server stores it: YAML with a document mark. */
  get stepSpecText(): string {
    return `---\n${dump(this.stepSpecs)}`;
  }
}

function taskStatus(job: JobStatus, first: boolean): JobStatus {
  return first || job === 'SUCCESS' || job === 'CANCELED' ? job : 'CREATED';
}
