/** The datastore's own names of its types, as they stand in schemas and in typed answers of a Server. */
export type IntegerType = 'INT8' | 'INT16' | 'INT32' | 'INT64';
export type FloatType = 'FLOAT16' | 'FLOAT32' | 'FLOAT64';
export type ScalarType = 'UNKNOWN' | 'BOOL' | IntegerType | FloatType | 'STRING' | 'BYTES';
/** `INT`, an integer that no INT64 can hold, is not a datastore type: Python's pickles have such. */
export type DataType = ScalarType | 'INT' | 'LIST' | 'TUPLE' | 'MAP' | 'OBJECT';

/**
 * A value with its datastore type: the one form in which values travel from either kind of instance to the renderers
 * and to the library. Nothing of the stored value is lost in it.
 */
export type TypedValue =
  | { readonly type: 'UNKNOWN'; readonly value: null }
  | { readonly type: 'BOOL'; readonly value: boolean }
  /** A number within ±(2^53 − 1), a bigint beyond: equal integers have equal values. */
  | { readonly type: IntegerType; readonly value: number | bigint }
  | { readonly type: 'INT'; readonly value: bigint }
  /** `narrow`: printed with the shortest text for its width rather than that of its double, see `NarrowFloat`. */
  | { readonly type: FloatType; readonly value: number; readonly narrow?: true }
  | { readonly type: 'STRING'; readonly value: string }
  | { readonly type: 'BYTES'; readonly value: Uint8Array }
  | { readonly type: 'LIST' | 'TUPLE'; readonly value: readonly TypedValue[] }
  /** The pairs in the order in which they were written; keys may be of any type. */
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

/** A float of 16 or 32 bits that Python itself prints as such: numpy's, as pickles hold them. */
export class NarrowFloat {
  readonly type: 'FLOAT16' | 'FLOAT32';
  readonly value: number;

  constructor(type: 'FLOAT16' | 'FLOAT32', value: number) {
    this.type = type;
    this.value = value;
  }

  /** Of the class, so that it takes no memory: there may be a million of them. */
  get narrow(): true {
    return true;
  }
}

/** A record: its columns by name, in the order in which they are shown, the key column first. */
export type TypedRow = ReadonlyMap<string, TypedValue>;

export const NONE: TypedValue = { type: 'UNKNOWN', value: null };

/** An integer as a number where that is exact, else as a bigint. */
export function exactInteger(value: bigint): number | bigint {
  return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : value;
}

/** What JSON or YAML can hold: an instance's own records are of it. Whole numbers beyond 2^53 are bigints. */
export type PlainData =
  | null
  | boolean
  | number
  | bigint
  | string
  | readonly PlainData[]
  | { readonly [name: string]: PlainData };

/** What swjob puts together itself to be rendered: plain data with typed values (a summary row, say) inside. */
export type MixedData =
  | null
  | boolean
  | number
  | bigint
  | string
  | TypedData
  | readonly MixedData[]
  | { readonly [name: string]: MixedData };

/** A typed value inside of plain data. */
export class TypedData {
  readonly typed: TypedValue;
  constructor(typed: TypedValue) {
    this.typed = typed;
  }
}

/** The typed form of plain data: integers become INT64, other numbers FLOAT64, objects maps with string keys. */
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

/** The row form of a plain object: one column a property, in their order. */
export function rowFromPlain(data: { readonly [name: string]: MixedData }): TypedRow {
  return new Map(Object.entries(data).map(([name, value]) => [name, typedFromPlain(value)]));
}

/** A row as one value: a map with string keys. */
export function mapFromRow(row: TypedRow): TypedValue {
  return { type: 'MAP', value: Array.from(row, ([name, value]) => typedEntry(name, value)) };
}

function typedEntry(name: string, value: TypedValue): TypedEntry {
  return { key: { type: 'STRING', value: name }, value };
}
