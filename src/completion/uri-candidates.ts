import { JOB_STATUSES, type JobStatus } from '../job/record.ts';
import { relativeTime } from '../render/time.ts';
import { checkProject } from '../uri/names.ts';
import type { InstanceTarget, ProjectTarget, ResourceType } from '../uri/target.ts';
import type { Candidate } from './candidate.ts';
import type { ListedJob } from './completion-source.ts';
import type { CompletionSources } from './completion-sources.ts';
import type { JobFilter } from './job-filter.ts';

/** What the last part of a URI names, which decides what may come before it. */
export type UriKind = 'project' | 'job' | ResourceType;

/** How a URI may continue after its last slash. */
export class UriCandidates {
  private readonly sources: CompletionSources;
  private readonly now: number;

  constructor(sources: CompletionSources, now: number) {
    this.sources = sources;
    this.now = now;
  }

  /** The jobs, and the parts of paths to jobs, that may follow. */
  async jobs(typed: string, filter: JobFilter): Promise<readonly Candidate[]> {
    const { head, tail } = cut(typed);
    const path = await this.path(head, 'job');
    if (path !== null) return path;
    const inProject = head === '' || /(?:^|\/)(?:job|jobs|evaluation|evaluations)\/$/.test(head);
    if (!inProject) return this.within(head, 'job');
    if (tail.startsWith('@best:')) return this.best(head);
    const selectors = selectorCandidates(head, tail);
    const named = head === '' ? await this.heads('job') : [];
    const jobs = tail.startsWith('@') ? [] : await this.listed(head, tail, filter).catch(() => []);
    return [...selectors, ...jobs, ...named];
  }

  /** The projects, and the parts of paths to projects, that may follow. */
  async projects(typed: string): Promise<readonly Candidate[]> {
    const { head } = cut(typed);
    const path = await this.path(head, 'project');
    if (path !== null) return path;
    if (head !== '') return [];
    const current = await this.sources.instance('').catch(() => null);
    const names = current === null ? [] : await this.projectsOf(current).catch(() => []);
    return [...texts(names), ...(await this.heads('project'))];
  }

  /** Models, datasets or runtimes of a project ('': the current one); after a name, its versions. */
  async packages(typed: string, type: ResourceType, project: string): Promise<readonly Candidate[]> {
    const { head } = cut(typed);
    const path = await this.path(head, type);
    if (path !== null) return path;
    const named = /^(?:(.+)\/)?(?:model|dataset|runtime)s?\/(.*)$/.exec(head);
    const target = await this.sources.project(named?.[1] ?? project);
    const source = await this.sources.source(target.instance);
    const names = await source.packages(target.project, type);
    const rest = named?.[2] ?? head;
    if (rest === '') return [...texts(names, head), ...(head === '' ? await this.heads(type) : [])];
    const [name = '', ...version] = rest.split('/');
    if (!names.includes(name)) return named === null ? this.within(head, type) : [];
    if (version.join('/') === '') return [onward(`${head}version/`)];
    return texts(await source.versions(target.project, type, name), head);
  }

  /** The instances of the config. */
  async instances(): Promise<readonly Candidate[]> {
    const { instances, currentInstance } = await this.sources.config();
    return Array.from(instances.values(), ({ alias, uri, kind }) => {
      const address = kind === 'standalone' ? 'Standalone' : uri;
      return { value: alias, description: alias === currentInstance ? `${address}, the current one` : address };
    });
  }

  /** The projects that a URI can name. */
  private async projectsOf(target: InstanceTarget): Promise<readonly string[]> {
    const names = await (await this.sources.source(target)).projects();
    return names.filter((name) => isProjectName(name, target.kind));
  }

