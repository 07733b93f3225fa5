import { isScalarType, quoteForMessage, scalarDecoder, ValueError } from './scalars.ts';
import { NONE, type TypedEntry, type TypedValue } from './typed-value.ts';

/** Decodes the stored JSON of a value to its typed form; throws a `ValueError` for a misfit. */
export type Decoder = (data: unknown) => TypedValue;

/** Schemas nest as deeply as the values that they describe; no real value comes near this. */
const MAX_DEPTH = 500;

/**
 * The decoder of values with this schema. The datastore writes a schema beside every record:
 * `{"type": "INT64"}`, `{"type": "LIST", "elementType": …, "attributes": [{"index": 1, …}]}`,
 * `{"type": "MAP", "keyType": …, "valueType": …, "sparseKeyValuePairSchema": {"1": {keyType, valueType}}}`,
 * `{"type": "OBJECT", "pythonType": …, "attributes": [{"name": "x", …}]}`.
 * Throws a `ValueError` for an invalid schema.
 */
export function compileSchema(schema: unknown, depth = 0): Decoder {
  if (depth > MAX_DEPTH) throw new ValueError(`a schema nested deeper than ${MAX_DEPTH} levels`);
  if (!isObject(schema)) throw new ValueError('a schema that is not an object');
  const type = own(schema, 'type');
  if (isScalarType(type)) return scalarDecoder(type);
  switch (type) {
    case 'LIST':
    case 'TUPLE':
      return sequenceDecoder(type, schema, depth + 1);
    case 'MAP':
      return mapDecoder(schema, depth + 1);
    case 'OBJECT':
      return objectDecoder(schema, depth + 1);
    default:
      throw new ValueError(
        type === undefined ? 'a schema without a type' : `the unknown type ${quoteForMessage(type)}`,
      );
  }
}

function sequenceDecoder(type: 'LIST' | 'TUPLE', schema: JsonObject, depth: number): Decoder {
  const element = compileSchema(own(schema, 'elementType'), depth);
  const others = sparseDecoders(own(schema, 'attributes'), depth);
  return (data) => {
    if (data === null) return NONE;
    if (!Array.isArray(data)) throw new ValueError(`expected an array for ${type}`);
    const items = data as readonly unknown[];
    if (others === null) return { type, value: items.map((item) => element(item)) };
    return { type, value: items.map((item, index) => (others.get(index) ?? element)(item)) };
  };
}

/** The `attributes` of a LIST or TUPLE: the types of elements that differ from `elementType`, by index. */
function sparseDecoders(attributes: unknown, depth: number): ReadonlyMap<number, Decoder> | null {
  if (attributes === undefined || attributes === null) return null;
  if (!Array.isArray(attributes)) throw new ValueError('attributes that are not an array');
  if (attributes.length === 0) return null;
  return new Map(
    attributes.map((attribute: unknown) => {
      const index = isObject(attribute) ? own(attribute, 'index') : undefined;
      if (typeof index !== 'number') throw new ValueError('an element type without its index');
      return [index, compileSchema(attribute, depth)];
    }),
  );
}

interface PairDecoder {
  readonly key: Decoder;
  readonly value: Decoder;
}

function pairDecoder(schema: unknown, depth: number): PairDecoder {
  if (!isObject(schema)) throw new ValueError('a pair schema that is not an object');
  return { key: compileSchema(own(schema, 'keyType'), depth), value: compileSchema(own(schema, 'valueType'), depth) };
}

function mapDecoder(schema: JsonObject, depth: number): Decoder {
  const main = pairDecoder(schema, depth);
  const sparse = own(schema, 'sparseKeyValuePairSchema');
  const others = new Map<number, PairDecoder>();
  if (isObject(sparse)) {
    for (const [index, pair] of Object.entries(sparse)) others.set(Number(index), pairDecoder(pair, depth));
  } else if (sparse !== undefined && sparse !== null) throw new ValueError('sparse pair types that are not an object');

  return (data) => {
    if (data === null) return NONE;
    // Old clients wrote an object instead of an array of pairs.
    const pairs: unknown = isObject(data) ? Object.entries(data) : data;
    if (!Array.isArray(pairs)) throw new ValueError('expected pairs for MAP');
    const value = pairs.map((pair: unknown, index): TypedEntry => {
      if (!Array.isArray(pair) || pair.length !== 2) throw new ValueError('a MAP entry is not a pair');
      const decoders = others.get(index) ?? main;
      return { key: decoders.key(pair[0]), value: decoders.value(pair[1]) };
    });
    return { type: 'MAP', value };
  };
}

function objectDecoder(schema: JsonObject, depth: number): Decoder {
  const pythonType = own(schema, 'pythonType');
  if (typeof pythonType !== 'string') throw new ValueError('an OBJECT without its pythonType');
  const attributes = own(schema, 'attributes') ?? [];
  if (!Array.isArray(attributes)) throw new ValueError('attributes that are not an array');
  const decoders = new Map<string, Decoder>();
  for (const attribute of attributes as readonly unknown[]) {
    const name = isObject(attribute) ? own(attribute, 'name') : undefined;
    if (typeof name !== 'string') throw new ValueError('an attribute without its name');
    decoders.set(name, compileSchema(attribute, depth));
  }
  const names = [...decoders.keys()];
  const decode = [...decoders.values()];
  return (data) => {
    if (data === null) return NONE;
    if (!isObject(data)) throw new ValueError('expected an object for OBJECT');
    // In the schema's order: a JavaScript object would put names such as "10" first.
    const value = new Map<string, TypedValue>();
    for (let index = 0; index < names.length; index++) {
      const name = names[index] as string;
      if (Object.hasOwn(data, name)) value.set(name, (decode[index] as Decoder)(data[name]));
    }
    const given = Object.keys(data);
    if (given.length === value.size) return { type: 'OBJECT', pythonType, value };
    throw new ValueError(
      `the attribute ${quoteForMessage(given.find((name) => !decoders.has(name)))}, which its schema lacks`,
    );
  };
}

export type JsonObject = { readonly [name: string]: unknown };

export function isObject(data: unknown): data is JsonObject {
  return typeof data === 'object' && data !== null && !Array.isArray(data);
}

/** A property of the JSON text itself, in which `__proto__` and `constructor` are ordinary names. */
export function own(object: JsonObject, name: string): unknown {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}
