import type { ColumnOrder } from '../datastore/column-order.ts';
import { isBeforeStart, isPastEnd } from '../datastore/keys.ts';
import type { TypedRow } from '../datastore/typed-value.ts';
import type { KeyValue, RowFrame, ScanOptions } from '../job/instance.ts';
import { jsonRow } from '../render/json.ts';
import { BlockCursor } from './block.ts';
import { BlockLineReader } from './block-line.ts';
import type { ColumnCheck } from './column-check.ts';
import { type JsonPlan, planJson } from './json-plan.ts';
import type { JsonTranscoder } from './json-transcoder.ts';
import type { ObjectStore } from './object-store.ts';
import { overlayRecords } from './overlay.ts';
import { RecordSchemas } from './record-schema.ts';
import { rowDecoder, type StoredRow } from './scan.ts';
import type { BlockDescription } from './table-manifest.ts';

const SCHEMA = Buffer.from('": {"schema": ');
const DATA = Buffer.from(', "data": ');
const END = Buffer.from('}}}');
/** A hostile block may give every record a schema of its own. */
const MAX_PLANS = 1000;

interface SchemaPlan {
  readonly text: Buffer;
  /** Null where records of this schema have to be decoded. */
  plan: JsonPlan | null;
  /** True once a row of it was printed, by which its columns have their places. */
  isPlaced: boolean;
}

export interface JsonPrinterOptions {
  readonly keyColumn: string;
  readonly objects: ObjectStore;
  readonly scan: ScanOptions;
  readonly frame: RowFrame;
  /** The places of the columns that are known so far. */
  readonly order: ColumnOrder;
  readonly check: ColumnCheck;
  readonly out: JsonTranscoder;
}

/**
 * Prints the newest state of blocks that overlap with no other as JSON, line by line: a line in the client's own
 * spelling with one record is transcoded as text; any other line is read, overlaid and decoded as in every scan.
 */
export class JsonPrinter {
  readonly out: JsonTranscoder;
  readonly decode: (row: StoredRow) => TypedRow;
  readonly schemas = new RecordSchemas();
  /** Rows that may still be printed. */
  left: number;
  /** True once a key lay behind the end of the range. */
  ended = false;
  private readonly keyColumn: string;
  private readonly options: JsonPrinterOptions;
  private readonly wanted: ReadonlySet<string> | undefined;
  private readonly reader: BlockLineReader;
  private readonly plans = new Map<string, SchemaPlan>();
  private readonly head: Buffer;
  private lastPlan: SchemaPlan = { text: Buffer.from('{}'), plan: null, isPlaced: false };
  private dataStart = 0;
  private readonly accept = (key: KeyValue): boolean => {
    if (isPastEnd(key, this.options.scan)) this.ended = true;
    return !this.ended && !isBeforeStart(key, this.options.scan);
  };

  constructor(options: JsonPrinterOptions) {
    const { keyColumn, objects, scan, order, out } = options;
    this.options = options;
    this.keyColumn = keyColumn;
    this.wanted = scan.columns && new Set(scan.columns);
    this.reader = new BlockLineReader(keyColumn, this.schemas);
    this.head = Buffer.from(`{"key": ${JSON.stringify(keyColumn)}, "records": {"`);
    this.out = out;
    this.left = scan.limit ?? Number.POSITIVE_INFINITY;
    this.decode = rowDecoder(keyColumn, objects, scan, order);
  }

  /** Writes the rows of a block to `out`, and pauses whenever that holds so many bytes or more. */
  *block(content: Buffer, path: string, block: BlockDescription, pauseAt: () => number): Generator<void> {
    const cursor = new BlockCursor(content, path, block, this.reader);
    while (cursor.nextLine()) {
      this.line(cursor);
      if (this.ended || this.left <= 0) return;
      if (this.out.length >= pauseAt()) yield;
    }
    cursor.checkRowCount();
  }

  /** Writes a row that was decoded elsewhere. */
  row(row: TypedRow): void {
    const { out } = this;
    const { before, after } = this.options.frame;
    out.put(before);
    out.append(jsonRow(row));
    out.put(after);
    this.left--;
  }

