import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { compareText } from '../datastore/keys.ts';
import type { JobSource } from '../job/instance.ts';
import type { Session } from '../session.ts';
import { checkProject, listJobFolders, projectNames } from '../standalone/job-folders.ts';
import { createdAt, readJobManifest, statusOf } from '../standalone/job-manifest.ts';
import type { JobSelector } from '../uri/job-selector.ts';
import type { ResourceType, StandaloneTarget } from '../uri/target.ts';
import type { ListedJob, LiveSource } from './live-source.ts';

/** The columns of a table are those of its first rows: to see all may take longer than somebody waits for them. */
const SAMPLED_ROWS = 20;

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
      // A manifest that cannot be read is no reason to hide the other jobs.
      const manifest = await readJobManifest(folder).catch(() => null);
      const status = manifest === null ? 'UNKNOWN' : statusOf(manifest);
      jobs.push({ id: folder.version, status, created_at: manifest && createdAt(manifest) });
    }
    return jobs.sort((a, b) => compareText(b.created_at ?? '', a.created_at ?? '') || compareText(a.id, b.id));
  }

  async tables(project: string, job: JobSelector): Promise<readonly string[]> {
    return (await this.job(project, job)).tables();
  }

  async columns(project: string, job: JobSelector, table: string): Promise<readonly string[]> {
    const source = await (await this.job(project, job)).table(table);
    return source.columns({ limit: SAMPLED_ROWS });
  }

  async metrics(project: string): Promise<readonly string[]> {
    const { ProjectTables } = await import('../standalone/tables.ts');
    const { ObjectStore } = await import('../standalone/object-store.ts');
    const { root } = this.target;
    checkProject(root, project);
    const { summaryTable } = await this.session.config();
    const table = await new ProjectTables(root, project, summaryTable, new ObjectStore(root)).summary();
    if (table === null) return [];
    const { column } = await table.key();
    return (await table.columns({ tail: SAMPLED_ROWS })).filter((name) => name !== column);
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

  private async job(project: string, job: JobSelector): Promise<JobSource> {
    const { findSelected } = await import('../job/find.ts');
    return findSelected(await this.session.instance(this.target), project, job, 'any');
  }
}
