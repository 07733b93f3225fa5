import { type Decoder, isObject, own } from '../../datastore/schema.ts';
import type { RecordSchema } from '../record-schema.ts';
import type { TextForm } from './text-form.ts';

/** How a value is stored; the numbers are those of `Shape` in transcoder/values.ts. */
const SHAPES: Readonly<Record<string, number>> = {
  INT8: 0,
  INT16: 1,
  INT32: 2,
  INT64: 3,
  FLOAT16: 4,
  FLOAT32: 5,
  FLOAT64: 6,
  BOOL: 7,
  STRING: 8,
};
/** Anything else is parsed, decoded and printed like every value. */
const OTHER = 9;

/** How the stored text of a value becomes text of the output without being parsed: a scalar, or lists of it, so many `depth`. */
interface Shape {
  readonly scalar: number;
  readonly depth: number;
}

/** One column of a record in the order of its text. */
interface RowStep {
  readonly column: string;
  /** What stands before the value in the stored text: `{"id": ` or `, "label": `. */
  readonly before: Uint8Array;
  /** Whether the scan wants the column. */
  readonly isWanted: boolean;
  /** What stands before it in the output, such as `"label":`; null where the column is not printed. */
  readonly name: Uint8Array | null;
  readonly shape: Shape;
  readonly decode: Decoder;
}

/** How the records of one schema become rows of text. */
export interface RowPlan {
  readonly schemaText: Uint8Array;
  /** The first is the key's. */
  readonly steps: readonly RowStep[];
  /** The columns that the scan wants, in their order. */
  readonly wanted: readonly string[];
  /** How many delimiters stand behind the last value. */
  readonly trailing: number;
}

/**
 * The plan for records of a schema, or null where their text cannot be followed as it stands: the key column has to come
 * first, no record may be a delete, and the form of the output has to take the columns in their order.
 */
export function planRows(
  schemaText: string,
  schema: RecordSchema,
  keyColumn: string,
  wanted: ReadonlySet<string> | undefined,
  form: TextForm,
): RowPlan | null {
  const names = [...schema.keys()];
  const columns: unknown = JSON.parse(schemaText);
  if (names[0] !== keyColumn || schema.has('-') || !isObject(columns)) return null;
  const shown = wanted ? names.filter((name) => wanted.has(name)) : names;
  const text = Buffer.from(schemaText);
  const layout = form.layOut(shown, text.length);
  if (layout === null) return null;
  let next = 0;
  const steps = names.map((name, index): RowStep => {
    const isWanted = shown[next] === name;
    const decode = schema.get(name);
    return {
      column: name,
      before: Buffer.from(`${index === 0 ? '{' : ', '}${JSON.stringify(name)}: `),
      isWanted,
      name: isWanted ? (layout.before[next++] ?? null) : null,
      shape: shapeOf(own(columns, name)),
      decode: decode ?? ((data) => ({ type: 'STRING', value: String(data) })),
    };
  });
  return { schemaText: text, steps, wanted: shown, trailing: layout.trailing };
}

function shapeOf(schema: unknown, depth = 0): Shape {
  const type = isObject(schema) ? own(schema, 'type') : undefined;
  if (isObject(schema) && (type === 'LIST' || type === 'TUPLE')) {
    const attributes = own(schema, 'attributes');
    const isMixed = Array.isArray(attributes) && attributes.length > 0;
    const element = isMixed ? null : shapeOf(own(schema, 'elementType'), depth + 1);
    return element === null || element.scalar === OTHER ? { scalar: OTHER, depth: 0 } : element;
  }
  const scalar = typeof type === 'string' && Object.hasOwn(SHAPES, type) ? (SHAPES[type] ?? OTHER) : OTHER;
  return { scalar, depth };
}

/** How long the numbers at the beginning of a plan and of a step are, and which of a step's tell of values. */
const PLAN = 24;
const STEP = 24;
const IS_SHOWN = 16;
const HAS_VALUE = 20;

/**
 * The columns of a plan, in the memory of the transcoder, that have a value in the row at hand: from now on they are known
 * to have values.
 */
export function noteColumns({ schemaText, steps }: RowPlan, memory: Buffer, place: number): string[] {
  let at = place + PLAN + padded(schemaText.length);
  const names: string[] = [];
  for (const step of steps) {
    const hasValue = memory.readInt32LE(at + HAS_VALUE) !== 0;
    if (hasValue) memory.writeInt32LE(1, at + IS_SHOWN);
    if (hasValue && step.isWanted) names.push(step.column);
    at += sizeOf(step);
  }
  return names;
}

/** The plan as the transcoder reads it: see transcoder/plans.ts. Of no column it is known that it has values. */
export function encodePlan({ schemaText, steps, trailing }: RowPlan, number: number): Uint8Array {
  const size = PLAN + padded(schemaText.length) + steps.reduce((sum, step) => sum + sizeOf(step), 0);
  const bytes = new Uint8Array(size);
  const words = new Int32Array(bytes.buffer);
  words.set([0, trailing, number, schemaText.length, steps.length]);
  bytes.set(schemaText, PLAN);
  let at = PLAN + padded(schemaText.length);
  for (const step of steps) {
    const { before, name, shape } = step;
    words.set([before.length, name?.length ?? -1, shape.scalar, shape.depth], at / 4);
    bytes.set(before, at + STEP);
    if (name) bytes.set(name, at + STEP + padded(before.length));
    at += sizeOf(step);
  }
  return bytes;
}

function sizeOf({ before, name }: RowStep): number {
  return STEP + padded(before.length) + padded(name?.length ?? 0);
}

function padded(length: number): number {
  return (length + 7) & ~7;
}
