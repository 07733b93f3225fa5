import { usageError } from '../errors.ts';

/** The same limit as on the command line. */
const MAX_NESTING = 1000;

type BigintText = (value: bigint) => string;

interface PythonObject {
  readonly pythonType: string;
  readonly attributes: ReadonlyMap<string, unknown>;
}

/** A value as JSON; undefined for a value that JSON omits, such as a function. */
export function jsonText(value: unknown, bigintText: BigintText = String): string | undefined {
  return textOf(value, 0, bigintText);
}

function textOf(value: unknown, depth: number, bigintText: BigintText): string | undefined {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value);
    case 'number':
      return numberText(value);
    case 'bigint':
      return bigintText(value);
    case 'boolean':
      return String(value);
    case 'object':
      return value === null ? 'null' : objectText(value, depth, bigintText);
    default:
      return undefined;
  }
}

function numberText(value: number): string {
  if (!Number.isFinite(value)) return `"${value}"`;
  return Object.is(value, -0) ? '-0' : `${value}`;
}

function objectText(value: object, depth: number, bigintText: BigintText): string {
  if (depth >= MAX_NESTING) {
    throw usageError(`the value is nested more than ${MAX_NESTING} levels deep, or in itself`);
  }
  if (value instanceof Uint8Array) return `"${Buffer.from(value).toString('base64')}"`;
  if (Array.isArray(value)) return listText(value, depth, bigintText);
  if (ArrayBuffer.isView(value) && Symbol.iterator in value) {
    return listText(value as Iterable<unknown> & object, depth, bigintText);
  }
  if (value instanceof Map) {
    const isNamed = [...value.keys()].every((key) => typeof key === 'string');
    return isNamed ? membersText(value as Map<string, unknown>, depth, bigintText) : listText(value, depth, bigintText);
  }
  if (isPythonObject(value)) {
    const attributes = [...value.attributes].filter(([name]) => name !== '_python_type');
    return membersText([...attributes, ['_python_type', value.pythonType]], depth, bigintText);
  }
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'null' : JSON.stringify(value);
  if ('toJSON' in value && typeof value.toJSON === 'function') {
    return textOf(value.toJSON(), depth + 1, bigintText) ?? 'null';
  }
  if (value instanceof Set) return listText(value, depth, bigintText);
  return membersText(Object.entries(value), depth, bigintText);
}

/** Tested by shape: importing the class would be a cycle, since the class uses this module. */
function isPythonObject(value: object): value is PythonObject {
  return 'pythonType' in value && 'attributes' in value && value.attributes instanceof Map;
}

// Loops: a callback would take another frame of the stack for each level.

function listText(items: Iterable<unknown>, depth: number, bigintText: BigintText): string {
  const texts: string[] = [];
  for (const item of items) texts.push(textOf(item, depth + 1, bigintText) ?? 'null');
  return `[${texts.join(',')}]`;
}

function membersText(members: Iterable<readonly [string, unknown]>, depth: number, bigintText: BigintText): string {
  const texts: string[] = [];
  for (const [name, item] of members) {
    const text = textOf(item, depth + 1, bigintText);
    if (text !== undefined) texts.push(`${JSON.stringify(name)}:${text}`);
  }
  return `{${texts.join(',')}}`;
}
