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
