import { createServerInstance, type ServerInstance } from '../../src/server/instance.ts';
import { bodyText, recordedData } from './recorded.ts';
import { client, type json, type SeenRequest, serve, success, type TestClient, type TestServer } from './support.ts';

export interface FakeJob {
  readonly id: string;
  readonly uuid: string;
  readonly createdTime?: number;
  readonly pinnedTime?: number | null;
  readonly jobStatus?: string;
  removed?: boolean;
}

export interface InstanceServer extends TestServer {
  readonly http: TestClient;
  readonly instance: ServerInstance;
  readonly jobs: FakeJob[];
  /** `METHOD path` of every request, except those for the project. */
  asked(): string[];
}

interface ListPage {
  readonly total: number;
  readonly list: readonly unknown[];
  readonly pageSize: number | null;
}

export interface InstanceServerOptions {
  readonly alias?: string | null;
  /** The largest page that the server sends, whatever is requested. */
  readonly maxPage?: number;
  /** Changes a page of a list before it is sent. */
  readonly change?: (page: ListPage) => ListPage;
  readonly warn?: (text: string) => void;
  /** Answers in place of the server: true when it did. */
  readonly instead?: (request: SeenRequest, response: Parameters<typeof json>[0]) => boolean;
}

/** Recorded jobs and trash in a server that keeps jobs: pinned ones first, as the real one lists them. */
export async function instanceServer(jobs: FakeJob[], options: InstanceServerOptions = {}): Promise<InstanceServer> {
  const template = recordedData(66) as Record<string, unknown>;
  const trashEntry = (recordedData(101) as { list: Record<string, unknown>[] }).list[0];
  const server = await serve((request, response) => {
    if (options.instead?.(request, response)) return;
    const url = new URL(request.path, 'http://localhost');
    const parts = url.pathname.replace('/api/v1/', '').split('/').map(decodeURIComponent);
    const [kind, project, what, id, action] = parts;
    const notFound = (number: number) => {
      response.writeHead(404, { 'content-type': 'application/json;charset=UTF-8' }).end(bodyText(number));
    };
    if (kind === 'datastore') return success(response, { records: [], columnHints: {}, tables: [] });
    if (project === 'nope') return notFound(103);
    if (what === undefined) return success(response, recordedData(104));
    const page = <T>(list: readonly T[]) => {
      const number = Number(url.searchParams.get('pageNum'));
      const pageSize = Math.min(Number(url.searchParams.get('pageSize')), options.maxPage ?? 1000);
      const shown = list.slice((number - 1) * pageSize, number * pageSize);
      const asIs = { total: list.length, list: shown, pageSize };
      success(response, options.change?.(asIs) ?? asIs);
    };
    if (what === 'trash' && id === undefined) {
      const name = url.searchParams.get('name') ?? '';
      const found = jobs.filter(({ removed, uuid }) => removed && uuid.startsWith(name));
      return page(found.map(({ id, uuid }) => ({ ...trashEntry, id: `t${id}`, name: uuid })));
    }
    if (what === 'trash') {
      const job = jobs.find((each) => `t${each.id}` === id);
      if (job !== undefined) job.removed = false;
      return success(response, 'success');
    }
    if (id === undefined) {
      const active = jobs.filter(({ removed }) => !removed);
      active.sort((a, b) => (b.pinnedTime ?? 0) - (a.pinnedTime ?? 0) || Number(b.id) - Number(a.id));
      return page(active.map((job) => ({ ...template, ...job })));
    }
    // The real server still finds a removed job by number, but not by uuid.
    const job = jobs.find((each) => each.id === id || (each.uuid === id && !each.removed));
    if (job === undefined) return notFound(92);
    if (action === 'task') return page((recordedData(77) as { list: unknown[] }).list);
    if (action === 'event') return success(response, recordedData(81));
    if (request.method === 'DELETE') job.removed = true;
    success(response, request.method === 'GET' ? { ...template, ...job } : 'success');
  });
  const http = client(server.origin, options.warn && { warn: options.warn });
  const alias = options.alias === undefined ? 'srv' : options.alias;
  return {
    ...server,
    http,
    jobs,
    instance: createServerInstance({ http, alias, summaryTable: 'eval/summary' }),
    asked: () =>
      server.requests
        .map(({ method, path }) => `${method} ${path.replace('/api/v1/', '')}`)
        .filter((line) => !/^GET project\/[^/]+$/.test(line)),
  };
}

/** Jobs with the numbers 1 to `count`, a second apart. */
export function numbered(count: number): FakeJob[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `${index + 1}`,
    uuid: `${index + 1}`.padStart(32, 'a'),
    createdTime: 1795423510000 + index * 1000,
  }));
}
