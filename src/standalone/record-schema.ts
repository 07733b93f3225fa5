import { shown, ValueError } from '../datastore/scalars.ts';
import { compileSchema, type Decoder, isObject } from '../datastore/schema.ts';

/** The decoders of one record's columns, in the order in which its schema names them. */
export type RecordSchema = ReadonlyMap<string, Decoder>;

/** The same schema text stands beside record after record: each distinct one is compiled once. */
export class RecordSchemas {
  private readonly byText = new Map<string, RecordSchema>();
  private readonly see: ((name: string, schema: unknown) => void) | undefined;

  /** `see` is shown the schema of each column of each distinct text. */
  constructor(see?: (name: string, schema: unknown) => void) {
    this.see = see;
  }

  /** The compiled schema behind this JSON text; a `ValueError` or `SyntaxError` where it cannot be understood. */
  compile(text: string): RecordSchema {
    const known = this.byText.get(text);
    if (known) return known;
    const columns: unknown = JSON.parse(text);
    if (!isObject(columns)) throw new ValueError('a record schema that is not an object');
    const schema = new Map<string, Decoder>();
    for (const name of namesInOrder(text, Object.keys(columns))) {
      schema.set(name, compileColumn(name, columns[name]));
      if (name !== '-') this.see?.(name, columns[name]);
    }
    // A hostile block may give every record a schema of its own.
    if (this.byText.size >= 10_000) this.byText.clear();
    this.byText.set(text, schema);
    return schema;
  }
}

/** A broken schema only matters where its column is read. */
function compileColumn(name: string, schema: unknown): Decoder {
  try {
    return compileSchema(schema);
  } catch (error) {
    if (!(error instanceof ValueError)) throw error;
    return () => {
      throw new ValueError(`${shown(name)} has ${error.message}`);
    };
  }
}

const TOKENS = /"(?:[^"\\]|\\.)*"|[{}[\]:]/g;

/** The names of an object in the order of its text: JavaScript itself puts names such as "10" before all others. */
function namesInOrder(text: string, names: readonly string[]): readonly string[] {
  if (!names.some((name) => /^\d+$/.test(name))) return names;
  const inOrder = new Set<string>();
  let depth = 0;
  let previous = '';
  for (const [token] of text.matchAll(TOKENS)) {
    if (token === '{' || token === '[') depth++;
    else if (token === '}' || token === ']') depth--;
    else if (token === ':' && depth === 1) inOrder.add(JSON.parse(previous) as string);
    previous = token;
  }
  return [...inOrder];
}
