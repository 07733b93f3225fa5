import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished } from 'vitest';
import { isSwjobError, type SwjobError } from '../../src/errors.ts';
import { HttpClient, type HttpClientOptions } from '../../src/server/http.ts';

export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export interface TestServer {
  readonly origin: string;
  readonly requests: SeenRequest[];
  readonly server: Server;
}

export type Answer = (request: SeenRequest, response: ServerResponse, number: number) => unknown;

/** A local server that records requests, until the end of the test. */
export async function serve(answer: Answer): Promise<TestServer> {
  const requests: SeenRequest[] = [];
  const listener: RequestListener = async (request, response) => {
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += chunk;
    const seen = { method: request.method ?? '', path: request.url ?? '', headers: request.headers, body };
    requests.push(seen);
    await answer(seen, response, requests.length);
  };
  return { ...(await listen(createServer(listener))), requests };
}

export async function listen<S extends Server>(server: S): Promise<{ origin: string; server: S }> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}

export function json(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

export function success(response: ServerResponse, data: unknown): void {
  json(response, 200, { code: 'success', message: 'Success', data });
}

export const TOKEN = 'Bearer eyJhbGciOi.secret-part.signature';
export const SECRET = 'secret-part';

export interface TestClient extends HttpClient {
  readonly lines: string[];
  readonly pauses: number[];
}

/** A client that never waits, and records what it logged and how long it would have waited. */
export function client(origin: string, options: Partial<HttpClientOptions> = {}): TestClient {
  const lines: string[] = [];
  const pauses: number[] = [];
  const http = new HttpClient({
    address: origin,
    token: TOKEN,
    requestTimeoutMs: 5_000,
    insecure: false,
    env: {},
    log: (line) => lines.push(line),
    sleep: async (ms) => {
      pauses.push(ms);
    },
    random: () => 0.5,
    now: () => Date.now(),
    ...options,
  });
  onTestFinished(() => http.close());
  return Object.assign(http, { lines, pauses });
}

/** The error that a promise must reject with. */
export async function failure(promise: Promise<unknown>): Promise<SwjobError> {
  const error: unknown = await promise.then(
    () => expect.unreachable('it should have failed'),
    (reason: unknown) => reason,
  );
  if (!isSwjobError(error)) throw error;
  return error;
}
