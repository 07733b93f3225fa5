/** Formats an object for `console.log`; a depth below 0 asks for its name alone. */
export type Show<T> = (this: T, depth: number, options: InspectOptions, inspect: Inspect) => string;

export interface InspectOptions {
  readonly depth?: number | null | undefined;
}

export type Inspect = (value: unknown, options: InspectOptions) => string;

const INSPECT = Symbol.for('nodejs.util.inspect.custom');

/**
 * Sets how `console.log` shows the objects of a class. Called from its constructor: bundlers cannot drop a class whose
 * module has side effects.
 */
export function showBy<T extends object>(prototype: T, show: Show<T>): void {
  if (Object.hasOwn(prototype, INSPECT)) return;
  Object.defineProperty(prototype, INSPECT, { value: show, writable: true, configurable: true });
}
