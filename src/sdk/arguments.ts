import { isPromise } from 'node:util/types';
import { isError, isSwjobError, messageOf, SwjobError, usageError } from '../errors.ts';
import { show } from '../text/show.ts';
import { closest, listText, meant } from '../text/suggest.ts';

/** Returns a checked argument, or throws a usage error; `name` is what messages call the argument. */
export type Check<T> = (value: unknown, name: string) => T;

/** A check for each option, so that the compiler finds a forgotten one. */
export type Checks<Options> = { readonly [Name in keyof Options]-?: Check<Options[Name]> };

/**
 * Checks the options of a function, and returns them. `null` and `undefined` both mean that an option is not given. An
 * unknown option is an error with a suggestion: a mistyped one would otherwise be ignored silently.
 */
export function checkOptions<Options>(value: unknown, of: string, checks: Checks<Options>): Options {
  if (!isOptions(value)) throw wrong(`the options of ${of}`, 'an object', value);
  const names = Object.keys(checks);
  const unknown = Object.keys(value).find((name) => !Object.hasOwn(checks, name));
  if (unknown !== undefined) throw unknownOption(unknown, of, names);
  const checked = names.map((name) => {
    const check = checks[name as keyof Options];
    return [name, check(value[name] ?? undefined, name)] as const;
  });
  return Object.fromEntries(checked.filter(([, option]) => option !== undefined)) as Options;
}

/** Whether a value is a plain object, not an array or a Map. */
export function isOptions(value: unknown): value is Readonly<Record<string, unknown>> {
  return Object.prototype.toString.call(value) === '[object Object]';
}

/** Makes a check accept a missing option. */
export function optional<T>(check: Check<T>): Check<T | undefined> {
  return (value, name) => (value === undefined || value === null ? undefined : check(value, name));
}

export const text: Check<string> = (value, name) => {
  if (typeof value !== 'string') throw wrong(name, 'a string', value);
  return value;
};

export const filledText: Check<string> = (value, name) => {
  if (typeof value !== 'string' || value === '') throw wrong(name, 'a string that is not empty', value);
  return value;
};

export const flag: Check<boolean> = (value, name) => {
  if (typeof value !== 'boolean') throw wrong(name, 'true or false', value);
  return value;
};

export function wholeNumber(minimum = Number.MIN_SAFE_INTEGER): Check<number> {
  return (value, name) => {
    if (typeof value === 'number' && Number.isSafeInteger(value) && value >= minimum) return value;
    const from = minimum === Number.MIN_SAFE_INTEGER ? '' : ` of ${minimum} or more`;
    throw wrong(name, `a whole number${from}`, value);
  };
}

export const revision: Check<bigint> = (value, name) => {
  if (typeof value === 'bigint' && value >= 0n) return value;
  throw wrong(name, 'a bigint of 0 or more, such as 5n', value);
};

/** A key of a table, of any type that a key column can have. */
export const key: Check<string | number | bigint | boolean | Uint8Array> = (value, name) => {
  if (['string', 'number', 'bigint', 'boolean'].includes(typeof value) || value instanceof Uint8Array) {
    return value as string | number | bigint | boolean | Uint8Array;
  }
  throw wrong(name, 'a string, number, bigint, boolean or Uint8Array', value);
};

export function oneOf<T extends string>(words: readonly T[]): Check<T> {
  return (value, name) => {
    const word = words.find((each) => each === value);
    if (word !== undefined) return word;
    const suggestion = typeof value === 'string' ? meant(closest(value, words)) : undefined;
    throw wrong(name, `one of ${listText(words)}`, value, suggestion);
  };
}

export function list<T>(check: Check<T>): Check<readonly T[]> {
  return (value, name) => {
    if (Array.isArray(value)) return value.map((item: unknown, index) => check(item, `${name}[${index}]`));
    const hint = typeof value === 'string' ? `Write [${show(value)}] for a list of one.` : undefined;
    throw wrong(name, 'an array', value, hint);
  };
}

export function callback<T extends (...args: never[]) => unknown>(): Check<T> {
  return (value, name) => {
    if (typeof value !== 'function') throw wrong(name, 'a function', value);
    return value as T;
  };
}

/**
 * A callback that only receives something. What it throws, or its promise rejects with, becomes a SwjobError with its name, so
 * that it can be the error of the call.
 */
export function listener<T>(): Check<(value: T) => void> {
  return (given, name) => {
    const call = callback<(value: T) => unknown>()(given, name);
    const fail = (error: unknown): never => {
      if (isSwjobError(error)) throw error;
      throw new SwjobError('operation-failed', `${name} threw: ${messageOf(error)}`, { cause: error });
    };
    return (value) => {
      try {
        const result = call(value);
        return isPromise(result) ? result.catch(fail) : undefined;
      } catch (error) {
        return fail(error);
      }
    };
  };
}

export const signal: Check<AbortSignal> = (value, name) => {
  const { aborted, addEventListener } = Object(value) as Partial<AbortSignal>;
  if (typeof aborted !== 'boolean' || typeof addEventListener !== 'function')
    throw wrong(name, 'an AbortSignal', value);
  return value as AbortSignal;
};

/** Throws `abortError` if the signal is aborted. */
export function throwIfAborted(given: AbortSignal | undefined, what: string): void {
  if (given?.aborted === true) throw abortError(given, what);
}

/** The error of an aborted call: `timeout` if `AbortSignal.timeout` aborted it, else `interrupted`. */
export function abortError({ reason }: AbortSignal, what: string): SwjobError {
  const isTimeout = isError(reason) && reason.name === 'TimeoutError';
  return isTimeout
    ? new SwjobError('timeout', `${what} took longer than its signal allows`, { cause: reason })
    : new SwjobError('interrupted', `${what} was interrupted`, { cause: reason });
}

/** The usage error for an argument of the wrong kind. */
export function wrong(name: string, wanted: string, value: unknown, hint?: string): SwjobError {
  return usageError(`${name} must be ${wanted}, not ${described(value)}`, hint);
}

function unknownOption(name: string, of: string, names: readonly string[]): SwjobError {
  // Compared in snake case: the Python SDK's names, and parts of names, are then close enough to be suggested.
  const inSnakeCase = new Map(names.map((known) => [snakeCase(known), known]));
  const near = closest(snakeCase(name), inSnakeCase.keys()).map((found) => inSnakeCase.get(found) ?? found);
  const hint = [meant(near), `Its options: ${listText(names)}`].filter(Boolean).join(' ');
  return usageError(`${of} has no option ${show(name)}`, hint);
}

function snakeCase(name: string): string {
  return name
    .replace(/^-+/, '')
    .replace(/(?<=[a-z])[A-Z]/g, (letter) => `_${letter}`)
    .replaceAll('-', '_')
    .toLowerCase();
}

/** A wrong value for a message: short, and never the contents of an object, which could be secret. */
function described(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return show(value);
    case 'bigint':
      return `${value}n`;
    case 'number':
    case 'boolean':
    case 'undefined':
      return String(value);
    case 'object':
      if (value === null) return 'null';
      if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'an invalid Date' : 'a Date';
      if ('then' in value) return 'a Promise';
      if (!Array.isArray(value)) return 'an object';
      return value.length === 0 ? 'an empty array' : 'an array';
    default:
      return `a ${typeof value}`;
  }
}
