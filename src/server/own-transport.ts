import { SwjobError } from '../errors.ts';
import type { SentAnswer, SentRequest, Transport } from './sent.ts';
import { TimeLimit } from './time-limit.ts';

/**
 * What a program may give to send requests with: `fetch`, or a function like it. It gets an address, and follows no
 * redirects.
 */
export type FetchLike = (url: string, init: FetchInit) => Promise<FetchResponse>;

/** What `fetch` is asked for. */
export interface FetchInit {
  /** `GET`, `POST`, `PUT` or `DELETE`. */
  readonly method: string;
  /** The token among them. */
  readonly headers: Record<string, string>;
  /** The text to send; undefined if there is none. */
  readonly body?: string;
  /** A token goes to no other address than its own. */
  readonly redirect: 'manual';
  /** Ends the request. */
  readonly signal: AbortSignal;
}

/** What of a `Response` is looked at. */
export interface FetchResponse {
  /** The HTTP status. */
  readonly status: number;
  /** The headers by their names. */
  readonly headers: FetchHeaders;
  /** The content as a stream, unpacked; without one, `arrayBuffer` is asked. */
  readonly body?: unknown;
  /** The whole content. */
  arrayBuffer(): Promise<ArrayBuffer>;
}

/** What of `Headers` is looked at. */
export interface FetchHeaders {
  /**
   * Gives each header to a function.
   *
   * @param each gets its value, then its name
   */
  forEach(each: (value: string, name: string) => void): void;
}

/** An undici `Dispatcher`, such as an `Agent`, a `ProxyAgent` or a `MockAgent`, of any copy of undici. */
export interface DispatcherLike {
  /**
   * Sends a request.
   *
   * @param options as undici's `Dispatcher.request` takes them
   */
  request(options: DispatcherRequest): Promise<DispatcherResponse>;
}

/** What a dispatcher is asked for. */
export interface DispatcherRequest {
  /** Scheme, host and port. */
  origin: string;
  /** The path with its query. */
  path: string;
  /** The HTTP method. */
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** The token among them. */
  headers: Record<string, string>;
  /** The text to send; null if there is none. */
  body: string | null;
  /** Ends the request. */
  signal: AbortSignal;
  /** Milliseconds to the first byte of the answer. */
  headersTimeout: number;
  /** Milliseconds between two pieces of it. */
  bodyTimeout: number;
}

/** What a dispatcher answers. */
export interface DispatcherResponse {
  /** The HTTP status. */
  readonly statusCode: number;
  /** The headers by their names in lower case. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** The content as it was sent. */
  readonly body: AsyncIterable<Uint8Array>;
}

/** Sends requests by a program's own `fetch`. */
export function fetchTransport(fetch: FetchLike, timeoutMs: number): Transport {
  return {
    async send({ origin, path, method, headers, body, signal: given }: SentRequest): Promise<SentAnswer> {
      const limit = new TimeLimit(timeoutMs, given);
      const { signal } = limit;
      const init = {
        method,
        headers: { ...headers },
        ...(body !== null && { body }),
        redirect: 'manual',
        signal,
      } as const;
      const response = await fetch(`${origin}${path}`, init);
      const received: Record<string, string> = {};
      response.headers.forEach((value, name) => {
        received[name.toLowerCase()] = value;
      });
      // The content comes unpacked, so neither is true of it.
      delete received['content-encoding'];
      delete received['content-length'];
      return { statusCode: response.status, headers: received, body: contentOf(response, limit) };
    },
    openSocket: () => refuseSocket('fetch'),
    proxyFor: () => null,
    close: async () => undefined,
  };
}

/** Sends requests by a program's own dispatcher, which the program closes. */
export function dispatcherTransport(dispatcher: DispatcherLike, timeoutMs: number): Transport {
  return {
    send: ({ origin, path, method, headers, body, signal = new AbortController().signal }) =>
      dispatcher.request({
        ...{ origin, path, method, headers: { ...headers }, body, signal },
        ...{ headersTimeout: timeoutMs, bodyTimeout: timeoutMs },
      }),
    openSocket: () => refuseSocket('dispatcher'),
    proxyFor: () => null,
    close: async () => undefined,
  };
}

function refuseSocket(option: string): never {
  throw new SwjobError(
    'operation-failed',
    `the log of a running task comes by a WebSocket, which ${option} cannot open`,
    {
      hint: `Follow logs with a Starwhale without the option ${option}, or wait for the job and read them then.`,
    },
  );
}

interface Reader {
  read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array | undefined }>;
  cancel(): Promise<void>;
}

async function* contentOf(response: FetchResponse, limit: TimeLimit): AsyncGenerator<Uint8Array> {
  const { body } = response;
  if (typeof body !== 'object' || body === null || !('getReader' in body)) {
    yield new Uint8Array(await limit.of(response.arrayBuffer(), 'UND_ERR_BODY_TIMEOUT'));
    return;
  }
  const reader = (body as { getReader(): Reader }).getReader();
  try {
    for (;;) {
      const { done, value } = await limit.of(reader.read(), 'UND_ERR_BODY_TIMEOUT');
      if (done) return;
      if (value !== undefined) yield value;
    }
  } finally {
    reader.cancel().catch(() => undefined);
  }
}
