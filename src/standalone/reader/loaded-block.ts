import { isAscii, isUtf8 } from 'node:buffer';
import { ValueError } from '../../datastore/scalars.ts';
import { damaged, type SwjobError } from '../../errors.ts';
import { counted } from '../../text/counted.ts';
import { lineInFile } from '../old-table.ts';
import type { BlockDescription } from '../table-description.ts';

export const LINE_FEED = 10;

/** The lines of a block, or of a part of it, with their file and line numbers for messages. */
export class LoadedBlock {
  readonly content: Buffer;
  readonly path: string;
  readonly description: BlockDescription;
  private allAscii: boolean | undefined;
  /** How many lines of the block precede these. */
  private readonly linesBefore: number;

  constructor(content: Buffer, path: string, description: BlockDescription, linesBefore = 0) {
    this.content = content;
    this.path = path;
    this.description = description;
    this.linesBefore = linesBefore;
  }

  /** Whether all of it is ASCII; it is damaged if it is not even UTF-8. */
  get isAscii(): boolean {
    this.allAscii ??= this.checkText();
    return this.allAscii;
  }

  /** Whether a part of it is ASCII. If not, the whole has to be UTF-8. What is read next is checked faster part by part. */
  isAsciiIn(start: number, end: number): boolean {
    return isAscii(this.content.subarray(start, end)) || this.isAscii;
  }

  /** Whether all of it is ASCII, or else UTF-8: anything else is damage. */
  checkText(): boolean {
    if (isAscii(this.content)) return true;
    if (!isUtf8(this.content)) throw damaged(`${this.path}: not UTF-8 text`);
    return false;
  }

  text(start: number, end: number): string {
    return this.content.toString(this.isAscii ? 'latin1' : 'utf8', start, end);
  }

  /** Where the line that begins at `start` ends: at its `\n`. (U+2028 does not end a line: it occurs in values.) */
  endOfLine(start: number): number {
    const end = this.content.indexOf(LINE_FEED, start);
    return end < 0 ? this.content.length : end;
  }

  /** Where the last complete line that fits in this many bytes ends; `offset` if none fits. */
  endOfLines(offset: number, room: number): number {
    // The last line may lack its line feed, which needs one more byte.
    if (this.content.length - offset < room) return this.content.length;
    return this.content.subarray(offset, offset + room).lastIndexOf(LINE_FEED) + 1 + offset;
  }

  /** Whether a line is blank, and is ignored. Long lines are not inspected: they have records. */
  isBlank(start: number, end: number): boolean {
    return end - start <= 64 && this.text(start, end).trim() === '';
  }

  /** The lines that are not blank. */
  *lines(): Generator<Line> {
    for (let start = 0; start < this.content.length; ) {
      const end = this.endOfLine(start);
      if (!this.isBlank(start, end)) yield { block: this, start, end };
      start = end + 1;
    }
  }

  /** The number of lines that end before an offset. */
  countLines(before = this.content.length): number {
    let lines = 0;
    for (let at = this.content.indexOf(LINE_FEED); at >= 0 && at < before; lines++) {
      at = this.content.indexOf(LINE_FEED, at + 1);
    }
    return lines;
  }

  damage(start: number, what: string, cause?: Error): SwjobError {
    const line = lineInFile(this.content, this.linesBefore + this.countLines(start) + 1);
    return damaged(`${this.path}, line ${line}: ${what}`, { cause });
  }

  /** Calls `read`. A `ValueError` becomes damage at the line that begins at `start`. */
  guard<T>(start: number, read: () => T): T {
    try {
      return read();
    } catch (error) {
      if (error instanceof ValueError || error instanceof SyntaxError) throw this.damage(start, error.message, error);
      // JSON.parse accepts deeper nesting than the stack has room for.
      if (error instanceof RangeError) throw this.damage(start, 'nested too deeply, or too long', error);
      throw error;
    }
  }

  /** The damage if the block does not have as many lines as the manifest lists; otherwise null. */
  countProblem(lines: number): SwjobError | null {
    const { rowCount } = this.description;
    if (rowCount === undefined || rowCount === lines) return null;
    return damaged(`${this.path}: ${counted(lines, 'row')}, but the manifest lists ${rowCount}`);
  }
}

/** A line of a block. */
export interface Line {
  readonly block: LoadedBlock;
  readonly start: number;
  readonly end: number;
}
