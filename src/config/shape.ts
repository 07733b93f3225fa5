import { SwjobError } from '../errors.ts';

/** A config file's content, unknown keys included. */
export interface ConfigDocument {
  [key: string]: unknown;
}

/** The mapping under a key, empty if it is absent or null; throws an error that names file and key for anything else. */
export function mappingAt(document: ConfigDocument, key: string, file: string, fullKey: string = key): ConfigDocument {
  const value = ownValue(document, key);
  if (value === undefined || value === null) return {};
  if (!isMapping(value)) throw wrongShape(file, fullKey, 'a mapping', value);
  return value;
}

/** The string under a key, null if it is absent, null or empty; throws for a mapping or list, naming file and key. */
export function textAt(document: ConfigDocument, key: string, file: string, fullKey: string = key): string | null {
  const value = ownValue(document, key);
  if (value === undefined || value === null || value === '') return null;
  if (typeof value !== 'string') throw wrongShape(file, fullKey, 'text', value);
  return value;
}

/** Whether a value is a YAML mapping; `PlainScalar`s, which are objects too, are not. */
export function isMapping(value: unknown): value is ConfigDocument {
  return Object.prototype.toString.call(value) === '[object Object]';
}

/** The own value under a key, which may be any string: inherited properties do not count. */
export function ownValue(document: ConfigDocument, key: string): unknown {
  return Object.hasOwn(document, key) ? document[key] : undefined;
}

/** An error about a value in the config file; it does not show the value. */
export function wrongConfig(file: string, key: string, reason: string): SwjobError {
  return new SwjobError('operation-failed', `the config file ${file} is not valid: ${key} ${reason}`, {
    hint: 'Fix the file, or move it away to start with the defaults.',
  });
}

function wrongShape(file: string, key: string, expected: string, value: unknown): SwjobError {
  const found = Array.isArray(value) ? 'a list' : isMapping(value) ? 'a mapping' : 'a single value';
  return wrongConfig(file, key, `must be ${expected}, not ${found}`);
}
