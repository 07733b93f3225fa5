import type { WebSocket } from 'undici';
import type { HttpProxy } from './proxies.ts';

export interface SentRequest {
  readonly origin: string;
  /** The path with its query. */
  readonly path: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  readonly signal: AbortSignal | undefined;
}

export interface SentAnswer {
  readonly statusCode: number;
  /** The headers by lower-case name. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: AsyncIterable<Uint8Array>;
}

/** The keep-alive connections to servers; the only place that loads undici. */
export interface Transport {
  send(request: SentRequest): Promise<SentAnswer>;
  openSocket(url: string, headers: Readonly<Record<string, string>>): Promise<OpenSocket>;
  /** Null for a direct connection. */
  proxyFor(url: URL): HttpProxy | null;
  close(): Promise<void>;
}

export interface OpenSocket {
  readonly socket: WebSocket;
  /** Drops the connection without the closing handshake that `close` waits for. */
  readonly abandon: () => void;
}
