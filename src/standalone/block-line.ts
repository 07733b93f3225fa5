import { quoteForMessage, ValueError } from '../datastore/scalars.ts';
import { isObject, type JsonObject, own } from '../datastore/schema.ts';
import type { TypedValue } from '../datastore/typed-value.ts';
import { isNone, type KeyValue } from '../job/instance.ts';
import type { RecordSchema, RecordSchemas } from './record-schema.ts';
import { compareRevisions, parseRevision, type Revision } from './revision.ts';

/** One line of a block: everything in this block that was ever written under one key. */
export interface KeyedRecords {
  readonly key: KeyValue;
  readonly typedKey: TypedValue;
  readonly records: readonly StoredRecord[];
}

/** One write, with only the columns that it changed. */
export interface StoredRecord {
  readonly revision: Revision;
  readonly schema: RecordSchema;
  readonly data: JsonObject;
}

/**
 * Parses lines such as
 * `{"key": "id", "records": {"1880840494234": {"schema": {"id": {"type": "INT64"}}, "data": {"id": "0000000000000001"}}}}`.
 * Schemas repeat, so a line in the client's own spelling is split by known strings, and only `data` is parsed. Any other
 * spelling goes through `JSON.parse` as a whole.
 */
export class BlockLineReader {
  private readonly schemas: RecordSchemas;
  private readonly keyColumn: string;
  private readonly head: string;
  private lastSchemaText = '{}';

  constructor(keyColumn: string, schemas: RecordSchemas) {
    this.keyColumn = keyColumn;
    this.schemas = schemas;
    this.head = `{"key": ${JSON.stringify(keyColumn)}, "records": {"`;
  }

  /** Throws a `SyntaxError` or `ValueError` for a damaged line. */
  read(line: string): KeyedRecords {
    return this.withKey(this.readKnownSpelling(line) ?? this.readAnySpelling(line));
  }

  private readKnownSpelling(line: string): StoredRecord[] | null {
    if (!line.startsWith(this.head)) return null;
    const records: StoredRecord[] = [];
    let at = this.head.length;
    for (;;) {
      const quote = line.indexOf('"', at);
      const revision = quote < 0 ? null : parseRevision(line.slice(at, quote));
      if (revision === null || !line.startsWith(SCHEMA, quote)) return null;
      // The client writes revisions in order. A repeated one is left to JSON.parse, which keeps the last.
      const before = records.at(-1);
      if (before !== undefined && compareRevisions(before.revision, revision) >= 0) return null;

      at = quote + SCHEMA.length;
      let schemaText = this.lastSchemaText;
      if (!line.startsWith(schemaText, at) || !line.startsWith(DATA, at + schemaText.length)) {
        schemaText = line.slice(at, endOfObject(line, at));
        this.lastSchemaText = schemaText;
      }
      at += schemaText.length;
      if (!line.startsWith(DATA, at)) return null;

      at += DATA.length;
      const dataEnd = endOfObject(line, at);
      const data: unknown = JSON.parse(line.slice(at, dataEnd));
      if (!isObject(data)) return null;
      records.push({ revision, schema: this.schemas.compile(schemaText), data });
      if (line.startsWith(NEXT, dataEnd)) at = dataEnd + NEXT.length;
      else return line.startsWith(END, dataEnd) && dataEnd + END.length === line.length ? records : null;
    }
  }

  private readAnySpelling(line: string): StoredRecord[] {
    const parsed: unknown = JSON.parse(line);
    const records = isObject(parsed) ? own(parsed, 'records') : undefined;
    if (!isObject(parsed) || !isObject(records)) throw new ValueError('a line without its records');
    if (own(parsed, 'key') !== this.keyColumn) {
      throw new ValueError(
        `the key column ${quoteForMessage(own(parsed, 'key'))}, not ${quoteForMessage(this.keyColumn)}`,
      );
    }
    return Object.keys(records).map((text): StoredRecord => {
      const revision = parseRevision(text);
      const record = records[text];
      const schema = isObject(record) ? own(record, 'schema') : undefined;
      const data = isObject(record) ? own(record, 'data') : undefined;
      if (revision === null) throw new ValueError(`the revision ${quoteForMessage(text)}`);
      if (!isObject(schema) || !isObject(data)) throw new ValueError('a record without its schema or data');
      return { revision, schema: this.schemas.compile(JSON.stringify(schema)), data };
    });
  }

  /** The key is in the data of the first record, and of any record that wrote a whole row. */
  private withKey(records: readonly StoredRecord[]): KeyedRecords {
    for (const { schema, data } of records) {
      const decode = schema.get(this.keyColumn);
      if (!decode || !Object.hasOwn(data, this.keyColumn)) continue;
      const typedKey = decode(data[this.keyColumn]);
      if (isNone(typedKey)) continue;
      if (typeof typedKey.value === 'object' && !(typedKey.value instanceof Uint8Array)) {
        throw new ValueError(`a key of type ${typedKey.type}`);
      }
      return { key: typedKey.value as KeyValue, typedKey, records };
    }
    throw new ValueError(`no value of the key column ${quoteForMessage(this.keyColumn)}`);
  }
}

const SCHEMA = '": {"schema": ';
const DATA = ', "data": ';
const NEXT = '}, "';
const END = '}}}';

const QUOTE = 34;
const BACKSLASH = 92;
const OPEN = 123;
const CLOSE = 125;

/** The offset after the JSON object that begins at `start`; the string's length if it never ends. */
function endOfObject(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = endOfString(text, at);
    else if (code === OPEN) depth++;
    else if (code === CLOSE && --depth === 0) return at + 1;
  }
  return text.length;
}

/** The offset of the quote that closes the string that opens at `start`. */
function endOfString(text: string, start: number): number {
  let quote = text.indexOf('"', start + 1);
  while (quote > 0) {
    let backslashes = 0;
    while (text.charCodeAt(quote - 1 - backslashes) === BACKSLASH) backslashes++;
    if (backslashes % 2 === 0) return quote;
    quote = text.indexOf('"', quote + 1);
  }
  return text.length;
}
