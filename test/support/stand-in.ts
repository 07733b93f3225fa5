import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { JobStatus } from '../../src/job/record.ts';
import { accountRoutes, type Credentials, checkToken } from './stand-in/account-routes.ts';
import { type Answer, internalError, Refusal, unknownPath } from './stand-in/answer.ts';
import { artifactAnswer, artifactLink } from './stand-in/artifact-server.ts';
import { datastoreRoutes } from './stand-in/datastore-routes.ts';
import { type Fault, type FaultMatch, Faults, playFault, type RecordedRequest, send } from './stand-in/faults.ts';
import type { StandInJob } from './stand-in/job.ts';
import { jobRoutes } from './stand-in/job-routes.ts';
import { serveLiveLog } from './stand-in/live-log.ts';
import { packageRoutes } from './stand-in/package-answers.ts';
import { findRoute, type Route } from './stand-in/router.ts';
import { StandInState, type TrashEntry } from './stand-in/state.ts';
import { BROKEN_TABLE_REASON, TableDirectory } from './stand-in/table-directory.ts';

export interface StandInOptions {
  /** A Standalone store, read only. */
  readonly root: string;
  /** The projects to serve, in the order of their numbers; by default all projects of the store. */
  readonly projects?: readonly string[];
  readonly token?: string;
  readonly userName?: string;
  readonly userPwd?: string;
  readonly port?: number;
  /** Full names of tables whose scans fail with status 500 and the recorded reason, or the one given here. */
  readonly brokenTables?: readonly string[] | Readonly<Record<string, string>>;
  /** Whether models bring their own runtime, so that a job may be created without one. */
  readonly builtInRuntimes?: boolean;
  /** The states of a created job, one for each request about it: `['RUNNING', 'SUCCESS']`. */
  readonly createdJobsBecome?: readonly JobStatus[];
  /** Whether live logs with lines stay open when their task ends, as a server's do until it notices. */
  readonly liveLogsStayOpen?: boolean;
}

export interface StandInServer extends Credentials {
  /** `http://127.0.0.1:{port}`; the API is below `/api/v1`. */
  readonly origin: string;
  /** Where signed links lead; no token may go there. */
  readonly artifactOrigin: string;
  /** All requests, in the order of arrival. */
  readonly requests: readonly RecordedRequest[];
  /** The jobs by number, from 1; tests may change their states, comments, logs. */
  readonly jobs: readonly StandInJob[];
  /** Plans a failure: of an answer, of its speed, of the connection. */
  fail(match: FaultMatch, fault: Fault): void;
  /** Puts something other than a job into a project's trash. */
  addTrash(entry: Omit<TrashEntry, 'id'>): void;
  close(): Promise<void>;
}

const PREFIX = '/api/v1/';
/** Shaped like the JWT of a real server, to test redaction realistically. */
const TOKEN = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxLHN0YXJ3aGFsZSJ9.c3RhbmQtaW4';

/**
 * A stand-in for a Starwhale server over real HTTP: it serves a Standalone store through the API, in the shapes of a real
 * server's recorded answers. Changes stay in memory. Differences: FLOAT16 (which a server refuses on write) comes as
 * FLOAT32, revisions are those of the store, and scans cannot join tables.
 */
