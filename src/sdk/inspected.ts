/** What `console.log` shows of an object; a depth below 0 asks for its name alone. */
export type Show<T> = (this: T, depth: number, options: InspectOptions, inspect: Inspect) => string;

export interface InspectOptions {
  readonly depth?: number | null | undefined;
}

export type Inspect = (value: unknown, options: InspectOptions) => string;

const INSPECT = Symbol.for('nodejs.util.inspect.custom');

/**
 * Has `console.log` show objects of a class in this way. Called where the first one is made: a class that does something when
 * it is loaded would stay in every bundle.
 */
export function showBy<T extends object>(prototype: T, show: Show<T>): void {
  if (Object.hasOwn(prototype, INSPECT)) return;
  Object.defineProperty(prototype, INSPECT, { value: show, writable: true, configurable: true });
}
