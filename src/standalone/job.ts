import { isObject, own } from '../datastore/schema.ts';
import type { PlainData, TypedRow } from '../datastore/typed-value.ts';
import type { ArtifactReader, JobDetails, JobSource, TableSource } from '../job/instance.ts';
import type { JobRecord, JobStatus } from '../job/record.ts';
import { type JobIdentity, type JobManifest, readJobManifest, recordOf, statusOf } from './job-manifest.ts';
import type { ObjectStore } from './object-store.ts';
import type { IsRunning } from './processes.ts';
import type { ProjectTables } from './tables.ts';

/** The fields that the client's own `job info` shows, null where an old manifest lacks them. */
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

/** A job in the local store. */
export class StandaloneJob implements JobSource {
  readonly uri: string;
  readonly project: string;
  readonly id: string;
  readonly uuid: string;
  readonly artifacts: ArtifactReader;
  private readonly identity: JobIdentity;
  private readonly projectTables: ProjectTables;
  private readonly isRunning: IsRunning;

  constructor(identity: JobIdentity, tables: ProjectTables, objects: ObjectStore, isRunning: IsRunning) {
    const { folder, instance, project } = identity;
    this.identity = identity;
    this.uri = `${instance}/project/${project}/job/${folder.version}`;
    this.project = project;
    this.id = folder.version;
    this.uuid = folder.version;
    this.artifacts = objects;
    this.projectTables = tables;
    this.isRunning = isRunning;
  }

  async record(): Promise<JobRecord> {
    const manifest = await readJobManifest(this.identity.folder);
    return recordOf(this.identity, manifest, manifest ? 'UNKNOWN' : this.statusByProcess());
  }

  async status(): Promise<JobStatus> {
    const manifest = await readJobManifest(this.identity.folder);
    return manifest ? statusOf(manifest) : this.statusByProcess();
  }

  async details(): Promise<JobDetails> {
    const manifest = await readJobManifest(this.identity.folder);
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

  private statusByProcess(): JobStatus {
    return !this.identity.folder.removed && this.isRunning(this.id) ? 'RUNNING' : 'UNKNOWN';
  }
}

function plainManifest(manifest: JobManifest): PlainData {
  const others = Object.keys(manifest).filter((name) => !MANIFEST_FIELDS.includes(name));
  return Object.fromEntries([...MANIFEST_FIELDS, ...others].map((name) => [name, plain(own(manifest, name) ?? null)]));
}

/** What YAML can hold, as plain data. */
function plain(value: unknown): PlainData {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value;
  if (Array.isArray(value)) return value.map(plain);
  if (isObject(value)) return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, plain(item)]));
  return String(value);
}