  /** What follows `cloud://` and `…/project/`, whatever the URI names in the end; null for other heads. */
  private async path(head: string, kind: UriKind): Promise<readonly Candidate[] | null> {
    if (head === 'cloud://') return this.heads(kind, head);
    const named = /^(?:(.+)\/)?projects?\/$/.exec(head);
    if (named === null) return (await this.instanceHead(head)) ? [onward(`${head}project/`)] : null;
    const target = await this.sources.instance(named[1] ?? '');
    return (await this.projectsOf(target)).map((name) =>
      kind === 'project' ? { value: head + name } : onward(`${head}${name}/${kind}/`),
    );
  }

  /** After a project (`srv/project/1/`, `self/`) comes the type. */
  private async within(head: string, kind: UriKind): Promise<readonly Candidate[]> {
    await this.sources.project(head.slice(0, -1));
    return [onward(`${head}${kind}/`)];
  }

  /** True for `srv/`, `cloud://srv/` and `https://host/`. */
  private async instanceHead(head: string): Promise<boolean> {
    if (/^(?:cloud|https?):\/\/[^/]+\/$/.test(head)) return true;
    return head.endsWith('/') && (await this.sources.config()).instances.has(head.slice(0, -1));
  }

  /** The beginnings of URIs with an instance; `scheme` is `cloud://` if that was typed. */
  private async heads(kind: UriKind, scheme = ''): Promise<readonly Candidate[]> {
    const instances = await this.instances();
    const named = instances.filter(({ value }) => !/[/:\s]/.test(value));
    return named.map((each) => onward(`${scheme}${each.value}/project/`, `${kind}s of ${each.description}`));
  }

  /** The metrics of the project's jobs. */
  private async best(head: string): Promise<readonly Candidate[]> {
    const target: ProjectTarget = await this.sources.job(`${head}x`);
    const metrics = await (await this.sources.source(target.instance)).metrics(target.project);
    return texts(metrics, `${head}@best:`);
  }

  private async listed(head: string, tail: string, filter: JobFilter): Promise<readonly Candidate[]> {
    const target: ProjectTarget = await this.sources.job(`${head}x`);
    if (filter.serverOnly && target.instance.kind !== 'server') return [];
    const source = await this.sources.source(target.instance);
    const candidates: Candidate[] = [];
    for (const job of await source.jobs(target.project, tail, filter.removed)) {
      if (typeof job.id !== 'string' || !filter.fits(job.status, source.kind)) continue;
      candidates.push({ value: head + job.id, description: this.describe(job) });
    }
    return candidates;
  }

  private describe({ status, created_at }: ListedJob): string {
    return created_at === null ? status : `${status}, ${relativeTime(created_at, this.now)}`;
  }
}

/** `@latest` and `@best:`; once `@latest` is typed, also older jobs and statuses. */
function selectorCandidates(head: string, tail: string): readonly Candidate[] {
  const newest = { value: `${head}@latest`, description: 'the newest job' };
  if (!tail.startsWith('@latest')) return [newest, onward(`${head}@best:`, 'the best job by a metric')];
  const ofStatus = (status: JobStatus) => ({
    value: `${head}@latest:${status}`,
    description: `the newest job whose status is ${status}`,
  });
  return [newest, { value: `${head}@latest~1`, description: 'the one before it' }, ...JOB_STATUSES.map(ofStatus)];
}

function isProjectName(name: unknown, kind: InstanceTarget['kind']): boolean {
  try {
    return typeof name === 'string' && checkProject(name, kind) === name;
  } catch {
    return false;
  }
}

function cut(typed: string): { readonly head: string; readonly tail: string } {
  // Names of metrics may contain slashes.
  const best = /^[^@]*(?=@best:)/.exec(typed);
  const end = best?.[0].length ?? typed.lastIndexOf('/') + 1;
  return { head: typed.slice(0, end), tail: typed.slice(end) };
}

function onward(value: string, description?: string): Candidate {
  return { value, description, goesOn: true };
}

export function texts(values: readonly string[], head = ''): readonly Candidate[] {
  return values.filter((value) => typeof value === 'string').map((value) => ({ value: head + value }));
}