export async function startStandIn(options: StandInOptions): Promise<StandInServer> {
  const { token = TOKEN, userName = 'starwhale', userPwd = 'abcd1234' } = options;
  const credentials: Credentials = { token, userName, userPwd };
  const state = await StandInState.load(options.root, options.projects);
  state.builtInRuntimes = options.builtInRuntimes ?? false;
  state.createdJobsBecome = options.createdJobsBecome ?? [];
  const tables = new TableDirectory(state);
  for (const [name, reason] of brokenTables(options.brokenTables ?? [])) tables.broken.set(name, reason);

  const secret = randomBytes(16).toString('hex');
  const requests: RecordedRequest[] = [];
  const faults = new Faults();
  const serve = (
    server: RecordedRequest['server'],
    answer: (request: IncomingMessage, body: string) => Promise<Answer>,
  ) =>
    createServer(async (request, response) => {
      const body = await bodyOf(request);
      const recorded = {
        server,
        method: request.method ?? '',
        path: request.url ?? '',
        headers: request.headers,
        body,
      };
      requests.push(recorded);
      const fault = faults.take(recorded);
      if (fault !== null && (await playFault(fault, response))) return;
      sendAnswer(response, await answer(request, body).catch(answerToError), fault);
    });

  const artifacts = serve('artifacts', (request) => artifactAnswer(options.root, secret, request));
  const artifactOrigin = await listen(artifacts, 0);
  const routes: readonly Route[] = [
    ...accountRoutes(state, credentials),
    ...packageRoutes(state),
    ...jobRoutes(state),
    ...datastoreRoutes(tables, (uri, expires) => artifactLink(artifactOrigin, secret, uri, expires)),
  ];
  const api = serve('api', (request, body) => apiAnswer(routes, credentials, request, body));
  api.on('upgrade', (request, socket) => {
    const recorded = {
      server: 'api',
      method: 'GET',
      path: request.url ?? '',
      headers: request.headers,
      body: '',
    } as const;
    requests.push(recorded);
    const fault = faults.take(recorded);
    if (fault?.status !== undefined) return refuseUpgrade(socket, fault.status);
    if (fault?.cutOffAfter !== undefined) return socket.destroy();
    const [, task] = /^\/api\/v1\/log\/online\/([^/?]+)$/.exec(recorded.path) ?? [];
    try {
      checkToken(request.headers.authorization, credentials);
      if (task === undefined) throw unknownPath();
      serveLiveLog(request, socket, state.task(task), options.liveLogsStayOpen ?? false);
    } catch (error) {
      refuseUpgrade(socket, answerToError(error).status);
    }
  });
  const origin = await listen(api, options.port ?? 0);
  return {
    ...credentials,
    origin,
    artifactOrigin,
    requests,
    jobs: state.jobs,
    fail: (match, fault) => faults.plan(match, fault),
    addTrash: (entry) => state.addTrash(entry),
    close: async () => {
      await Promise.all([shut(api), shut(artifacts)]);
    },
  };
}

function refuseUpgrade(socket: Duplex, status: number): void {
  socket.end(`HTTP/1.1 ${status} Refused\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`);
}

async function apiAnswer(
  routes: readonly Route[],
  credentials: Credentials,
  request: IncomingMessage,
  body: string,
): Promise<Answer> {
  const { method = '', headers } = request;
  const { pathname, searchParams: query } = new URL(request.url ?? '/', 'http://localhost');
  if (pathname !== `${PREFIX}login`) checkToken(headers.authorization, credentials);
  if (!pathname.startsWith(PREFIX)) throw unknownPath();
  const { found, params } = findRoute(routes, method, pathname.slice(PREFIX.length));
  return found.answer({ method, params, query, headers, body: parsed(body, headers['content-type']) });
}

function parsed(body: string, contentType = ''): unknown {
  if (body === '') return undefined;
  if (!contentType.startsWith('application/json')) return body;
  try {
    return JSON.parse(body);
  } catch {
    throw internalError('JSON parse error');
  }
}

function answerToError(error: unknown): Answer {
  return error instanceof Refusal ? error.answer : internalError(String(error)).answer;
}

function sendAnswer(
  response: ServerResponse,
  { status, contentType, body, headers }: Answer,
  fault: Fault | null,
): void {
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
  send(
    response,
    status,
    { ...headers, ...(contentType === null ? {} : { 'Content-Type': contentType }) },
    bytes,
    fault,
  );
}

function brokenTables(
  tables: readonly string[] | Readonly<Record<string, string>>,
): readonly (readonly [string, string])[] {
  return Array.isArray(tables) ? tables.map((name: string) => [name, BROKEN_TABLE_REASON]) : Object.entries(tables);
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

async function listen(server: Server, port: number): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function shut(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
