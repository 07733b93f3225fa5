import type { TypedRow, TypedValue } from '../datastore/typed-value.ts';
import type { ArtifactReader } from '../job/instance.ts';
import { objectOf } from './objects.ts';
import { plainBytes, type Row, Tuple, type Value } from './value.ts';

/** Converts a typed value to the library's form; `artifacts` reads the contents of artifacts in it on demand. */
export function libraryValue(typed: TypedValue, artifacts: ArtifactReader): Value {
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
    case 'BYTES':
      return plainBytes(typed.value);
    default:
      return typed.value;
  }
}

/** A row as a plain object; a column named `__proto__` is a property like any other. */
export function rowOf(row: TypedRow, artifacts: ArtifactReader): Row {
  return Object.fromEntries(Array.from(row, ([name, value]) => [name, libraryValue(value, artifacts)]));
}
