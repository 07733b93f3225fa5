import type { SchemaElement } from 'hyparquet-writer';
import type { ColumnType } from '../datastore/column-types.ts';
import type { TypedValue } from '../datastore/typed-value.ts';
import { jsonText } from './json.ts';

/** A cell as the writer of the format takes it. */
export type ParquetCell = null | boolean | number | bigint | string | Uint8Array | readonly ParquetCell[];

/** How the values of a column are stored. */
export interface ParquetShape {
  /** The column's elements of the file's schema. */
  schema(name: string, isRequired: boolean): SchemaElement[];
  /** Undefined for a value that does not fit the shape. */
  cell(value: TypedValue): ParquetCell | undefined;
}

type Leaf = Omit<SchemaElement, 'name' | 'repetition_type'>;

interface Scalar {
  readonly leaf: Leaf;
  readonly cell: (value: TypedValue) => ParquetCell | undefined;
}

const INTEGERS = ['INT8', 'INT16', 'INT32', 'INT64'];
const FLOATS = ['FLOAT16', 'FLOAT32', 'FLOAT64'];

const integer = ({ value }: TypedValue) => (typeof value === 'number' ? value : undefined);
const float = ({ type, value }: TypedValue) => (typeof value === 'number' && type !== 'INT64' ? value : undefined);

const INT64: Scalar = {
  leaf: { type: 'INT64' },
  cell: ({ type, value }) =>
    type !== 'INT' && (typeof value === 'bigint' || (typeof value === 'number' && Number.isInteger(value)))
      ? BigInt(value)
      : undefined,
};
const DOUBLE: Scalar = { leaf: { type: 'DOUBLE' }, cell: float };

/** The types that are stored as they are. */
const SCALARS: ReadonlyMap<string, Scalar> = new Map<string, Scalar>([
  ['BOOL', { leaf: { type: 'BOOLEAN' }, cell: ({ value }) => (typeof value === 'boolean' ? value : undefined) }],
  ['INT8', { leaf: { type: 'INT32', converted_type: 'INT_8' }, cell: integer }],
  ['INT16', { leaf: { type: 'INT32', converted_type: 'INT_16' }, cell: integer }],
  ['INT32', { leaf: { type: 'INT32' }, cell: integer }],
  ['INT64', INT64],
  // Readers know half floats only of late; every one of them is a FLOAT.
  ['FLOAT16', { leaf: { type: 'FLOAT' }, cell: float }],
  ['FLOAT32', { leaf: { type: 'FLOAT' }, cell: float }],
  ['FLOAT64', DOUBLE],
  [
    'STRING',
    {
      leaf: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
      cell: ({ value }) => (typeof value === 'string' ? value : undefined),
    },
  ],
  ['BYTES', { leaf: { type: 'BYTE_ARRAY' }, cell: ({ value }) => (value instanceof Uint8Array ? value : undefined) }],
]);

const encoder = new TextEncoder();
const JSON_TEXT: Scalar = {
  leaf: { type: 'BYTE_ARRAY', logical_type: { type: 'JSON' } },
  cell: (value) => encoder.encode(jsonText(value)),
};

/** The narrowest shape that holds values of all these types without loss: JSON where there is no other. */
export function shapeOf(types: ReadonlySet<ColumnType>): ParquetShape {
  const valued = [...types].filter((type) => type !== 'UNKNOWN');
  const elements = valued.flatMap((type) => /^LIST<(.*)>$/.exec(type)?.[1] ?? []);
  if (elements.length > 0 && elements.length === valued.length) {
    const element = commonScalar(elements.filter((type) => type !== 'UNKNOWN'));
    if (element !== null) return listOf(element);
  }
  const { leaf, cell } = commonScalar(valued) ?? JSON_TEXT;
  return {
    schema: (name, isRequired) => [{ name, ...leaf, repetition_type: isRequired ? 'REQUIRED' : 'OPTIONAL' }],
    cell,
  };
}

function commonScalar(types: readonly string[]): Scalar | null {
  const [first] = types;
  if (first === undefined) return null;
  if (types.length === 1) return SCALARS.get(first) ?? null;
  if (types.every((type) => INTEGERS.includes(type))) {
    return SCALARS.get(INTEGERS.findLast((type) => types.includes(type)) ?? '') ?? null;
  }
  if (types.every((type) => FLOATS.includes(type))) {
    return types.includes('FLOAT64') ? DOUBLE : (SCALARS.get('FLOAT32') ?? null);
  }
  // A double holds every integer of 32 bits, and not every one of 64.
  const areNumbers = types.every((type) => FLOATS.includes(type) || INTEGERS.includes(type));
  return areNumbers && !types.includes('INT64') ? DOUBLE : null;
}

function listOf({ leaf, cell }: Scalar): ParquetShape {
  return {
    schema: (name, isRequired) => [
      { name, converted_type: 'LIST', num_children: 1, repetition_type: isRequired ? 'REQUIRED' : 'OPTIONAL' },
      { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
      { name: 'element', ...leaf, repetition_type: 'OPTIONAL' },
    ],
    cell: ({ type, value }) => {
      if (type !== 'LIST') return undefined;
      const cells: ParquetCell[] = [];
      for (const item of value) {
        const one = item.type === 'UNKNOWN' ? null : cell(item);
        if (one === undefined) return undefined;
        cells.push(one);
      }
      return cells;
    },
  };
}
