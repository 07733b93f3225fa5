import type { FloatType, IntegerType, TypedEntry, TypedRow, TypedValue } from '../../../src/datastore/typed-value.ts';

/**
 * Encodes values as in a server's answers. Written only from the recorded exchanges, sharing nothing with the client's
 * decoder, so that a mistake in one is not repeated in the other.
 */
export interface Encoding {
  /** Each value as `{type, value}`. */
  readonly withType: boolean;
  /** Numbers and booleans as people write them instead of hex. */
  readonly raw: boolean;
}

const INTEGER_BYTES: Readonly<Record<IntegerType, number>> = { INT8: 1, INT16: 2, INT32: 4, INT64: 8 };

export function encodeRecord(row: TypedRow, encoding: Encoding): Record<string, unknown> {
  return inJavaOrder(Array.from(row, ([name, value]) => [name, encodeValue(value, encoding)]));
}

export function encodeValue(value: TypedValue, encoding: Encoding): unknown {
  const body = encodeBody(value, encoding);
  if (!encoding.withType) return body;
  if (value.type === 'OBJECT') return { value: body, type: 'OBJECT', pythonType: value.pythonType };
  return { type: servedType(value.type), value: body };
}

/** A server refuses FLOAT16, so a client would have written FLOAT32. */
export function servedType(type: TypedValue['type']): TypedValue['type'] {
  return type === 'FLOAT16' ? 'FLOAT32' : type;
}

function encodeBody(value: TypedValue, encoding: Encoding): unknown {
  switch (value.type) {
    case 'LIST':
    case 'TUPLE':
      return value.value.map((item) => encodeValue(item, encoding));
    case 'MAP':
      return encodeMap(value.value, encoding);
    case 'OBJECT':
      return inJavaOrder(Array.from(value.value, ([name, item]) => [name, encodeValue(item, encoding)]));
    default:
      return encodeScalar(value, encoding.raw);
  }
}

function encodeMap(entries: readonly TypedEntry[], encoding: Encoding): unknown {
  const ordered = hashOrdered(entries, ({ key }) => hashOfKey(key));
  if (encoding.withType) {
    return ordered.map(({ key, value }) => ({ value: encodeValue(value, encoding), key: encodeValue(key, encoding) }));
  }
  return Object.fromEntries(
    ordered.map(({ key, value }) => [String(encodeValue(key, encoding)), encodeValue(value, encoding)]),
  );
}

export function encodeScalar(value: TypedValue, raw: boolean): string | null {
  switch (value.type) {
    case 'BOOL':
      return raw ? String(value.value) : value.value ? '1' : '0';
    case 'STRING':
      return value.value;
    case 'BYTES':
      return Buffer.from(value.value).toString(raw ? 'utf8' : 'base64');
    case 'FLOAT16':
    case 'FLOAT32':
    case 'FLOAT64':
      return raw ? javaFloat(value.type, value.value) : floatHex(value.type, value.value);
    case 'INT8':
    case 'INT16':
    case 'INT32':
    case 'INT64':
      return raw ? String(value.value) : integerHex(value.type, BigInt(value.value));
    default:
      return null;
  }
}

function integerHex(type: IntegerType, value: bigint): string {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(value);
  return bytes.subarray(8 - INTEGER_BYTES[type]).toString('hex');
}

function floatHex(type: FloatType, value: number): string {
  const bytes = Buffer.alloc(type === 'FLOAT64' ? 8 : 4);
  if (type === 'FLOAT64') bytes.writeDoubleBE(value);
  else bytes.writeFloatBE(value);
  return bytes.toString('hex');
}

/** `1.0` and `0.1`: the shortest text for the same number of this width. */
function javaFloat(type: FloatType, value: number): string {
  if (!Number.isFinite(value)) return String(value);
  let text = String(value);
  for (let digits = 1; type !== 'FLOAT64' && digits <= 9; digits++) {
    text = String(Number(value.toPrecision(digits)));
    if (Math.fround(Number(text)) === Math.fround(value)) break;
  }
  return Number.isInteger(value) && !text.includes('e') ? `${text}.0` : text;
}

/** Properties in the order in which a Java `HashMap` walks them: the order in which a real server sends columns. */
export function inJavaOrder(entries: readonly (readonly [string, unknown])[]): Record<string, unknown> {
  return Object.fromEntries(hashOrdered(entries, ([name]) => hashOfText(name)));
}

function hashOrdered<T>(items: readonly T[], hash: (item: T) => number): readonly T[] {
  let slots = 16;
  while (items.length > slots * 0.75) slots *= 2;
  const slot = (item: T) => (hash(item) ^ (hash(item) >>> 16)) & (slots - 1);
  return items.toSorted((a, b) => slot(a) - slot(b));
}

function hashOfText(text: string): number {
  let hash = 0;
  for (let i = 0; i < text.length; i++) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0;
  return hash;
}

function hashOfKey(key: TypedValue): number {
  if (key.type === 'STRING') return (59 + hashOfText(key.value)) | 0;
  return typeof key.value === 'number' ? (59 + key.value) | 0 : 0;
}
