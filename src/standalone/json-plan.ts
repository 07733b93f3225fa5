import { type Decoder, isObject, own } from '../datastore/schema.ts';
import { jsonKey } from '../render/json.ts';
import type { RecordSchema } from './record-schema.ts';

/** How the stored text of a value becomes JSON text without being parsed. */
export type Shape =
  | { readonly kind: 'integer'; readonly digits: 2 | 4 | 8 | 16 }
  | { readonly kind: 'float32' | 'float64' | 'boolean' | 'string' }
  | { readonly kind: 'list'; readonly element: Shape }
  /** Anything else is parsed, decoded and printed as any value is. */
  | { readonly kind: 'other' };

/** One column of a record in the order of its text. */
export interface JsonStep {
  /** What stands before the value in the stored text: `{"id": ` or `, "label": `. */
  readonly before: Uint8Array;
  /** What stands before it in the output: `"label":`; null where the column is not wanted. */
  readonly key: Uint8Array | null;
  readonly shape: Shape;
  readonly decode: Decoder;
}

/** How the records of one schema become JSON. */
export interface JsonPlan {
  /** The first is the key's. */
  readonly steps: readonly [JsonStep, ...JsonStep[]];
  /** The columns that are printed, in their order. */
  readonly printed: readonly string[];
}

/**
 * The plan for records of a schema, or null where their text cannot be followed as it stands: the key column has to come
 * first, and no record may be a delete.
 */
export function planJson(
  schemaText: string,
  schema: RecordSchema,
  keyColumn: string,
  wanted: ReadonlySet<string> | undefined,
): JsonPlan | null {
  const names = [...schema.keys()];
  const columns: unknown = JSON.parse(schemaText);
  if (names[0] !== keyColumn || schema.has('-') || !isObject(columns)) return null;
  const steps = names.map((name, index): JsonStep => {
    const decode = schema.get(name);
    return {
      before: Buffer.from(`${index === 0 ? '{' : ', '}${JSON.stringify(name)}: `),
      key: wanted && !wanted.has(name) ? null : Buffer.from(jsonKey(name)),
      shape: shapeOf(own(columns, name)),
      decode: decode ?? ((data) => ({ type: 'STRING', value: String(data) })),
    };
  });
  const [first, ...others] = steps;
  const printed = wanted ? names.filter((name) => wanted.has(name)) : names;
  return first ? { steps: [first, ...others], printed } : null;
}

function shapeOf(schema: unknown): Shape {
  switch (isObject(schema) ? own(schema, 'type') : undefined) {
    case 'INT8':
      return { kind: 'integer', digits: 2 };
    case 'INT16':
      return { kind: 'integer', digits: 4 };
    case 'INT32':
      return { kind: 'integer', digits: 8 };
    case 'INT64':
      return { kind: 'integer', digits: 16 };
    case 'FLOAT32':
      return { kind: 'float32' };
    case 'FLOAT64':
      return { kind: 'float64' };
    case 'BOOL':
      return { kind: 'boolean' };
    case 'STRING':
      return { kind: 'string' };
    case 'LIST':
    case 'TUPLE': {
      const attributes = isObject(schema) ? own(schema, 'attributes') : undefined;
      if (Array.isArray(attributes) && attributes.length > 0) return OTHER;
      const element = shapeOf(isObject(schema) ? own(schema, 'elementType') : undefined);
      return element.kind === 'other' ? OTHER : { kind: 'list', element };
    }
    default:
      return OTHER;
  }
}

const OTHER: Shape = { kind: 'other' };
