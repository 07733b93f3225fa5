import { isObject, own } from '../datastore/schema.ts';
import type { PlainData, TypedRow } from '../datastore/typed-value.ts';
import { notFound } from '../errors.ts';
import type { ArtifactReader, JobDetails, JobSource, TableSource } from '../job/instance.ts';
import { isFinal, type JobRecord, type JobStatus } from '../job/record.ts';
import { type JobIdentity, recordOf } from './job-facts.ts';
import { isFolder, type JobFolder, jobFolder } from './job-folders.ts';
import { type JobManifest, readJobManifest } from './job-manifest.ts';
import { currentFacts, currentStatus } from './job-state.ts';
import type { ObjectStore } from './object-store.ts';
import type { RunRecords } from './run-records.ts';
import type { ProjectTables } from './tables.ts';

/** The fields that the client's own `job info` shows; null if an old manifest lacks them. */
const MANIFEST_FIELDS = [
  'created_at',
  'scheduler_run_args',
  'version',
  'project',
  'model_src_dir',
  'datasets',
  'model',
  'status',
  'handler_name',
  'error_message',
  'finished_at',
  'finetune_validation_datasets',
];

/** A job in a local store. */
export class StandaloneJob implements JobSource {
  readonly uri: string;
  readonly project: string;
  readonly id: string;
  readonly uuid: string;
  readonly artifacts: ArtifactReader;
  private readonly root: string;
  private identity: JobIdentity & { readonly folder: JobFolder };
  private readonly projectTables: ProjectTables;
  private readonly runs: RunRecords;

  constructor(
    root: string,
    identity: JobIdentity & { readonly folder: JobFolder },
    tables: ProjectTables,
    objects: ObjectStore,
    runs: RunRecords,
  ) {
    const { folder, instance, project } = identity;
    this.root = root;
    this.identity = identity;
    this.uri = `${instance}/project/${project}/job/${folder.version}`;
    this.project = project;
    this.id = folder.version;
    this.uuid = folder.version;
    this.artifacts = objects;
    this.projectTables = tables;
    this.runs = runs;
  }

  async record(): Promise<JobRecord> {
    const manifest = await this.manifest();
    return recordOf(this.identity, await currentFacts(this.identity.folder, manifest, this.runs));
  }

  async status(): Promise<JobStatus> {
    const manifest = await this.manifest();
    return currentStatus(this.identity.folder, manifest, this.runs);
  }

  async lost(): Promise<string | null> {
    const { status, error_message, removed } = await this.record();
    if (isFinal(status)) return null;
    if (removed) return 'the job was removed';
    if (status === 'UNKNOWN') return error_message ?? 'the job is in no state that is known';
    return status === 'READY' ? error_message : null;
  }

  isUnattended(): boolean {
    return !this.runs.isRunning(this.id);
  }

  async details(): Promise<JobDetails> {
    const manifest = await this.manifest();
    return { manifest: manifest && plainManifest(manifest), job: null, tasks: [] };
  }

  async summary(): Promise<TypedRow | null> {
    for (const table of await this.projectTables.summaries()) {
      for await (const [row] of table.scan({ start: this.id, end: this.id, endInclusive: true })) if (row) return row;
    }
    return null;
  }

  tables(): Promise<readonly string[]> {
    return this.projectTables.names(this.id);
  }

  table(name: string): Promise<TableSource> {
    return this.projectTables.table(this.id, name);
  }

  /** The manifest, wherever the job's folder is now: it may have been removed or recovered in the meantime. */
  private async manifest(): Promise<JobManifest | null> {
    const { folder, project } = this.identity;
    const manifest = await readJobManifest(folder);
    if (manifest !== null || isFolder(folder.path)) return manifest;
    const moved = {
      ...folder,
      path: jobFolder(this.root, project, this.id, !folder.removed),
      removed: !folder.removed,
    };
    if (isFolder(moved.path)) {
      this.identity = { ...this.identity, folder: moved };
      return readJobManifest(moved);
    }
    const started = this.runs.started(this.id);
    if (started !== null && (!started.hasFolder || this.runs.isRunning(this.id))) return null;
    throw notFound(`the job ${this.id} is gone: its folder was deleted`);
  }
}

function plainManifest(manifest: JobManifest): PlainData {
  const others = Object.keys(manifest).filter((name) => !MANIFEST_FIELDS.includes(name));
  return Object.fromEntries([...MANIFEST_FIELDS, ...others].map((name) => [name, plain(own(manifest, name) ?? null)]));
}

/** Converts a YAML value to plain data. */
function plain(value: unknown): PlainData {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value;
  if (Array.isArray(value)) return value.map(plain);
  if (isObject(value)) return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, plain(item)]));
  return String(value);
}
