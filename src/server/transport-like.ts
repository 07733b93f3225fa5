/**
 * A function like `fetch` that sends requests for swjob. It must not follow redirects.
 */
export type FetchLike = (url: string, init: FetchInit) => Promise<FetchResponse>;

/** The request that a `FetchLike` has to send. */
export interface FetchInit {
  /** The HTTP method: `GET`, `POST`, `PUT` or `DELETE`. */
  readonly method: string;
  /** The headers, including the token. */
  readonly headers: Record<string, string>;
  /** The body; undefined if there is none. */
  readonly body?: string;
  /** Redirects must not be followed, since the token must not go to another address. */
  readonly redirect: 'manual';
  /** Aborts the request. */
  readonly signal: AbortSignal;
}

/** The part of a `Response` that swjob uses. */
export interface FetchResponse {
  /** The HTTP status. */
  readonly status: number;
  /** The headers. */
  readonly headers: FetchHeaders;
  /** The unpacked content as a stream; if it is not one, `arrayBuffer` is used. */
  readonly body?: unknown;
  /** Reads the whole content. */
  arrayBuffer(): Promise<ArrayBuffer>;
}

/** The part of `Headers` that swjob uses. */
export interface FetchHeaders {
  /**
   * Calls a function for each header.
   *
   * @param each receives the header's value, then its name
   */
  forEach(each: (value: string, name: string) => void): void;
}

/** An undici `Dispatcher`, such as an `Agent`, a `ProxyAgent` or a `MockAgent`, of any copy of undici. */
export interface DispatcherLike {
  /**
   * Sends a request.
   *
   * @param options the request, as undici's `Dispatcher.request` takes it
   */
  request(options: DispatcherRequest): Promise<DispatcherResponse>;
}

/** The request that a dispatcher has to send. */
export interface DispatcherRequest {
  /** Scheme, host and port. */
  origin: string;
  /** The path with its query. */
  path: string;
  /** The HTTP method. */
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** The headers, including the token. */
  headers: Record<string, string>;
  /** The body; null if there is none. */
  body: string | null;
  /** Aborts the request. */
  signal: AbortSignal;
  /** Time limit for the response headers in milliseconds. */
  headersTimeout: number;
  /** Time limit between two chunks of the response body in milliseconds. */
  bodyTimeout: number;
}

/** A dispatcher's response. */
export interface DispatcherResponse {
  /** The HTTP status. */
  readonly statusCode: number;
  /** The headers by lower-case name. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** The content as it was sent, not unpacked. */
  readonly body: AsyncIterable<Uint8Array>;
}
