import type { TypedRow, TypedValue } from '../datastore/typed-value.ts';
import type { ArtifactReader } from '../job/instance.ts';
import { objectOf, type StarwhaleObject } from './objects.ts';

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

/** A Python tuple: an array that tells that it is one. */
export class Tuple extends Array<Value> {
  /** Array methods that make a new array make a plain one. */
  static override get [Symbol.species](): ArrayConstructor {
    return Array;
  }
}

/** The library's form of a typed value; `artifacts` reads the contents of those it holds, when they are asked for. */
function libraryValue(typed: TypedValue, artifacts: ArtifactReader): Value {
  switch (typed.type) {
    case 'LIST':
      return typed.value.map((item) => libraryValue(item, artifacts));
    case 'TUPLE': {
      const tuple = new Tuple();
      for (const item of typed.value) tuple.push(libraryValue(item, artifacts));
      return tuple;
    }
    case 'MAP':
      return new Map(
        typed.value.map(({ key, value }) => [libraryValue(key, artifacts), libraryValue(value, artifacts)]),
      );
    case 'OBJECT':
      return objectOf(typed, (value) => libraryValue(value, artifacts), artifacts);
    default:
      return typed.value;
  }
}

/** A row as a plain object; a column named `__proto__` is a property like any other. */
export function rowOf(row: TypedRow, artifacts: ArtifactReader): Row {
  return Object.fromEntries(Array.from(row, ([name, value]) => [name, libraryValue(value, artifacts)]));
}
