import { isAscii, isUtf8 } from 'node:buffer';
import { compareKeys } from '../datastore/keys.ts';
import { ValueError } from '../datastore/scalars.ts';
import { damaged, isSwjobError, type SwjobError } from '../errors.ts';
import type { KeyValue } from '../job/instance.ts';
import type { BlockLineReader, KeyedRecords } from './block-line.ts';
import { lineInFile } from './old-table.ts';
import type { BlockDescription } from './table-description.ts';

const LINE_FEED = 10;

/** Is told of damage that is passed over instead of ending the scan. */
export type SkipDamage = (damage: SwjobError) => void;

/**
 * Walks the lines of one block in key order. What the manifest states of the block (its bounds, its number of rows) is
 * checked on the way, so that a shortened block is never taken for a whole one.
 */
export class BlockCursor {
  /** The records under the next key, or null at the end. */
  current: KeyedRecords | null = null;
  readonly path: string;
  readonly content: Buffer;
  /** Where the line at hand begins and ends in the content. */
  lineStart = 0;
  lineEnd = 0;
  private readonly block: BlockDescription;
  private readonly reader: BlockLineReader;
  private readonly ascii: boolean;
  private readonly skip: SkipDamage | undefined;
  /** Where the next line begins. */
  offset = 0;
  /** The key of the line that was passed last. */
  lastKey: KeyValue | undefined;
  /** Lines walked so far; undefined once a seek has passed over some. */
  private rows: number | undefined = 0;

  /** Stands before the first line: call `advance`. `path` names the block's file in messages. */
  constructor(content: Buffer, path: string, block: BlockDescription, reader: BlockLineReader, skip?: SkipDamage) {
    this.content = content;
    this.path = path;
    this.block = block;
    this.reader = reader;
    this.skip = skip;
    this.ascii = isAscii(content);
    if (!this.ascii && !isUtf8(content)) throw damaged(`${path}: not UTF-8 text`);
  }

  /**
   * Goes to the next key; false at the block's end. A line that cannot be read is damage, named by its number; with
   * `skip` it is told there and passed over.
   */
  advance(): boolean {
    for (;;) {
      const found = this.tolerate(() => this.step());
      if (found !== undefined) return found;
      if (this.offset >= this.content.length) {
        this.current = null;
        return false;
      }
    }
  }

  private step(): boolean {
    if (!this.nextLine()) {
      this.current = null;
      this.checkRowCount();
      return false;
    }
    this.current = this.readLine();
    return true;
  }

  /** The records of the line at hand, after `nextLine`. */
  readLine(): KeyedRecords {
    if (this.rows !== undefined) this.rows++;
    const entry = this.guard(() => this.reader.read(this.lineText()));
    this.checkKey(entry.key);
    return entry;
  }

  /** Takes note of lines that were read and checked elsewhere: the last one's key, and where the next one begins. */
  passLines(count: number, lastKey: KeyValue, offset: number): void {
    if (this.rows !== undefined) this.rows += count;
    this.lastKey = lastKey;
    this.offset = offset;
  }

  private checkKey(key: KeyValue): void {
    if (this.lastKey !== undefined && compareKeys(key, this.lastKey) <= 0) {
      this.fail('its key does not follow the one before');
    }
    this.checkBounds(key);
    this.lastKey = key;
  }

  /**
   * Goes to the line of one key by looking for its text, without parsing the lines before it; false where the block
   * has none. Only for keys that JSON writes as they are (ASCII letters, digits, `-`, `_`).
   */
  seekText(key: string): boolean {
    this.rows = undefined;
    for (
      let found = this.content.indexOf(key, this.offset);
      found >= 0;
      found = this.content.indexOf(key, this.offset)
    ) {
      this.offset = this.content.lastIndexOf(LINE_FEED, found) + 1;
      if (!this.nextLine()) break;
      const entry = this.tolerate(() => this.guard(() => this.reader.read(this.lineText())));
      if (entry?.key === key) {
        this.current = entry;
        return true;
      }
    }
    this.current = null;
    return false;
  }

  /** With `skip`, damage is told there, and what was read is undefined. */
  private tolerate<T>(read: () => T): T | undefined {
    try {
      return read();
    } catch (error) {
      if (this.skip === undefined || !isSwjobError(error, 'damaged')) throw error;
      this.skip(error);
      return undefined;
    }
  }

  /** Turns a `ValueError` of the current line into damage with file and line. */
  guard<T>(read: () => T): T {
    try {
      return read();
    } catch (error) {
      if (error instanceof ValueError || error instanceof SyntaxError) this.fail(error.message, error);
      // What JSON.parse takes may be nested deeper than the stack.
      if (error instanceof RangeError) this.fail('nested too deeply, or too long', error);
      throw error;
    }
  }

  /**
   * Goes to the next line that is not blank; false at the end. Only `\n` ends a line: U+2028 and U+0085 occur inside of
   * values.
   */
  nextLine(): boolean {
    while (this.offset < this.content.length) {
      const end = this.content.indexOf(LINE_FEED, this.offset);
      this.lineStart = this.offset;
      this.lineEnd = end < 0 ? this.content.length : end;
      this.offset = this.lineEnd + 1;
      // A line of records is longer than any blank one that is worth looking at.
      if (this.lineEnd - this.lineStart > 64 || this.lineText().trim() !== '') return true;
    }
    return false;
  }

  private lineText(): string {
    return this.content.toString(this.ascii ? 'latin1' : 'utf8', this.lineStart, this.lineEnd);
  }

  private checkBounds(key: KeyValue): void {
    const { minKey, maxKey } = this.block;
    if (
      (minKey !== undefined && compareKeys(key, minKey) < 0) ||
      (maxKey !== undefined && compareKeys(key, maxKey) > 0)
    ) {
      this.fail("its key lies outside of the block's bounds in the table's manifest");
    }
  }

  /** What the manifest states, once the last line was passed. */
  checkRowCount(): void {
    const { rowCount } = this.block;
    if (this.rows === undefined || rowCount === undefined || rowCount === this.rows) return;
    throw damaged(`${this.path}: ${this.rows} rows, where the table's manifest states ${rowCount}`);
  }

  private fail(what: string, cause?: Error): never {
    let line = 1;
    for (let at = this.content.indexOf(LINE_FEED); at >= 0 && at < this.lineStart; line++) {
      at = this.content.indexOf(LINE_FEED, at + 1);
    }
    throw damaged(`${this.path}, line ${lineInFile(this.content, line)}: ${what}`, { cause });
  }
}
