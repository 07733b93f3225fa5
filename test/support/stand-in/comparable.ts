import type { TypedRow, TypedValue } from '../../../src/datastore/typed-value.ts';

/**
 * A row as text, for comparing a store read directly with the same store behind a server. What a server changes is evened
 * out: the order of columns, attributes and map entries, FLOAT16, and the place of artifacts.
 */
export function comparableRow(row: TypedRow): string {
  return JSON.stringify(sorted(Array.from(row, ([name, value]) => [name, comparable(value)])));
}

function comparable(value: TypedValue): unknown {
  switch (value.type) {
    case 'LIST':
    case 'TUPLE':
      return [value.type, value.value.map(comparable)];
    case 'MAP':
      return [value.type, sorted(value.value.map((entry) => [comparable(entry.key), comparable(entry.value)]))];
    case 'OBJECT': {
      const attributes = Array.from(value.value, ([name, item]) => [name, comparable(item)]);
      return [value.type, value.pythonType, sorted(attributes)];
    }
    case 'BYTES':
      return [value.type, Buffer.from(value.value).toString('hex')];
    case 'STRING':
      return [value.type, value.value.replace(/^starwhale\/controller\/.*\/([0-9a-f]{64})$/, '$1')];
    case 'FLOAT16':
      return ['FLOAT32', Object.is(value.value, -0) ? '-0' : String(value.value)];
    default:
      return [value.type, Object.is(value.value, -0) ? '-0' : String(value.value)];
  }
}

function sorted(items: readonly unknown[]): readonly string[] {
  return items.map((item) => JSON.stringify(item)).sort();
}
