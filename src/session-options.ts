import type { Surroundings } from './config/surroundings.ts';
import type { DispatcherLike, FetchLike } from './server/transport-like.ts';

export interface SessionOptions extends Surroundings {
  /** The process that asks; it and its ancestors are not taken for jobs that run. */
  readonly pid: number;
  readonly configFile?: string | undefined;
  /** How instances on servers are talked to. */
  readonly http?: HttpOptions;
  /** Collects the tokens in use, so that nothing that is printed holds one. */
  readonly secrets?: Set<string> | undefined;
}

interface HttpOptions {
  /** How often a request is sent again where that may help; 3 times unless given. */
  readonly maxRetries?: number | undefined;
  /** Sends requests in the place of connections of our own. */
  readonly fetch?: FetchLike | undefined;
  readonly dispatcher?: DispatcherLike | undefined;
  /** What ends requests beside their own signals. */
  readonly calls?: CallSignals | undefined;
  readonly requestTimeoutMs?: number | undefined;
  readonly insecure?: boolean | undefined;
  /** Called for every request, without credentials. */
  readonly log?: ((line: string) => void) | undefined;
  /** Called with what the user should know, such as an insecure connection. */
  readonly warn?: ((text: string) => void) | undefined;
}

/** The signals of a program's calls: whatever is sent for a call ends with it. */
export interface CallSignals {
  /** That of the call that a request is sent for. */
  current(): AbortSignal | undefined;
  /** Does what several calls wait for: the end of one of them does not end it. */
  apart<T>(work: () => T): T;
}