  /** Writes the row of the line at hand, if there is one to show. */
  private line(cursor: BlockCursor): void {
    const { out } = this;
    const { before, after } = this.options.frame;
    const began = out.length;
    out.put(before);
    const isShown = this.transcodeLine(cursor);
    if (isShown === true) {
      out.put(after);
      this.left--;
      return;
    }
    out.length = began;
    const row = isShown === null ? this.decodeLine(cursor) : null;
    if (row !== null) this.row(row);
  }

  /** Whether the line is shown and was written; null where it has to be decoded. */
  private transcodeLine(cursor: BlockCursor): boolean | null {
    const { out } = this;
    const schema = this.schemaOf(cursor);
    if (schema === null || schema.plan === null) return null;
    const end = out.record(cursor.content, this.dataStart, cursor.lineEnd, schema.plan, this.accept);
    if (end < 0) return null;
    if (end > 0) {
      // More records of the same key follow: they have to be laid over each other.
      if (!(end + END.length === cursor.lineEnd && startsWith(cursor.content, end, END))) return null;
      if (!schema.isPlaced && !this.placeColumns(schema, schema.plan)) return null;
    }
    cursor.passLine(out.key);
    return end > 0;
  }

  /**
   * Gives the columns of a row their places in the scan's order, as decoding it would; false where they stand in another
   * one in the text. Rows that are not shown place none.
   */
  private placeColumns(schema: SchemaPlan, { printed }: JsonPlan): boolean {
    const { order, check } = this.options;
    check.see([{ schema: this.schemas.compile(schema.text.toString()) }]);
    schema.isPlaced = order.inOrder(printed);
    if (!schema.isPlaced) schema.plan = null;
    return schema.isPlaced;
  }

  private decodeLine(cursor: BlockCursor): TypedRow | null {
    const { key, typedKey, records } = cursor.readLine();
    if (!this.accept(key)) return null;
    this.options.check.see(records);
    return cursor.guard(() => {
      const cells = overlayRecords(records, undefined, undefined);
      return cells && this.decode({ key, typedKey, cells, source: cursor });
    });
  }

  /** What is known of the schema of the line's first record, whose data then begins at `dataStart`. */
  private schemaOf({ content, lineStart, lineEnd }: BlockCursor): SchemaPlan | null {
    if (!startsWith(content, lineStart, this.head)) return null;
    let at = lineStart + this.head.length;
    const revision = at;
    while (isDigit(content[at])) at++;
    if (at === revision || !startsWith(content, at, SCHEMA)) return null;
    at += SCHEMA.length;
    const { text } = this.lastPlan;
    const end = at + text.length;
    if (end >= lineEnd || content.compare(text, 0, text.length, at, end) !== 0 || !startsWith(content, end, DATA)) {
      const schemaEnd = endOfObject(content, at, lineEnd);
      if (!startsWith(content, schemaEnd, DATA)) return null;
      this.lastPlan = this.planFor(content.toString('utf8', at, schemaEnd));
    }
    this.dataStart = at + this.lastPlan.text.length + DATA.length;
    return this.lastPlan;
  }

  private planFor(text: string): SchemaPlan {
    let known = this.plans.get(text);
    if (known === undefined) {
      known = { text: Buffer.from(text), plan: this.compilePlan(text), isPlaced: false };
      if (this.plans.size >= MAX_PLANS) this.plans.clear();
      this.plans.set(text, known);
    }
    return known;
  }

  private compilePlan(text: string): JsonPlan | null {
    try {
      const schema = this.schemas.compile(text);
      return planJson(text, schema, this.keyColumn, this.wanted);
    } catch {
      // What is wrong with it is told where the line is decoded.
      return null;
    }
  }
}

function startsWith(content: Uint8Array, at: number, token: Uint8Array): boolean {
  for (let index = 0; index < token.length; index++) if (content[at + index] !== token[index]) return false;
  return true;
}

const QUOTE = 34;
const BACKSLASH = 92;
const OPEN = 123;
const CLOSE = 125;

/** The offset behind the JSON object that begins at `start`; `end` where it never ends. */
function endOfObject(content: Uint8Array, start: number, end: number): number {
  let depth = 0;
  for (let at = start; at < end; at++) {
    const byte = content[at];
    if (byte === QUOTE) {
      for (at++; at < end && content[at] !== QUOTE; at++) if (content[at] === BACKSLASH) at++;
    } else if (byte === OPEN) depth++;
    else if (byte === CLOSE && --depth === 0) return at + 1;
  }
  return end;
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 48 && byte <= 57;
}
