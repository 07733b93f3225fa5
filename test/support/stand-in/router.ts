import type { IncomingHttpHeaders } from 'node:http';
import { type Answer, internalError, unknownPath } from './answer.ts';

export interface ApiRequest {
  readonly method: string;
  /** The path's named parts, decoded. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /** JSON taken apart, any other body as text, undefined where there is none. */
  readonly body: unknown;
}

export interface Route {
  readonly method: string;
  readonly parts: readonly string[];
  readonly answer: (request: ApiRequest) => Answer | Promise<Answer>;
}

/** A route below the API's prefix; `:name` stands for one part of the path. */
export function route(method: string, path: string, answer: Route['answer']): Route {
  return { method, parts: path.split('/'), answer };
}

/**
 * The route for a request, and the path's named parts. A path without a route gets the HTML page; one with routes for other
 * methods gets the recorded 500.
 */
export function findRoute(
  routes: readonly Route[],
  method: string,
  path: string,
): { readonly found: Route; readonly params: Readonly<Record<string, string>> } {
  const parts = path.split('/').map(decodeURIComponent);
  const fitting = routes.filter((one) => fits(one.parts, parts));
  if (fitting.length === 0) throw unknownPath();
  const found = fitting.find((one) => one.method === method);
  if (found === undefined) throw internalError(`Request method '${method}' not supported`);
  const named = found.parts.flatMap((part, index) =>
    part.startsWith(':') ? [[part.slice(1), parts[index] ?? '']] : [],
  );
  return { found, params: Object.fromEntries(named) };
}

function fits(pattern: readonly string[], parts: readonly string[]): boolean {
  return (
    pattern.length === parts.length && pattern.every((part, index) => part.startsWith(':') || part === parts[index])
  );
}
