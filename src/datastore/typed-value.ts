/** The datastore's names for its types, in schemas and in a Server's typed responses. */
export type IntegerType = 'INT8' | 'INT16' | 'INT32' | 'INT64';
export type FloatType = 'FLOAT16' | 'FLOAT32' | 'FLOAT64';
export type ScalarType = 'UNKNOWN' | 'BOOL' | IntegerType | FloatType | 'STRING' | 'BYTES';
/** `INT` is not a datastore type: it is an integer from a pickle that does not fit into INT64. */
export type DataType = ScalarType | 'INT' | 'LIST' | 'TUPLE' | 'MAP' | 'OBJECT';

/**
 * A value with its datastore type, in which nothing of the stored value is lost. All values pass in this form from both
 * kinds of instances to the renderers and the library.
 */
export type TypedValue =
  | { readonly type: 'UNKNOWN'; readonly value: null }
  | { readonly type: 'BOOL'; readonly value: boolean }
  /** A number within ±(2^53 − 1), a bigint beyond, so equal integers have equal values. */
  | { readonly type: IntegerType; readonly value: number | bigint }
  | { readonly type: 'INT'; readonly value: bigint }
  /** `narrow`: printed with the shortest text for its width instead of that of a double; see `NarrowFloat`. */
  | { readonly type: FloatType; readonly value: number; readonly narrow?: true }
  | { readonly type: 'STRING'; readonly value: string }
  | { readonly type: 'BYTES'; readonly value: Uint8Array }
  | { readonly type: 'LIST' | 'TUPLE'; readonly value: readonly TypedValue[] }
  /** The pairs in stored order; keys may be of any type. */
  | { readonly type: 'MAP'; readonly value: readonly TypedEntry[] }
  | TypedObject;

export interface TypedEntry {
  readonly key: TypedValue;
  readonly value: TypedValue;
}

/** An instance of a Python class: Starwhale's own (`starwhale.base.data_type.Image`, `LINK`, …) or a user's. */
export interface TypedObject {
  readonly type: 'OBJECT';
  readonly pythonType: string;
  readonly value: ReadonlyMap<string, TypedValue>;
}

/** Whether values of a type are numbers. */
export function isNumberType(type: DataType): boolean {
  return type.startsWith('INT') || type.startsWith('FLOAT');
}

/** A float of 16 or 32 bits that Python prints as such: a numpy scalar from a pickle. */
export class NarrowFloat {
  readonly type: 'FLOAT16' | 'FLOAT32';
  readonly value: number;

  constructor(type: 'FLOAT16' | 'FLOAT32', value: number) {
    this.type = type;
    this.value = value;
  }

  /** A getter, which takes no memory: there may be a million of these objects. */
  get narrow(): true {
    return true;
  }
}

/** A record: its values by column name, in display order, the key column first. */
export type TypedRow = ReadonlyMap<string, TypedValue>;

/** The column names of these rows, in order of first appearance. */
export function columnsOf(rows: Iterable<TypedRow>): Set<string> {
  const names = new Set<string>();
  for (const row of rows) for (const name of row.keys()) names.add(name);
  return names;
}

export const NONE: TypedValue = { type: 'UNKNOWN', value: null };

/** An integer as a number if that is exact, else as a bigint. */
export function exactInteger(value: bigint): number | bigint {
  return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : value;
}

/** What JSON or YAML can represent, such as an instance's own records. Integers beyond 2^53 are bigints. */
export type PlainData =
  | null
  | boolean
  | number
  | bigint
  | string
  | readonly PlainData[]
  | { readonly [name: string]: PlainData };

/** Plain data with typed values inside (a summary row, for example), which swjob builds for rendering. */
export type MixedData =
  | null
  | boolean
  | number
  | bigint
  | string
  | TypedData
  | readonly MixedData[]
  | { readonly [name: string]: MixedData };

/** A typed value inside plain data. */
export class TypedData {
  readonly typed: TypedValue;
  constructor(typed: TypedValue) {
    this.typed = typed;
  }
}

/** Converts plain data to a typed value: integers become INT64, other numbers FLOAT64, objects MAPs with string keys. */
export function typedFromPlain(data: MixedData): TypedValue {
  if (data === null) return NONE;
  if (data instanceof TypedData) return data.typed;
  switch (typeof data) {
    case 'boolean':
      return { type: 'BOOL', value: data };
    case 'string':
      return { type: 'STRING', value: data };
    case 'bigint':
      return { type: 'INT64', value: exactInteger(data) };
    case 'number':
      return Number.isSafeInteger(data) && !Object.is(data, -0)
        ? { type: 'INT64', value: data }
        : { type: 'FLOAT64', value: data };
  }
  if (Array.isArray(data)) return { type: 'LIST', value: data.map(typedFromPlain) };
  return { type: 'MAP', value: Object.entries(data).map(([name, value]) => typedEntry(name, typedFromPlain(value))) };
}

/** Converts a plain object to a row with a column for each property, in order. */
export function rowFromPlain(data: { readonly [name: string]: MixedData }): TypedRow {
  return new Map(Object.entries(data).map(([name, value]) => [name, typedFromPlain(value)]));
}

/** Converts a row to a MAP with string keys. */
export function mapFromRow(row: TypedRow): TypedValue {
  return { type: 'MAP', value: Array.from(row, ([name, value]) => typedEntry(name, value)) };
}

function typedEntry(name: string, value: TypedValue): TypedEntry {
  return { key: { type: 'STRING', value: name }, value };
}
