import { type Exchange as RecordedExchange, recordedExchanges } from '../support/stand-in/exchanges.ts';
import { type Answer, json, type SeenRequest, serve, type TestServer } from './support.ts';

export interface Exchange extends RecordedExchange {
  readonly number: number;
}

/** An answer of a real server; `number` is its place in the recording, which omits some records of long pages. */
export const EXCHANGES: readonly Exchange[] = recordedExchanges().map(({ request, response }, index) => ({
  number: index + 1,
  request,
  response: { ...response, body: withoutGaps(response.body) },
}));

function withoutGaps(body: unknown): unknown {
  const { data } = Object(body) as { data?: { records?: readonly unknown[] } | null };
  const records = data?.records?.filter((record) => typeof record === 'object');
  return records === undefined ? body : { ...Object(body), data: { ...data, records } };
}

export function exchange(number: number): Exchange {
  const found = EXCHANGES.find((each) => each.number === number);
  if (found === undefined) throw new Error(`exchange ${number} was not copied`);
  return found;
}

/** The `data` of a recorded answer. */
export function recordedData(number: number): never {
  return (exchange(number).response.body as { data: never }).data;
}

export function bodyText(number: number): string {
  const { body } = exchange(number).response;
  return typeof body === 'string' ? body : JSON.stringify(body);
}

/**
 * Answers from the recording, found by method and path, for the datastore also by table and start. Signed links lead back
 * here. `first` may answer instead by returning true.
 */
export async function recordedServer(
  first: (request: SeenRequest, ...rest: Tail<Parameters<Answer>>) => boolean = () => false,
): Promise<TestServer> {
  const server = await serve((request, response, number) => {
    if (first(request, response, number)) return;
    const found = EXCHANGES.filter((each) => fits(each, request)).at(-1);
    if (found === undefined) {
      json(response, 500, { code: 'internalServerError', message: `not recorded: ${request.method} ${request.path}` });
      return;
    }
    const { status, contentType, body, bodyBase64 } = found.response;
    response.writeHead(status, contentType === null ? {} : { 'content-type': contentType });
    if (bodyBase64 !== undefined) response.end(ranged(Buffer.from(bodyBase64, 'base64'), request));
    else response.end(text(cut(body, request)).replaceAll('http://starwhale.test', server.origin));
  });
  return server;
}

type Tail<T extends readonly unknown[]> = T extends [unknown, ...infer Rest] ? Rest : never;

function text(body: unknown): string {
  return typeof body === 'string' ? body : JSON.stringify(body);
}

function fits({ request, response }: Exchange, seen: SeenRequest): boolean {
  if (request.method !== seen.method || response.status === 401) return false;
  if (request.path.startsWith('/obj-store/')) return objectOf(request.path) === objectOf(seen.path);
  if (request.path !== seen.path) return false;
  if (!request.path.includes('/datastore/')) return true;
  const [recorded, asked] = [request.body as DataRequest, JSON.parse(seen.body) as DataRequest];
  const table = (body: DataRequest) => body.tables?.[0]?.tableName ?? body.tableName;
  if (table(recorded) !== table(asked) || (recorded.limit ?? 0) > 1000) return false;
  return (
    (recorded.ignoreNonExistingTable === false || !table(asked)?.includes('/none/')) && recorded.start === asked.start
  );
}

interface DataRequest {
  readonly tables?: readonly { readonly tableName: string }[];
  readonly tableName?: string;
  readonly start?: string | number;
  readonly limit?: number;
  readonly ignoreNonExistingTable?: boolean;
}

/** The recorded links differ in their time and signature. */
function objectOf(path: string): string {
  return path.split('/').slice(0, -1).join('/');
}

/** A page with at most as many records as requested. */
function cut(body: unknown, { body: asked }: SeenRequest): unknown {
  const reply = body as { data?: { records?: Record<string, { value: unknown }>[]; lastKey?: unknown } };
  const limit = asked.startsWith('{') ? (JSON.parse(asked) as DataRequest).limit : undefined;
  const records = reply.data?.records;
  if (records === undefined || limit === undefined || records.length <= limit) return body;
  const kept = records.slice(0, limit);
  return { ...reply, data: { ...reply.data, records: kept, lastKey: kept.at(-1)?.['id']?.value } };
}

/** As in the real server, a range is honoured with status 200 and without a header. */
function ranged(content: Buffer, { headers }: SeenRequest): Buffer {
  const range = /^bytes=(\d+)-(\d+)$/.exec(headers.range ?? '');
  return range === null ? content : content.subarray(Number(range[1]), Number(range[2]) + 1);
}
