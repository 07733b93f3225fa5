import { isBeforeStart, isPastEnd } from '../../datastore/keys.ts';
import type { TypedRow } from '../../datastore/typed-value.ts';
import type { ScanOptions } from '../../job/instance.ts';
import { BlockCursor } from '../block.ts';
import { BlockLineReader } from '../block-line.ts';
import type { ColumnCheck } from '../column-check.ts';
import type { ObjectStore } from '../object-store.ts';
import { overlayRecords } from '../overlay.ts';
import { RecordSchemas } from '../record-schema.ts';
import { rowDecoder, type StoredRow } from '../scan.ts';
import type { BlockDescription, TableManifest } from '../table-description.ts';
import type { PrintedColumns } from './printed-columns.ts';
import type { TextForm } from './text-form.ts';
import { TextOutput } from './text-output.ts';
import { STATUS, Transcoder } from './transcoder-host.ts';
import { RowPlans } from './transcoder-plans.ts';

export interface TextPrinterOptions {
  readonly manifest: TableManifest;
  readonly objects: ObjectStore;
  readonly scan: ScanOptions;
  readonly form: TextForm;
  readonly printed: PrintedColumns;
  readonly check: ColumnCheck;
}

/** What the lines at hand need: more time, the thorough way for one of them, or nothing any more. */
type Next = 'pause' | 'thorough' | 'end';

/** Room for the text of decoded rows where there is no transcoder. */
const OUTPUT = 1 << 18;

/**
 * Prints the newest state of blocks that overlap with no other: lines in the client's own spelling with one record
 * are transcoded as text; any other line is read, overlaid and decoded as in every scan.
 */
export class TextPrinter {
  readonly output: TextOutput;
  readonly decode: (row: StoredRow) => TypedRow;
  readonly schemas = new RecordSchemas();
  /** Rows that may still be printed. */
  left: number;
  /** True once a key lay behind the end of the range. */
  ended = false;
  private readonly options: TextPrinterOptions;
  private readonly reader: BlockLineReader;
  private readonly plans: RowPlans;
  private readonly transcoder: Transcoder | null;

  constructor(options: TextPrinterOptions) {
    const { manifest, objects, scan, form, printed } = options;
    const { keyColumn, keyType } = manifest;
    this.options = options;
    this.reader = new BlockLineReader(keyColumn, this.schemas);
    this.plans = new RowPlans({ keyColumn, schemas: this.schemas, objects, columns: scan.columns, form });
    this.left = scan.limit ?? Number.POSITIVE_INFINITY;
    this.decode = rowDecoder(keyColumn, objects, scan, printed.order);
    const areKeysTexts = keyType === 'STRING';
    this.transcoder =
      areKeysTexts || keyType?.startsWith('INT') === true
        ? Transcoder.open({
            keyColumn,
            areKeysTexts,
            keepNone: scan.keepNone ?? false,
            start: scan.start,
            end: scan.end,
            endInclusive: scan.endInclusive ?? false,
            form,
            other: (...value) => this.plans.other(...value),
          })
        : null;
    this.output = this.transcoder?.output ?? new TextOutput(Buffer.allocUnsafe(OUTPUT), 0, OUTPUT);
  }

  /** Writes the rows of a block to `output`, and pauses whenever that holds so many bytes or more. */
  *block(content: Buffer, path: string, block: BlockDescription, pauseAt: () => number): Generator<void> {
    const cursor = new BlockCursor(content, path, block, this.reader);
    const { transcoder } = this;
    transcoder?.begin();
    const isBounded = transcoder?.keys.setBounds(block.minKey, block.maxKey) === true;
    for (;;) {
      if (isBounded && transcoder.keys.setLast(cursor.lastKey)) {
        let next = this.follow(transcoder, cursor, pauseAt);
        for (; next === 'pause'; next = this.follow(transcoder, cursor, pauseAt)) yield;
        if (next === 'end') return;
      }
      if (!cursor.nextLine()) break;
      const row = this.decodeLine(cursor);
      if (row !== null) this.row(row);
      if (this.ended || this.left <= 0) return;
      if (this.output.length >= pauseAt()) yield;
    }
    cursor.checkRowCount();
  }

  /** Writes a row that was decoded. */
  row(row: TypedRow): void {
    const { output } = this;
    const { form, printed } = this.options;
    printed.add(row.keys());
    printed.rows++;
    output.put(form.frame.before);
    output.append(form.row(row));
    output.put(form.frame.after);
    this.left--;
  }

  /** Transcodes lines until something else has to be done. */
  private follow(transcoder: Transcoder, cursor: BlockCursor, pauseAt: () => number): Next {
    for (;;) {
      const status = transcoder.run(cursor.content, cursor.offset, this.left);
      if (transcoder.lines > 0) cursor.passLines(transcoder.lines, transcoder.keys.last, transcoder.offset);
      this.left -= transcoder.rows;
      this.options.printed.rows += transcoder.rows;
      switch (status) {
        case STATUS.done:
          if (this.output.length >= pauseAt()) return 'pause';
          break;
        case STATUS.newSchema:
          if (!this.learnSchema(transcoder, cursor)) return 'thorough';
          break;
        case STATUS.newColumn:
          if (!this.noteColumns(transcoder, cursor)) return 'thorough';
          break;
        case STATUS.full:
          return this.output.length > 0 ? 'pause' : 'thorough';
        case STATUS.ended:
          this.ended = true;
          return 'end';
        case STATUS.limit:
          return 'end';
        default:
          return 'thorough';
      }
    }
  }

  private learnSchema(transcoder: Transcoder, { content, offset }: BlockCursor): boolean {
    const schema = this.plans.ofLine(content, offset);
    return schema !== null && this.plans.use(schema, transcoder);
  }

  /**
   * Gives the columns of a row their places in the scan's order, as decoding it would, and takes note of those with values;
   * false where they stand in another order in the text. Rows that are not shown place none.
   */
  private noteColumns(transcoder: Transcoder, { content, offset }: BlockCursor): boolean {
    const { printed, check } = this.options;
    const schema = this.plans.ofLine(content, offset);
    if (!schema?.plan) return false;
    check.see([{ schema: this.schemas.compile(schema.text) }]);
    if (printed.order.inOrder(schema.plan.wanted)) printed.add(this.plans.columnsAtHand(schema, transcoder));
    else this.plans.drop(schema, transcoder);
    return schema.plan !== null;
  }

  private decodeLine(cursor: BlockCursor): TypedRow | null {
    const { key, typedKey, records } = cursor.readLine();
    const { scan, check } = this.options;
    if (isPastEnd(key, scan)) this.ended = true;
    if (this.ended || isBeforeStart(key, scan)) return null;
    check.see(records);
    return cursor.guard(() => {
      const cells = overlayRecords(records, undefined, undefined);
      return cells && this.decode({ key, typedKey, cells, source: cursor });
    });
  }
}
