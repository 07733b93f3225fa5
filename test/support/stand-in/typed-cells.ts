import { isObject, type JsonObject } from './answer.ts';

/** A value as a server sends it with its type. */
export interface TypedCell {
  readonly type: string;
  readonly value: unknown;
  readonly pythonType?: string;
}

/** One line of a block: a record under its key, with the schema that the datastore writes beside it. */
export function blockLine(record: Readonly<Record<string, TypedCell>>): string {
  const schema: Record<string, JsonObject> = {};
  const data: Record<string, unknown> = {};
  for (const [name, cell] of Object.entries(record)) {
    schema[name] = schemaOf(cell);
    data[name] = dataOf(cell);
  }
  return JSON.stringify({ key: 'id', records: { 1: { schema, data } } });
}

export function keyTypeOf(rows: readonly Readonly<Record<string, TypedCell>>[]): string {
  return rows[0]?.['id']?.type ?? 'STRING';
}

/** Gives each element and pair its own schema: longer than what the client writes, but equivalent. */
function schemaOf({ type, value, pythonType }: TypedCell): JsonObject {
  switch (type) {
    case 'LIST':
    case 'TUPLE': {
      const attributes = cellsOf(value).map((item, index) => ({ ...schemaOf(item), index }));
      return { type, elementType: { type: 'UNKNOWN' }, attributes };
    }
    case 'MAP': {
      const pairs = pairsOf(value).map(({ key, value }) => ({ keyType: schemaOf(key), valueType: schemaOf(value) }));
      const unknown = { type: 'UNKNOWN' };
      return {
        type,
        keyType: unknown,
        valueType: unknown,
        sparseKeyValuePairSchema: Object.fromEntries(pairs.entries()),
      };
    }
    case 'OBJECT': {
      const attributes = membersOf(value).map(([name, item]) => ({ ...schemaOf(item), name }));
      return { type, pythonType, attributes };
    }
    default:
      return { type };
  }
}

function dataOf({ type, value }: TypedCell): unknown {
  switch (type) {
    case 'LIST':
    case 'TUPLE':
      return cellsOf(value).map(dataOf);
    case 'MAP':
      return pairsOf(value).map(({ key, value }) => [dataOf(key), dataOf(value)]);
    case 'OBJECT':
      return Object.fromEntries(membersOf(value).map(([name, item]) => [name, dataOf(item)]));
    default:
      return localUri(value);
  }
}

/** In a store, a link has only the object's name. */
function localUri(value: unknown): unknown {
  return typeof value === 'string' ? value.replace(/^starwhale\/controller\/.*\/([0-9a-f]{64})$/, '$1') : value;
}

function cellsOf(value: unknown): readonly TypedCell[] {
  return Array.isArray(value) ? (value as TypedCell[]) : [];
}

function pairsOf(value: unknown): readonly { readonly key: TypedCell; readonly value: TypedCell }[] {
  return Array.isArray(value) ? (value as { key: TypedCell; value: TypedCell }[]) : [];
}

function membersOf(value: unknown): readonly (readonly [string, TypedCell])[] {
  return isObject(value) ? Object.entries(value as Record<string, TypedCell>) : [];
}
