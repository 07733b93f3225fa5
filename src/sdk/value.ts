import { type Inspect, type InspectOptions, showBy } from './inspected.ts';
import { jsonText } from './json-text.ts';

/**
 * A value in the library's form. None is `null`. An integer is a number if that is exact, else a bigint; floats of every
 * width are numbers. BYTES is a `Uint8Array`, LIST an array, TUPLE a `Tuple`, MAP a `Map` with keys of any type. Objects of
 * Starwhale's and of users' classes are `StarwhaleObject`s.
 */
export type Value =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | readonly Value[]
  | Tuple
  | ReadonlyMap<Value, Value>
  | StarwhaleObject;

/**
 * A record of a table: its values by column name, the key column first. A column whose value is None is missing, unless
 * `keepNone` is set.
 */
export type Row = { [column: string]: Value };

/** Bytes as a plain Uint8Array, without copying them: those of a Buffer print, convert to JSON and `slice` differently. */
export function plainBytes(bytes: Uint8Array): Uint8Array {
  return Buffer.isBuffer(bytes) ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength) : bytes;
}

/**
 * A Python tuple: an array that can be told apart from a list.
 *
 * @example
 * ```ts
 * import { job, Text, Tuple } from 'swjob';
 *
 * for await (const { text } of job('irti').getTableRows('objects', { columns: ['text'], limit: 1 })) {
 *   if (text instanceof Text) console.log(text.shape instanceof Tuple); // true
 * }
 * ```
 */
export class Tuple extends Array<Value> {
  /** Methods such as `map` return a plain array. */
  static override get [Symbol.species](): ArrayConstructor {
    return Array;
  }
}

/** The name of the Python class, without its module. */
function nameOf({ pythonType }: StarwhaleObject): string {
  return pythonType.slice(pythonType.lastIndexOf('.') + 1);
}

/**
 * An object of a Python class, with its attributes. Python classes that swjob does not know, such as users' own, use this
 * class.
 *
 * @example
 * ```ts
 * import { job, StarwhaleObject } from 'swjob';
 *
 * for await (const { box } of job('irti').getTableRows('objects', { columns: ['box'], limit: 1 })) {
 *   if (box instanceof StarwhaleObject) console.log(box.pythonType, box.get('width')); // starwhale.base.data_type.BoundingBox 3.5
 * }
 * ```
 */
export class StarwhaleObject {
  /** The full name of the Python class, such as `starwhale.base.data_type.Point`; `LINK` for the datastore's own links. */
  readonly pythonType: string;
  /** All stored attributes by their Python names, in stored order. */
  readonly attributes: ReadonlyMap<string, Value>;

  /** @hidden Made by swjob when it reads. */
  constructor(pythonType: string, attributes: ReadonlyMap<string, Value>) {
    this.pythonType = pythonType;
    this.attributes = attributes;
    showBy(StarwhaleObject.prototype, inspectObject);
  }

  /**
   * The value of an attribute; undefined if the object does not have it.
   *
   * @param name the attribute's name in Python
   */
  get(name: string): Value | undefined {
    return this.attributes.get(name);
  }

  /** The class name, then the attributes as JSON. */
  toString(): string {
    return `${nameOf(this)} ${jsonText(this.attributes) ?? ''}`;
  }

  /**
   * What `JSON.stringify` prints: the attributes and `_python_type`, as `toJson` prints them, but integers beyond 2^53 are
   * strings.
   */
  toJSON(): unknown {
    return JSON.parse(jsonText(this, (value) => `"${value}"`) ?? 'null') as unknown;
  }

  protected numberAt(name: string): number {
    return Number(this.attributes.get(name) ?? Number.NaN);
  }

  protected textAt(name: string): string {
    const value = this.attributes.get(name);
    return typeof value === 'string' ? value : '';
  }

  protected listAt(name: string): readonly Value[] {
    const value = this.attributes.get(name);
    return Array.isArray(value) ? value : [];
  }
}

function inspectObject(this: StarwhaleObject, depth: number, options: InspectOptions, inspect: Inspect): string {
  if (depth < 0) return `[${nameOf(this)}]`;
  const inner = { ...options, depth: typeof options.depth === 'number' ? options.depth - 1 : options.depth };
  return `${nameOf(this)} ${inspect(Object.fromEntries(this.attributes), inner)}`;
}
