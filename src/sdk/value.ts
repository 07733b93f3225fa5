import { type Inspect, type InspectOptions, showBy } from './inspected.ts';
import { jsonText } from './json-text.ts';

/**
 * A value as the library gives it. None is `null`; an integer is a number where that is exact, else a bigint; floats of
 * every width are numbers; BYTES a `Uint8Array`; LIST an array and TUPLE a `Tuple`; MAP a `Map`, its keys of any type;
 * Starwhale's and users' objects are `StarwhaleObject`s.
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
 * A record of a table: its columns by name, the key column first. A column whose value is None is missing, unless it was
 * asked for with `keepNone`.
 */
export type Row = { [column: string]: Value };

/**
 * A Python tuple: an array that knows it is one.
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
  /** Array methods that make a new array make a plain one. */
  static override get [Symbol.species](): ArrayConstructor {
    return Array;
  }
}

/** The name of an object's Python class without its module. */
function nameOf({ pythonType }: StarwhaleObject): string {
  return pythonType.slice(pythonType.lastIndexOf('.') + 1);
}

/**
 * An object of a Python class with its attributes. Classes that swjob has no class for, users' own say, are of this one.
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
  /** The full name of the Python class, such as `starwhale.base.data_type.Point`; the datastore's own links say `LINK`. */
  readonly pythonType: string;
  /** All stored attributes by their Python names, in their order. */
  readonly attributes: ReadonlyMap<string, Value>;

  /** @hidden Made by swjob when it reads. */
  constructor(pythonType: string, attributes: ReadonlyMap<string, Value>) {
    this.pythonType = pythonType;
    this.attributes = attributes;
    showBy(StarwhaleObject.prototype, shown);
  }

  /**
   * An attribute's value; undefined if the object has none of this name.
   *
   * @param name the attribute's name in Python
   */
  get(name: string): Value | undefined {
    return this.attributes.get(name);
  }

  /** Its class, and its attributes as JSON. */
  toString(): string {
    return `${nameOf(this)} ${jsonText(this.attributes) ?? ''}`;
  }

  /**
   * What `JSON.stringify` prints: the attributes with `_python_type`, as `toJson` has them; integers beyond 2^53 are
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

function shown(this: StarwhaleObject, depth: number, options: InspectOptions, inspect: Inspect): string {
  if (depth < 0) return `[${nameOf(this)}]`;
  const inner = { ...options, depth: typeof options.depth === 'number' ? options.depth - 1 : options.depth };
  return `${nameOf(this)} ${inspect(Object.fromEntries(this.attributes), inner)}`;
}
