import { isObject, own } from '../datastore/schema.ts';
import { findSelected } from '../job/find.ts';
import type { JobSource } from '../job/instance.ts';
import { isoSeconds } from '../render/time.ts';
import { apiPath } from '../server/api-path.ts';
import { getJobs, getProject, getProjects, getTrash } from '../server/endpoints.ts';
import { HttpClient } from '../server/http.ts';
import { createServerInstance } from '../server/instance.ts';
import { jobStatus } from '../server/jobs.ts';
import { checked, pageReply } from '../server/reply.ts';
import { probeTable } from '../server/table-info.ts';
import type { JobSelector } from '../uri/job-selector.ts';
import type { ResourceType, ServerTarget } from '../uri/target.ts';
import type { CompletionSource, ListedJob } from './completion-source.ts';

/** Names to ask for: nobody chooses among more. */
const LISTED = 100;
/** Rows whose values are looked into for paths. */
const SAMPLED_ROWS = 20;

export interface ServerSourceOptions {
  readonly target: ServerTarget;
  readonly summaryTable: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** For each request; requests are not repeated. */
  readonly timeoutMs: number;
  readonly now: () => number;
}

/** The names on a Server: the first page of each list. */
export class ServerSource implements CompletionSource {
  readonly kind = 'server';
  private readonly http: HttpClient;
  private readonly options: ServerSourceOptions;

  constructor(options: ServerSourceOptions) {
    const { target, env, timeoutMs, now } = options;
    this.options = options;
    this.http = new HttpClient({
      address: target.address,
      token: target.token,
      requestTimeoutMs: timeoutMs,
      insecure: false,
      env,
      sleep: () => Promise.reject(new Error('a completion does not wait')),
      random: () => 0,
      now,
    });
  }

  async projects(): Promise<readonly string[]> {
    const { list } = await getProjects(this.http, 1, LISTED);
    const names = list.map(({ name }) => name);
    // A name that several owners have says nothing to the server.
    const isShared = (name: string): boolean => names.indexOf(name) !== names.lastIndexOf(name);
    return list.map(({ name, owner }) => (owner && isShared(name) ? `${owner.name}:${name}` : name));
  }

  async jobs(project: string, _prefix: string, removed: boolean): Promise<readonly ListedJob[]> {
    if (removed) {
      const { id } = await getProject(this.http, project);
      const { list } = await getTrash(this.http, id, 1, LISTED);
      return list.map(({ name }) => ({ id: name, status: 'UNKNOWN', created_at: null }));
    }
    const { list } = await getJobs(this.http, project, 1, LISTED);
    return list.map(({ id, jobStatus: status, createdTime }) => ({
      id,
      status: jobStatus(status),
      created_at: typeof createdTime === 'number' ? isoSeconds(createdTime) : null,
    }));
  }

  async tables(project: string, job: JobSelector): Promise<readonly string[]> {
    return (await this.job(project, job)).tables();
  }

  async columns(project: string, job: JobSelector, table: string): Promise<readonly string[]> {
    return (await (await this.job(project, job)).table(table)).columns({});
  }

  async innerNames(project: string, job: JobSelector, table: string): Promise<readonly string[]> {
    const { InnerNames } = await import('./inner-names.ts');
    const names = new InnerNames();
    for await (const batch of (await (await this.job(project, job)).table(table)).read({ limit: SAMPLED_ROWS })) {
      for (const row of batch.typedRows()) for (const [column, value] of row) await names.add(column, value);
    }
    return names.found();
  }

  async metrics(project: string): Promise<readonly string[]> {
    const { id } = await getProject(this.http, project);
    const info = await probeTable(this.http, `project/${id}/${this.options.summaryTable}`);
    return info.valuedColumns.filter((name) => name !== info.keyColumn);
  }

  async packages(project: string, type: ResourceType): Promise<readonly string[]> {
    const query = { pageNum: 1, pageSize: LISTED };
    const { list } = checked(
      pageReply,
      await this.http.json('GET', apiPath`project/${project}/${type}`, { query }),
      type,
    );
    return list.flatMap((each) => {
      const name = isObject(each) ? own(each, 'name') : undefined;
      return typeof name === 'string' ? [name] : [];
    });
  }

  /** The tag that always exists: the versions would take another request. */
  async versions(): Promise<readonly string[]> {
    return ['latest'];
  }

  async handlers(project: string, model: string): Promise<readonly string[]> {
    const { findServerPackage, handlersOfSteps } = await import('../create/server-packages.ts');
    const { parseResource } = await import('../uri/parse.ts');
    const { name, version } = parseResource(model, 'model');
    const { target } = this.options;
    const place = { instance: target, project, type: 'model', name, version, nameMayBeVersion: false } as const;
    return handlersOfSteps((await findServerPackage(this.http, place)).steps).map((handler) => handler.name);
  }

  close(): Promise<void> {
    return this.http.close();
  }

  private job(project: string, job: JobSelector): Promise<JobSource> {
    const { target, summaryTable } = this.options;
    const instance = createServerInstance({ http: this.http, alias: target.alias, summaryTable });
    return findSelected(instance, project, job, 'any');
  }
}
