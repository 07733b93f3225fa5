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
  const inner = (item: unknown) => textOf(item, depth + 1, bigintText);
  if (value instanceof Uint8Array) return `"${Buffer.from(value).toString('base64')}"`;
  if (Array.isArray(value)) return listText(value, inner);
  if (ArrayBuffer.isView(value) && Symbol.iterator in value)
    return listText(value as Iterable<unknown> & object, inner);
  if (value instanceof Map) return mapText(value, inner);
  if (isPythonObject(value)) {
    const attributes = [...value.attributes].filter(([name]) => name !== '_python_type');
    return membersText([...attributes, ['_python_type', value.pythonType]], inner);
  }
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'null' : JSON.stringify(value);
  if ('toJSON' in value && typeof value.toJSON === 'function') return inner(value.toJSON()) ?? 'null';
  if (value instanceof Set) return listText(value, inner);
  return membersText(Object.entries(value), inner);
}

/** Tested by shape: importing the class would be a cycle, since the class uses this module. */
function isPythonObject(value: object): value is PythonObject {
  return 'pythonType' in value && 'attributes' in value && value.attributes instanceof Map;
}

function listText(items: Iterable<unknown>, inner: (item: unknown) => string | undefined): string {
  return `[${Array.from(items, (item) => inner(item) ?? 'null').join(',')}]`;
}

function mapText(map: ReadonlyMap<unknown, unknown>, inner: (item: unknown) => string | undefined): string {
  const entries = [...map];
  const isNamed = (entry: [unknown, unknown]): entry is [string, unknown] => typeof entry[0] === 'string';
  return entries.every(isNamed) ? membersText(entries, inner) : listText(entries, inner);
}

function membersText(
  members: readonly (readonly [string, unknown])[],
  inner: (item: unknown) => string | undefined,
): string {
  const texts = members.flatMap(([name, item]) => {
    const text = inner(item);
    return text === undefined ? [] : [`${JSON.stringify(name)}:${text}`];
  });
  return `{${texts.join(',')}}`;
}
