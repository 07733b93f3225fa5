import { SwjobError, usageError } from '../errors.ts';
import type { CallSignals } from '../session-options.ts';
import { eitherOf } from '../signals.ts';
import { redactor } from '../text/secret.ts';
import { withoutLastSlashes } from '../text/trim.ts';
import type { Pace } from './body.ts';
import { openEnvelope } from './envelope.ts';
import { pauseNotice } from './pause-notice.ts';
import { MAX_RETRIES } from './retry.ts';
import { type HttpResponse, type Method, type RetryOptions, sendWithRetry } from './send-with-retry.ts';
import type { OpenSocket, Transport } from './sent.ts';
import { openTransport, type TransportOptions } from './transport.ts';

export interface HttpClientOptions extends TransportOptions {
  /** Scheme, host and port, the only place where the token is sent, then the path below which the server is reached. */
  readonly address: string;
  /** The complete `Authorization` header, `Bearer ` included; null if not logged in. */
  readonly token: string | null;
  /** Receives a line for each request and each answer, without credentials (`--verbose`). */
  readonly log?: ((line: string) => void) | undefined;
  /** Receives what the user should know: once that `insecure` is in effect, and if an answer is incomplete. */
  readonly warn?: ((line: string) => void) | undefined;
  /** Resolves after this many milliseconds, or at once when the signal aborts. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** A random number from 0 to 1. */
  readonly random: () => number;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** A longer answer is refused while it is read; 256 MiB by default. */
  readonly maxBodyBytes?: number | undefined;
  /** How often to retry a request where that may help. */
  readonly maxRetries?: number | undefined;
  readonly calls?: CallSignals | undefined;
}

export interface RequestOptions {
  readonly query?: Readonly<Record<string, string | number>> | undefined;
  readonly json?: unknown;
  readonly form?: Readonly<Record<string, string>> | undefined;
  /** True for a POST that only reads, which is retried like a GET. */
  readonly idempotent?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Used if below the client's own limit. */
  readonly maxBodyBytes?: number | undefined;
}

export interface LinkOptions {
  /** The value of a `Range` header. */
  readonly range?: string | undefined;
  readonly maxBodyBytes?: number | undefined;
}

const MAX_BODY_BYTES = 256 * 1024 * 1024;
/** The characters allowed in a header's value: a line break would start another header. */
const HEADER_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

/** Sends requests to one Server, with its token, retries and limits. Every failure is a `SwjobError`. */
export class HttpClient {
  /** The address without a final slash. */
  readonly address: string;
  readonly #options: HttpClientOptions;
  readonly #retry: RetryOptions;
  #closing = new AbortController();
  #hasAnswered = false;
  #transport: Promise<Transport> | undefined;

  /** Throws for an address that is not HTTP, or a token that is invalid in a header. */
  constructor(options: HttpClientOptions) {
    const { token, log, random, now } = options;
    if (token !== null && !HEADER_VALUE.test(token)) {
      throw new SwjobError('not-allowed', 'the token contains invalid characters (a line break?)', {
        hint: 'Log in again with `swjob instance login`, or correct SW_TOKEN.',
      });
    }
    const url = httpUrl(options.address);
    this.address = url === null ? '' : url.origin + withoutLastSlashes(url.pathname);
    if (this.address === '') {
      throw usageError(
        `${JSON.stringify(options.address)} is not the address of a Server`,
        'It looks like https://host or http://host:8082.',
      );
    }
    this.#options = options;
    const announce = pauseNotice(now, (line) => this.warn(line));
    const redact = redactor(token === null ? [] : [token, token.replace(/^Bearer\s+/i, '')]);
    this.#retry = {
      // The lines contain a server's own words, such as content types.
      log: log === undefined ? () => {} : (line) => log(redact(line)),
      // Once the server has answered, the command may be drawing on the terminal, or polling.
      onPause: (status, ms) => {
        if (!this.#hasAnswered) announce(status, ms);
      },
      sleep: (ms, signal) => this.#pause(ms, signal),
      random,
      now,
      redact,
      requestTimeoutMs: options.requestTimeoutMs,
      maxRetries: options.maxRetries ?? MAX_RETRIES,
    };
  }

  /** The `data` of a successful answer. `path` comes from `apiPath`. */
  async json(method: Method, path: string, options: RequestOptions = {}): Promise<unknown> {
    return this.open(method, path, await this.answer(method, path, options));
  }

  /** The same answer unopened, for those who look at its bytes first. */
  answer(method: Method, path: string, options: RequestOptions = {}): Promise<HttpResponse> {
    return this.#send(method, path, options, 'whole');
  }

