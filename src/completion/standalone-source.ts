import type { Config } from '../config/config.ts';
import { compareText } from '../datastore/keys.ts';
import { notFound } from '../errors.ts';
import { tableFolder } from '../standalone/datastore-manifest.ts';
import { checkProject, findJobFolder, projectNames } from '../standalone/job-folders.ts';
import { jobTablePrefix, knownTableName, tableDirsBelow, tableDirsNamed } from '../standalone/table-dirs.ts';
import { TableRegistry } from '../standalone/table-registry.ts';
import type { JobSelector } from '../uri/job-selector.ts';
import type { ResourceType, StandaloneTarget } from '../uri/target.ts';
import type { CompletionSource, ListedJob } from './completion-source.ts';
import type { CompletionContext } from './context.ts';
import { foldersIn } from './folders-in.ts';
import { type FoundJobs, findJobs } from './standalone-jobs.ts';

/** The names in a store on this machine. */
export class StandaloneSource implements CompletionSource {
  readonly kind = 'standalone';
  private readonly target: StandaloneTarget;
  private readonly config: Config;
  private readonly context: CompletionContext;
  private readonly registry: TableRegistry;

  constructor(target: StandaloneTarget, config: Config, context: CompletionContext) {
    this.target = target;
    this.config = config;
    this.context = context;
    this.registry = new TableRegistry(target.root);
  }

  async projects(): Promise<readonly string[]> {
    return projectNames(this.target.root);
  }

  async jobs(project: string, prefix: string, removed: boolean): Promise<readonly ListedJob[]> {
    checkProject(this.target.root, project);
    const { jobs, versions } = await this.found(project, prefix, removed);
    const shorten = shortener(versions, prefix.length);
    return jobs.map(({ version, status, created_at }) => ({ id: shorten(version), status, created_at }));
  }

  async tables(project: string, job: JobSelector): Promise<readonly string[]> {
    return [...(await this.tablesOf(project, job)).dirs.keys()].sort(compareText);
  }

  async columns(project: string, job: JobSelector, table: string): Promise<readonly string[]> {
    const folder = await this.folderOf(project, job, table);
    if (folder === undefined) return [];
    const { sampledColumns } = await import('./sampled-columns.ts');
    return (await sampledColumns(folder)).columns;
  }

  async innerNames(project: string, job: JobSelector, table: string): Promise<readonly string[]> {
    const folder = await this.folderOf(project, job, table);
    if (folder === undefined) return [];
    const { sampledInnerNames } = await import('./sampled-columns.ts');
    return sampledInnerNames(folder);
  }

  async metrics(project: string): Promise<readonly string[]> {
    checkProject(this.target.root, project);
    const name = `project/${project}/${this.config.summaryTable}`;
    const { root } = this.target;
    const { sampledColumns } = await import('./sampled-columns.ts');
    const metrics = new Set<string>();
    for (const dir of await tableDirsNamed(this.registry, name)) {
      const { keyColumn, columns } = await sampledColumns(tableFolder(root, name, dir));
      for (const column of columns) if (column !== keyColumn) metrics.add(column);
    }
    return [...metrics];
  }

  async packages(project: string, type: ResourceType): Promise<readonly string[]> {
    checkProject(this.target.root, project);
    const names = foldersIn(`${this.target.root}/${project}/${type}`);
    return names.filter((name) => !name.startsWith('.')).sort(compareText);
  }

  /** From `<type>/<name>/<version[:2]>/<version>.<extension>`, and the tag that always exists. */
  async versions(project: string, type: ResourceType, name: string): Promise<readonly string[]> {
    const shelves = `${this.target.root}/${project}/${type}/${name}`;
    const versions = foldersIn(shelves).flatMap((shelf) => foldersIn(`${shelves}/${shelf}`));
    return ['latest', ...versions.map((version) => version.replace(/\.\w+$/, ''))];
  }

  async handlers(project: string, model: string): Promise<readonly string[]> {
    const { standaloneHandlers } = await import('./standalone-handlers.ts');
    return standaloneHandlers(this.target, this.config, project, model);
  }

  private async folderOf(project: string, job: JobSelector, table: string): Promise<string | undefined> {
    const { prefix, dirs } = await this.tablesOf(project, job);
    const name = knownTableName(table, dirs);
    const dir = name === undefined ? undefined : dirs.get(name);
    return dir === undefined ? undefined : tableFolder(this.target.root, `${prefix}${name}`, dir);
  }

  private async tablesOf(project: string, job: JobSelector) {
    const { root } = this.target;
    checkProject(root, project);
    if (job.kind === 'best') return this.tablesOfSome(project, await this.fitting(project, job));
    const prefix = jobTablePrefix(project, await this.version(project, job));
    return { prefix, dirs: await tableDirsBelow(this.registry, prefix) };
  }

  /** The tables that any of these jobs has, each of the first job that has it: finding the best job would take too long. */
  private async tablesOfSome(project: string, versions: readonly string[]) {
    const prefix = `project/${project}/eval/`;
    const places = new Map(versions.map((version, place) => [version, place]));
    const tables = Array.from(await tableDirsBelow(this.registry, prefix), ([rest, dir]) => {
      const [, version = '', ...name] = rest.split('/');
      return { name: name.join('/'), dir, place: places.get(version) ?? -1 };
    });
    // The last of equal names stays.
    const ofJobs = tables.filter(({ place }) => place >= 0).sort((a, b) => b.place - a.place);
    return { prefix, dirs: new Map(ofJobs.map(({ name, dir }) => [name, dir])) };
  }

  /** The version of the job; throws if there is none. */
  private async version(project: string, job: JobSelector): Promise<string> {
    if (job.kind === 'id') return findJobFolder(this.target.root, project, job.id, 'any').version;
    const found = (await this.fitting(project, job))[job.kind === 'latest' ? (job.before ?? 0) : 0];
    if (found === undefined) throw notFound('no such job');
    return found;
  }

  /** The versions of the jobs of a status, newest first. */
  private async fitting(project: string, { status }: Exclude<JobSelector, { kind: 'id' }>): Promise<readonly string[]> {
    const { jobs } = await this.found(project, '', false);
    return jobs.filter((job) => status === undefined || status === job.status).map(({ version }) => version);
  }

  private found(project: string, prefix: string, removed: boolean): Promise<FoundJobs> {
    return findJobs({ root: this.target.root, project, prefix, removed, environment: this.context });
  }
}

/** The length of ids in lists. */
const SHORT_ID = 12;

/** Cuts ids to this many characters, or to as many as distinguish them from all others, which must be sorted. */
function shortener(sorted: readonly string[], least: number): (id: string) => string {
  const usual = Math.max(SHORT_ID, least);
  /** The lengths of ids that need more. */
  const longer = new Map<string, number>();
  for (let index = 1; index < sorted.length; index++) {
    const [before = '', id = ''] = [sorted[index - 1], sorted[index]];
    if (!id.startsWith(before.slice(0, usual))) continue;
    const needed = shared(before, id) + 1;
    longer.set(before, Math.max(longer.get(before) ?? 0, needed));
    longer.set(id, needed);
  }
  return (id) => id.slice(0, longer.get(id) ?? usual);
}

function shared(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return length;
}
