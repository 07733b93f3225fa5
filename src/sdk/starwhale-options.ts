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

/** What a `Starwhale` sees instead of what the environment names, and how it talks to Servers. */
export interface StarwhaleOptions {
  /** The path of swcli's config file, which must exist; else `$SW_CLI_CONFIG`, else `~/.config/starwhale/config.yaml`. */
  readonly config?: string | undefined;
  /** The folder of the Standalone instance; else `$SW_LOCAL_STORAGE`, else that of the config. */
  readonly storage?: string | undefined;
  /** The token for the Server of `project`, else of the current instance; it is sent to no other. */
  readonly token?: string | undefined;
  /** The project of jobs and calls that name none; else the current one. */
  readonly project?: string | Project | undefined;
  /** Milliseconds that a Server has to answer each request, after which a call fails with `timeout`; 60,000 unless given. */
  readonly timeout?: number | undefined;
  /** How often a request is sent again where the Server or the way to it failed; 3 times unless given. */
  readonly maxRetries?: number | undefined;
  /** Ends all calls, and their requests, with the error `interrupted`. */
  readonly signal?: AbortSignal | undefined;
  /** Sends the requests to Servers: a function like `fetch`. Connections of our own unless given. */
  readonly fetch?: FetchLike | undefined;
  /** Sends the requests to Servers: an undici Dispatcher, for proxies or certificates say. Not together with `fetch`. */
  readonly dispatcher?: DispatcherLike | undefined;
}

const dispatcher: Check<DispatcherLike> = (value, name) => {
  const { request } = Object(value) as Partial<DispatcherLike>;
  if (typeof request !== 'function') throw wrong(name, 'an undici Dispatcher', value);
  return value as DispatcherLike;
};

export type CheckedStarwhaleOptions = Omit<StarwhaleOptions, 'project'> & { readonly project?: string | undefined };

export const STARWHALE_CHECKS: Checks<CheckedStarwhaleOptions> = {
  config: optional(filledText),
  storage: optional(filledText),
  token: optional(filledText),
  project: optional(projectUri),
  timeout: optional(wholeNumber(1)),
  maxRetries: optional(wholeNumber(0)),
  signal: optional(signal),
  fetch: optional(callback<FetchLike>()),
  dispatcher: optional(dispatcher),
};
