import { quoteForMessage, ValueError } from '../datastore/scalars.ts';
import { compileSchema, type Decoder, isObject } from '../datastore/schema.ts';

/** The decoders of a record's columns, in the order of its schema. */
export type RecordSchema = ReadonlyMap<string, Decoder>;

/** Compiles schemas. Records repeat the same schema text, so each distinct text is compiled once. */
export class RecordSchemas {
  private readonly byText = new Map<string, RecordSchema>();
  private readonly see: ((name: string, schema: unknown) => void) | undefined;

  /** `see` receives the schema of each column of each distinct text. */
  constructor(see?: (name: string, schema: unknown) => void) {
    this.see = see;
  }

  /** Compiles a schema from its JSON text; throws a `ValueError` or `SyntaxError` if it is invalid. */
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
    // A malicious block may give every record a schema of its own.
    if (this.byText.size >= 10_000) this.byText.clear();
    this.byText.set(text, schema);
    return schema;
  }
}

/** An invalid schema only matters when its column is read. */
function compileColumn(name: string, schema: unknown): Decoder {
  try {
    return compileSchema(schema);
  } catch (error) {
    if (!(error instanceof ValueError)) throw error;
    return () => {
      throw new ValueError(`${quoteForMessage(name)} has ${error.message}`);
    };
  }
}

const TOKENS = /"(?:[^"\\]|\\.)*"|[{}[\]:]/g;

/** The names of an object in the order of its text: JavaScript would put names such as "10" first. */
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
