import type { Environment } from './config/environment.ts';
import type { DispatcherLike, FetchLike } from './server/transport-like.ts';

export interface SessionOptions extends Environment {
  /** This process's id: it and its ancestors are never taken for a running job. */
  readonly pid: number;
  readonly configFile?: string | undefined;
  /** How to talk to Servers. */
  readonly http?: HttpOptions;
  /** Collects the tokens in use, so that they can be redacted from everything printed. */
  readonly secrets?: Set<string> | undefined;
}

interface HttpOptions {
  /** How often to retry a request where that may help; 3 times by default. */
  readonly maxRetries?: number | undefined;
  /** Sends requests instead of our own connections. */
  readonly fetch?: FetchLike | undefined;
  readonly dispatcher?: DispatcherLike | undefined;
  /** What aborts requests, besides their own signals. */
  readonly calls?: CallSignals | undefined;
  readonly requestTimeoutMs?: number | undefined;
  readonly insecure?: boolean | undefined;
  /** Called for every request, without credentials. */
  readonly log?: ((line: string) => void) | undefined;
  /** Called with what the user should know, such as an insecure connection. */
  readonly warn?: ((text: string) => void) | undefined;
}

/** The signals of a program's calls: aborting a call aborts the requests sent for it. */
export interface CallSignals {
  /** The signal of the call being served. */
  current(): AbortSignal | undefined;
  /** Runs work that several calls wait for: aborting one of them does not abort it. */
  apart<T>(work: () => T): T;
}
