import { SwjobError } from '../errors.ts';
import { type Body, type Pace, readBody, readErrorBody } from './body.ts';
import { errorOfConnection, failureCode } from './connection-errors.ts';
import { errorOfResponse } from './errors.ts';
import { isRetriedFailure, isRetriedStatus, MAX_RETRY_AFTER_MS, pauseAfter, retryAfterMs } from './retry.ts';
import type { Transport } from './sent.ts';
import { TimeLimit } from './time-limit.ts';
import { connectTimeout } from './transport.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** A request that is ready to be sent, once or repeatedly. */
export interface PreparedRequest {
  readonly method: Method;
  readonly url: URL;
  /** The request for messages, without query values, which may be credentials. */
  readonly what: string;
  /** The address of the server that is asked; null for a link to content. */
  readonly server: string | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  /** Whether it changes nothing, so that it may be repeated even if it may have arrived. */
  readonly idempotent: boolean;
  readonly maxBodyBytes: number;
  readonly signal: AbortSignal | undefined;
  readonly pace: Pace;
}

export interface HttpResponse {
  readonly status: number;
  /** In lower case; '' if there is none. */
  readonly contentType: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

export interface RetryOptions {
  readonly log: (line: string) => void;
  /** Called before a request that was answered with this status is repeated, with the milliseconds until then. */
  readonly onPause: (status: number, ms: number) => void;
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  readonly random: () => number;
  readonly now: () => number;
  /** Removes credentials from text that came from outside. */
  readonly redact: (text: string) => string;
  readonly requestTimeoutMs: number;
  /** The maximum number of retries. */
  readonly maxRetries: number;
}

type Outcome =
  | { readonly answer: HttpResponse }
  /** `pause`: milliseconds until the next try; null if a retry is pointless. */
  | { readonly failure: SwjobError; readonly pause: number | null };

const MAX_REDIRECTS = 5;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** Sends a request, with retries where they may help. Resolves to an answer with a status below 300. */
export async function sendWithRetry(
  request: PreparedRequest,
  transport: Transport,
  options: RetryOptions,
): Promise<HttpResponse> {
  if (request.signal?.aborted) throw interrupted(request);
  for (let tries = 1; ; tries++) {
    const outcome = await attempt(request, transport, options, tries);
    if ('answer' in outcome) return outcome.answer;
    if (outcome.pause === null || tries > options.maxRetries) throw outcome.failure;
    options.log(`! ${outcome.failure.message}; again in ${Math.round(outcome.pause)} ms`);
    if (outcome.failure.status !== undefined) options.onPause(outcome.failure.status, outcome.pause);
    await options.sleep(outcome.pause, request.signal);
    if (request.signal?.aborted) throw interrupted(request);
  }
}

async function attempt(
  request: PreparedRequest,
  transport: Transport,
  options: RetryOptions,
  tries: number,
): Promise<Outcome> {
  const { what, method, url, idempotent } = request;
  const tokenSent = 'authorization' in request.headers;
  let answer: HttpResponse;
  try {
    answer = await follow(request, transport, options);
  } catch (error) {
    if (request.signal?.aborted) throw interrupted(request);
    if (error instanceof SwjobError) return { failure: error, pause: null };
    const again = isRetriedFailure(failureCode(error), idempotent);
    const proxy = transport.proxyFor(url);
    // Users have several servers: which one cannot be reached?
    const address = `${method} ${url.origin}${url.pathname}`;
    // A login changes nothing.
    const isChange = !idempotent && tokenSent;
    const failure = errorOfConnection({ what: address, error, tries, proxy, isChange });
    return { failure, pause: again ? pauseAfter(tries, options.random) : null };
  }
  const { status, contentType, headers } = answer;
  if (status < 300) return { answer };
  const body = answer.body.toString('utf8');
  const asked = retryAfterMs(textHeader(headers['retry-after']), options.now());
  const { redact } = options;
  const refused = { what, address: request.server, status, contentType, body, tokenSent };
  const failure = errorOfResponse({ ...refused, tries, retryAfter: asked, redact });
  if (!idempotent || !isRetriedStatus(status)) return { failure, pause: null };
  if (asked !== null && asked > MAX_RETRY_AFTER_MS) return { failure, pause: null };
  return { failure, pause: asked ?? pauseAfter(tries, options.random) };
}

/** Sends a request once, following redirects of a GET within its origin. */
async function follow(request: PreparedRequest, transport: Transport, options: RetryOptions): Promise<HttpResponse> {
  let { url } = request;
  for (let hops = 0; ; hops++) {
    const answer = await send({ ...request, url }, transport, options);
    const location = textHeader(answer.headers['location']);
    if (!REDIRECTS.has(answer.status) || location === undefined) return answer;
    const target = URL.canParse(location, url.href) ? new URL(location, url) : null;
    const { redact } = options;
    if (target?.origin !== url.origin) throw redirectRefused(request, 'to another origin', target, redact);
    if (request.method !== 'GET') throw redirectRefused(request, 'of a request other than GET', target, redact);
    if (hops === MAX_REDIRECTS) throw redirectRefused(request, `after ${MAX_REDIRECTS} others`, target, redact);
    url = target;
  }
}

async function send(request: PreparedRequest, transport: Transport, options: RetryOptions): Promise<HttpResponse> {
  const { method, url, headers, body, what } = request;
  const shown = `${method} ${url.origin}${url.pathname}`;
  const started = options.now();
  options.log(`> ${shown}`);
  const path = `${url.pathname}${url.search}`;
  // The agents' limits are coarse, and a program's own `fetch` has none.
  const limit = new TimeLimit(options.requestTimeoutMs + connectTimeout(options.requestTimeoutMs), request.signal);
  const sending = transport.send({ origin: url.origin, path, method, headers, body, signal: limit.signal });
  const response = await limit.of(sending, 'UND_ERR_HEADERS_TIMEOUT');
  const status = response.statusCode;
  const answered: Body = {
    chunks: response.body,
    announced: numberHeader(response.headers['content-length']),
    encoding: textHeader(response.headers['content-encoding']) ?? '',
  };
  const { requestTimeoutMs: timeoutMs, now } = options;
  const limits = { maxBytes: request.maxBodyBytes, pace: request.pace, timeoutMs, now };
  const content = await (status < 300 ? readBody : readErrorBody)(what, answered, limits);
  const contentType = (textHeader(response.headers['content-type']) ?? '').toLowerCase();
  options.log(`< ${status} ${contentType || '-'}, ${content.length} bytes, ${options.now() - started} ms`);
  return { status, contentType, headers: response.headers, body: content };
}

function redirectRefused(
  request: PreparedRequest,
  why: string,
  target: URL | null,
  redact: RetryOptions['redact'],
): SwjobError {
  // The address may echo credentials from the request.
  const where = target === null ? 'an invalid address' : redact(`${target.origin}${target.pathname}`);
  return new SwjobError('network', `${request.what}: refused a redirect ${why}, ${where}`, {
    hint:
      request.server === null
        ? undefined
        : 'If that is where the server is, make it the instance’s address: `swjob instance login`.',
  });
}

function interrupted(request: PreparedRequest): SwjobError {
  return new SwjobError('interrupted', `${request.what}: interrupted`);
}

function textHeader(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}

function numberHeader(value: string | string[] | undefined): number | null {
  const text = textHeader(value);
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : null;
}
