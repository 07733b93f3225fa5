import { usageError } from '../errors.ts';
import type { DispatcherLike, FetchLike } from '../server/transport-like.ts';
import { type Check, type Checks, callback, filledText, optional, signal, wholeNumber, wrong } from './arguments.ts';
import { type Project, projectUri } from './project.ts';

export type {
  DispatcherLike,
  DispatcherRequest,
  DispatcherResponse,
  FetchHeaders,
  FetchInit,
  FetchLike,
  FetchResponse,
} from '../server/transport-like.ts';

/** What a `Starwhale` uses instead of the environment's settings, and how it talks to Servers. */
export interface StarwhaleOptions {
  /**
   * The path of swcli's config file, which must exist; by default `$SW_CLI_CONFIG`, else
   * `~/.config/starwhale/config.yaml`.
   */
  readonly config?: string | undefined;
  /** The folder of the Standalone instance; by default `$SW_LOCAL_STORAGE`, else that of the config. */
  readonly storage?: string | undefined;
  /** The token for the Server of `project`, by default for the current instance. It is sent to no other Server. */
  readonly token?: string | undefined;
  /** The project for URIs and calls that name none; by default the current one. */
  readonly project?: string | Project | undefined;
  /** Time limit for each request in milliseconds, after which the call fails with `timeout`; 60,000 by default. */
  readonly timeout?: number | undefined;
  /** How often to retry a request after a failure of the Server or the network; 3 times by default. */
  readonly maxRetries?: number | undefined;
  /** Aborts all calls and their requests, which then fail with `interrupted`. */
  readonly signal?: AbortSignal | undefined;
  /** A function like `fetch` that sends the requests to Servers; by default swjob opens its own connections. */
  readonly fetch?: FetchLike | undefined;
  /** An undici Dispatcher that sends the requests to Servers, for proxies or certificates for example. Not with `fetch`. */
  readonly dispatcher?: DispatcherLike | undefined;
}

const dispatcher: Check<DispatcherLike> = (value, name) => {
  const { request } = Object(value) as Partial<DispatcherLike>;
  if (typeof request !== 'function') throw wrong(name, 'an undici Dispatcher', value);
  return value as DispatcherLike;
};

export type CheckedStarwhaleOptions = Omit<StarwhaleOptions, 'project'> & { readonly project?: string | undefined };

/** Never shows the token. */
const token: Check<string> = (value, name) => {
  const given = filledText(value, name);
  if (/^[\x20-\x7e]+$/.test(given.trim())) return given;
  throw usageError(`${name} contains invalid characters (a line break?)`);
};

export const STARWHALE_CHECKS: Checks<CheckedStarwhaleOptions> = {
  config: optional(filledText),
  storage: optional(filledText),
  token: optional(token),
  project: optional(projectUri),
  timeout: optional(wholeNumber(1)),
  maxRetries: optional(wholeNumber(0)),
  signal: optional(signal),
  fetch: optional(callback<FetchLike>()),
  dispatcher: optional(dispatcher),
};
