import { SwjobError, usageError } from '../errors.ts';
import type { CallSignals } from '../session-options.ts';
import { eitherOf } from '../signals.ts';
import { redactor } from '../text/secret.ts';
import { withoutLastSlashes } from '../text/trim.ts';
import type { Pace } from './body.ts';
import { openEnvelope } from './envelope.ts';
import { type ExchangeOptions, exchange, type HttpAnswer, type Method } from './exchange.ts';
import { MAX_RETRIES } from './retry.ts';
import type { OpenSocket, Transport } from './sent.ts';
import { openTransport, type TransportOptions } from './transport.ts';

export interface HttpClientOptions extends TransportOptions {
  /** Scheme, host and port, beyond which the token never goes, and the path that the server lies below. */
  readonly address: string;
  /** The `Authorization` header as it stands, `Bearer ` included; null when not logged in. */
  readonly token: string | null;
  /** Receives a line a request and a line an answer, without credentials (`--verbose`). */
  readonly log?: ((line: string) => void) | undefined;
  /** Receives what the user should know: that `insecure` is in force, once, and what an answer lacks. */
  readonly warn?: ((line: string) => void) | undefined;
  /** Resolves after this many milliseconds, or at once when the signal is aborted. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** From 0 to 1. */
  readonly random: () => number;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** An answer that is longer is refused while it is read; 256 MiB unless given. */
  readonly maxBodyBytes?: number | undefined;
  /** How often a request is sent again where that may help. */
  readonly maxRetries?: number | undefined;
  readonly calls?: CallSignals | undefined;
}

export interface RequestOptions {
  readonly query?: Readonly<Record<string, string | number>> | undefined;
  readonly json?: unknown;
  readonly form?: Readonly<Record<string, string>> | undefined;
  /** True for a POST that only reads: it is tried again like a GET. */
  readonly idempotent?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Less than the client's own limit. */
  readonly maxBodyBytes?: number | undefined;
  /** Receives the length of the answer's body. */
  readonly onBytes?: ((bytes: number) => void) | undefined;
}

export interface LinkOptions {
  /** The value of a `Range` header. */
  readonly range?: string | undefined;
  readonly maxBodyBytes?: number | undefined;
}

const MAX_BODY_BYTES = 256 * 1024 * 1024;
/** What a header's value may hold: a line break would start another header. */
const HEADER_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

/** Requests to one Server: its token, retries, limits and errors. Every failure is a `SwjobError`. */
export class HttpClient {
  /** Without a slash at its end. */
  readonly address: string;
  readonly #options: HttpClientOptions;
  readonly #exchange: ExchangeOptions;
  #transport: Promise<Transport> | undefined;

  /** An address that is not HTTP and a token that no header may hold are errors at once. */
  constructor(options: HttpClientOptions) {
    const { token, log, sleep, random, now } = options;
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
    const redact = redactor(token === null ? [] : [token, token.replace(/^Bearer\s+/i, '')]);
    this.#exchange = {
      // Paths and types of content in these lines are a server's own words.
      log: log === undefined ? () => {} : (line) => log(redact(line)),
      sleep,
      random,
      now,
      redact,
      requestTimeoutMs: options.requestTimeoutMs,
      maxRetries: options.maxRetries ?? MAX_RETRIES,
    };
  }

  /** The `data` of a successful answer. `path` is one that `apiPath` built. */
  async json(method: Method, path: string, options: RequestOptions = {}): Promise<unknown> {
    const answer = await this.#send(method, path, options, 'whole');
    options.onBytes?.(answer.body.length);
    return openEnvelope(`${method} ${path}`, answer, this.#exchange.redact);
  }

  /** Any answer with a status below 300, after retries and redirects. It may take long as long as it goes on. */
  request(method: Method, path: string, options: RequestOptions = {}): Promise<HttpAnswer> {
    return this.#send(method, path, options, 'steady');
  }

  async #send(method: Method, path: string, options: RequestOptions, pace: Pace): Promise<HttpAnswer> {
    const url = new URL(this.address + path);
    for (const [name, value] of Object.entries(options.query ?? {})) url.searchParams.set(name, String(value));
    const prepared = {
      method,
      url,
      what: `${method} ${path}`,
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
    return exchange(prepared, await this.#open(), this.#exchange);
  }

  /** Content behind a link that a server signed or that a job's data names, wherever it lies: never with the token. */
  async link(link: string, options: LinkOptions = {}): Promise<HttpAnswer> {
    const url = httpUrl(link, this.address);
    if (url === null) throw new SwjobError('network', 'the link to an artifact’s content is not an HTTP address');
    const prepared = {
      method: 'GET' as const,
      url,
      what: `GET ${url.origin}${url.pathname}`,
      headers: { 'accept-encoding': 'identity', ...(options.range !== undefined && { range: options.range }) },
      body: null,
      idempotent: true,
      maxBodyBytes: options.maxBodyBytes ?? this.#options.maxBodyBytes ?? MAX_BODY_BYTES,
      signal: this.#signal(),
      pace: 'steady' as const,
    };
    return exchange(prepared, await this.#open(), this.#exchange);
  }

  /** A WebSocket of the server's, the token in its header. */
  async socket(path: string): Promise<OpenSocket> {
    this.#exchange.log(`> WEBSOCKET ${this.address}${path}`);
    const transport = await this.#open();
    return transport.openSocket(`${this.address.replace(/^http/, 'ws')}${path}`, this.#authorization());
  }

  /** Does what several calls wait for: the end of one of them does not end its requests. */
  apart<T>(work: () => T): T {
    const { calls } = this.#options;
    return calls === undefined ? work() : calls.apart(work);
  }

  /** Tells the user what an answer lacks. */
  warn(text: string): void {
    this.#options.warn?.(text);
  }

  now(): number {
    return this.#options.now();
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return this.#options.sleep(ms, signal);
  }

  /** Closes the connections; requests still under way fail. */
  async close(): Promise<void> {
    const opened = this.#transport;
    this.#transport = undefined;
    // One that could not be opened has already reported it.
    await opened?.then((transport) => transport.close()).catch(() => {});
  }

  /** What ends a request: its own signal, or that of the call that it is sent for. */
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
