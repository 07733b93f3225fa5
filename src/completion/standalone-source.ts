import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { compareText } from '../datastore/keys.ts';
import { notFound } from '../errors.ts';
import type { Session } from '../session.ts';
import {
  checkProject,
  findJobFolder,
  type JobFolder,
  listJobFolders,
  projectNames,
} from '../standalone/job-folders.ts';
import { createdAt, type JobManifest, readJobManifest, statusOf } from '../standalone/job-manifest.ts';
import { readTextFile } from '../standalone/regular-file.ts';
import type { ProjectTables } from '../standalone/tables.ts';
import type { JobSelector } from '../uri/job-selector.ts';
import type { ResourceType, StandaloneTarget } from '../uri/target.ts';
import type { ListedJob, LiveSource } from './live-source.ts';

/** The columns of a table are those of its first rows: to see all may take longer than somebody waits for them. */
const SAMPLED_ROWS = 20;
const MAX_MANIFEST_BYTES = 1 << 20;

/** What a store on this machine has. */
export class StandaloneSource implements LiveSource {
  readonly kind = 'standalone';
  private readonly target: StandaloneTarget;
  private readonly session: Session;

  constructor(target: StandaloneTarget, session: Session) {
    this.target = target;
    this.session = session;
  }

  async projects(): Promise<readonly string[]> {
    return projectNames(this.target.root);
  }

  async jobs(project: string, prefix: string, removed: boolean): Promise<readonly ListedJob[]> {
    checkProject(this.target.root, project);
    const jobs: ListedJob[] = [];
    for (const folder of listJobFolders(this.target.root, project, removed, prefix)) {
      const fields = quickFields(folder) ?? (await slowFields(folder));
      jobs.push({ id: folder.version, status: statusOf(fields), created_at: createdAt(fields) });
    }
    return jobs.sort(newestFirst);
  }

  async tables(project: string, job: JobSelector): Promise<readonly string[]> {
    return (await this.projectTables(project)).names(await this.version(project, job));
  }

  async columns(project: string, job: JobSelector, table: string): Promise<readonly string[]> {
    const source = await (await this.projectTables(project)).table(await this.version(project, job), table);
    return source.columns({ limit: SAMPLED_ROWS });
  }

  async metrics(project: string): Promise<readonly string[]> {
    const table = await (await this.projectTables(project)).summary();
    if (table === null) return [];
    const { column } = await table.key();
    return (await table.columns({ limit: SAMPLED_ROWS })).filter((name) => name !== column);
  }

  async packages(project: string, type: ResourceType): Promise<readonly string[]> {
    checkProject(this.target.root, project);
    const entries = readdirSync(join(this.target.root, project, type), { withFileTypes: true });
    const folders = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'));
    return folders.map(({ name }) => name).sort(compareText);
  }

  async handlers(project: string, model: string): Promise<readonly string[]> {
    const { findPackage, handlersOfModel } = await import('../create/standalone-package.ts');
    const { findFirst, placesOf } = await import('../create/resource-targets.ts');
    const config = await this.session.config();
    const places = placesOf(model, 'model', { instance: this.target, project }, config);
    const found = await findFirst(places, (place) => {
      if (place.instance.kind === 'standalone') return findPackage(place.instance.root, place);
      throw new Error('a model on a server is not asked for from here');
    });
    return (await handlersOfModel(found)).map(({ name }) => name);
  }

  private async projectTables(project: string): Promise<ProjectTables> {
    const { ProjectTables } = await import('../standalone/tables.ts');
    const { ObjectStore } = await import('../standalone/object-store.ts');
    const { root } = this.target;
    checkProject(root, project);
    return new ProjectTables(root, project, (await this.session.config()).summaryTable, new ObjectStore(root));
  }

  /** The version of the job; the error of one that is not there is told to nobody. */
  private async version(project: string, job: JobSelector): Promise<string> {
    if (job.kind === 'id') return findJobFolder(this.target.root, project, job.id, 'any').version;
    const jobs = await this.jobs(project, '', false);
    const newest = jobs.find(({ status }) => job.status === undefined || status === job.status);
    if (newest === undefined) throw notFound('no such job');
    return newest.id;
  }
}

/**
 * The two fields that a list shows, found without reading the whole manifest: with 1,000 jobs that is most of the time.
 * At the beginning of a line, in a mapping, only a field's name can stand.
 */
function quickFields({ path }: JobFolder): JobManifest | null {
  let text: string | null;
  try {
    text = readTextFile(`${path}/_manifest.yaml`, MAX_MANIFEST_BYTES);
  } catch {
    return null;
  }
  if (text === null) return {};
  const status = /^status: (\w+)$/m.exec(text)?.[1];
  const created = /^created_at: (\d[\w :+.-]*)$/m.exec(text)?.[1];
  return status === undefined || created === undefined ? null : { status, created_at: created };
}

/** None where a manifest is missing, or cannot be read: that is no reason to hide the other jobs. */
async function slowFields(folder: JobFolder): Promise<JobManifest> {
  return (await readJobManifest(folder).catch(() => null)) ?? {};
}

function newestFirst(a: ListedJob, b: ListedJob): number {
  const [first, second] = [a.created_at ?? '', b.created_at ?? ''];
  if (first !== second) return first < second ? 1 : -1;
  return a.id < b.id ? -1 : 1;
}