  /** The `data` of such an answer. */
  open(method: Method, path: string, answer: HttpResponse): unknown {
    return openEnvelope({ what: `${method} ${path}`, address: this.address }, answer, this.#retry.redact);
  }

  /** Any answer with a status below 300, after retries and redirects. It may take any time as long as data keeps coming. */
  request(method: Method, path: string, options: RequestOptions = {}): Promise<HttpResponse> {
    return this.#send(method, path, options, 'steady');
  }

  async #send(method: Method, path: string, options: RequestOptions, pace: Pace): Promise<HttpResponse> {
    const url = new URL(this.address + path);
    for (const [name, value] of Object.entries(options.query ?? {})) url.searchParams.set(name, String(value));
    const prepared = {
      method,
      url,
      what: `${method} ${path}`,
      server: this.address,
      headers: {
        accept: 'application/json, */*;q=0.5',
        'accept-encoding': 'gzip',
        ...contentHeaders(options),
        ...this.#authorization(),
      },
      body: contentOf(options),
      idempotent: options.idempotent ?? method === 'GET',
      maxBodyBytes: Math.min(this.#options.maxBodyBytes ?? MAX_BODY_BYTES, options.maxBodyBytes ?? MAX_BODY_BYTES),
      signal: this.#signal(options.signal),
      pace,
    };
    const answer = await sendWithRetry(prepared, await this.#open(), this.#retry);
    this.#hasAnswered = true;
    return answer;
  }

  /** Reads a link that a server signed or that a job's data names, on any host and never with the token. */
  async link(link: string, options: LinkOptions = {}): Promise<HttpResponse> {
    const url = httpUrl(link, this.address);
    if (url === null) throw new SwjobError('network', 'the link to an artifact’s content is not an HTTP address');
    const prepared = {
      method: 'GET' as const,
      url,
      what: `GET ${url.origin}${url.pathname}`,
      server: null,
      headers: { 'accept-encoding': 'identity', ...(options.range !== undefined && { range: options.range }) },
      body: null,
      idempotent: true,
      maxBodyBytes: options.maxBodyBytes ?? this.#options.maxBodyBytes ?? MAX_BODY_BYTES,
      signal: this.#signal(),
      pace: 'steady' as const,
    };
    return sendWithRetry(prepared, await this.#open(), this.#retry);
  }

  /** Opens a WebSocket to the server, with the token in its header. */
  async socket(path: string): Promise<OpenSocket> {
    this.#retry.log(`> WEBSOCKET ${this.address}${path}`);
    const transport = await this.#open();
    return transport.openSocket(`${this.address.replace(/^http/, 'ws')}${path}`, this.#authorization());
  }

  /** Runs work that several calls wait for: aborting one of them does not abort its requests. */
  apart<T>(work: () => T): T {
    const { calls } = this.#options;
    return calls === undefined ? work() : calls.apart(work);
  }

  /** Tells the user that an answer is incomplete. */
  warn(text: string): void {
    this.#options.warn?.(text);
  }

  now(): number {
    return this.#options.now();
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return this.#options.sleep(ms, signal);
  }

  /** Closes the connections; requests in progress fail, and those that wait to be repeated. */
  async close(): Promise<void> {
    this.#closing.abort();
    this.#closing = new AbortController();
    const opened = this.#transport;
    this.#transport = undefined;
    // A failure to open has already been reported.
    await opened?.then((transport) => transport.close()).catch(() => {});
  }

  /** The pause before a request is repeated. */
  async #pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
    const closing = this.#closing.signal;
    await this.sleep(ms, eitherOf(signal, closing));
    if (closing.aborted) throw new SwjobError('interrupted', 'the connections to the server were closed');
  }

  /** The signal of a request: its own, or that of the call being served. */
  #signal(own?: AbortSignal): AbortSignal | undefined {
    return eitherOf(own, this.#options.calls?.current());
  }

  #authorization(): Record<string, string> {
    const { token } = this.#options;
    return token === null ? {} : { authorization: token };
  }

  #open(): Promise<Transport> {
    if (this.#transport === undefined) {
      const { insecure, warn } = this.#options;
      if (insecure) warn?.(`the certificate of ${this.address} is not checked (--insecure)`);
      this.#transport = openTransport(this.#options);
    }
    return this.#transport;
  }
}

function httpUrl(text: string, base?: string): URL | null {
  const url = URL.canParse(text, base) ? new URL(text, base) : null;
  return url?.protocol === 'http:' || url?.protocol === 'https:' ? url : null;
}

function contentHeaders({ json, form }: RequestOptions): Record<string, string> {
  if (json !== undefined) return { 'content-type': 'application/json; charset=utf-8' };
  return form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' };
}

function contentOf({ json, form }: RequestOptions): string | null {
  if (json !== undefined) return JSON.stringify(json);
  return form === undefined ? null : new URLSearchParams(form).toString();
}
