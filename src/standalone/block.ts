import { isAscii, isUtf8 } from 'node:buffer';
import { compareKeys } from '../datastore/keys.ts';
import { ValueError } from '../datastore/scalars.ts';
import { damaged, isSwjobError, type SwjobError } from '../errors.ts';
import type { KeyValue } from '../job/instance.ts';
import type { BlockLineReader, KeyedRecords } from './block-line.ts';
import type { BlockDescription } from './table-manifest.ts';

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
  private readonly content: Buffer;
  private readonly block: BlockDescription;
  private readonly reader: BlockLineReader;
  private readonly ascii: boolean;
  private readonly skip: SkipDamage | undefined;
  private offset = 0;
  private line = 0;
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
    if (this.skip === undefined) return this.step();
    for (;;) {
      try {
        return this.step();
      } catch (error) {
        if (!isSwjobError(error, 'damaged')) throw error;
        this.skip(error);
        if (this.offset >= this.content.length) {
          this.current = null;
          return false;
        }
      }
    }
  }

  private step(): boolean {
    const text = this.nextLine();
    if (text === null) {
      this.current = null;
      this.checkRowCount();
      return false;
    }
    if (this.rows !== undefined) this.rows++;
    const previous = this.current;
    const next = this.guard(() => this.reader.read(text));
    if (previous !== null && compareKeys(next.key, previous.key) <= 0)
      this.fail('its key does not follow the one before');
    this.checkBounds(next.key);
    this.current = next;
    return true;
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
      const lineStart = this.content.lastIndexOf(LINE_FEED, found) + 1;
      this.offset = lineStart;
      this.line = 0;
      const text = this.nextLine();
      if (text === null) break;
      const entry = this.guard(() => this.reader.read(text));
      if (entry.key === key) {
        this.current = entry;
        return true;
      }
    }
    this.current = null;
    return false;
  }

  /** Turns a `ValueError` of the current line into damage with file and line. */
  guard<T>(read: () => T): T {
    try {
      return read();
    } catch (error) {
      if (error instanceof ValueError || error instanceof SyntaxError) this.fail(error.message, error);
      throw error;
    }
  }

  /** The next line that is not blank. Only `\n` ends a line: U+2028 and U+0085 occur inside of values. */
  private nextLine(): string | null {
    while (this.offset < this.content.length) {
      const end = this.content.indexOf(LINE_FEED, this.offset);
      const stop = end < 0 ? this.content.length : end;
      const start = this.offset;
      this.offset = stop + 1;
      this.line++;
      if (stop > start) {
        const text = this.content.toString(this.ascii ? 'latin1' : 'utf8', start, stop);
        if (stop - start > 64 || text.trim() !== '') return text;
      }
    }
    return null;
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

  private checkRowCount(): void {
    const { rowCount } = this.block;
    if (this.rows === undefined || rowCount === undefined || rowCount === this.rows) return;
    throw damaged(`${this.path}: ${this.rows} rows, where the table's manifest states ${rowCount}`);
  }

  private fail(what: string, cause?: Error): never {
    throw damaged(`${this.path}${this.line ? `, line ${this.line}` : ''}: ${what}`, { cause });
  }
}
