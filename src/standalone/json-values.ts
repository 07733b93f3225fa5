import { jsonText } from '../render/json.ts';
import { JsonOutput } from './json-output.ts';
import type { Shape } from './json-plan.ts';

const SPACE = 32;
const QUOTE = 34;
const COMMA = 44;
const COLON = 58;
const OPEN_LIST = 91;
const BACKSLASH = 92;
const CLOSE_LIST = 93;
const OPEN = 123;
const CLOSE = 125;
const LETTER_N = 110;
const NULL: Buffer = Buffer.from('null');
const SEPARATOR = Buffer.from(', ');

/** The value of a hex digit by its character code, negative for other characters. */
const NIBBLE = new Int8Array(256).fill(-1);
for (let digit = 0; digit < 16; digit++) {
  NIBBLE[digit.toString(16).charCodeAt(0)] = digit;
  NIBBLE[digit.toString(16).toUpperCase().charCodeAt(0)] = digit;
}

const word = new DataView(new ArrayBuffer(8));

/** Follows stored values in the client's own spelling, and writes them as JSON. */
export class JsonValues extends JsonOutput {
  protected content: Buffer = NULL;
  /** How far the content was followed. */
  protected at = 0;
  protected end = 0;
  private readonly numbers: number[] = [];

  protected direct(shape: Shape): boolean {
    switch (shape.kind) {
      case 'string':
        return this.string();
      case 'float64':
        return this.hex(16) && this.float(word.getFloat64(0));
      case 'float32':
        return this.hex(8) && this.float(word.getFloat32(4));
      case 'integer':
        return this.hex(shape.digits) && this.integer(shape.digits);
      case 'boolean':
        return this.boolean();
      case 'list':
        return (shape.element.kind === 'float64' && this.floats()) || this.list(shape.element);
      default:
        return false;
    }
  }

  /** Takes `"…"` with exactly so many hex digits into `word`, right-aligned. */
  private hex(digits: number): boolean {
    const { content } = this;
    let at = this.at;
    if (content[at++] !== QUOTE) return false;
    let bad = 0;
    let high = 0;
    let low = 0;
    const split = at + digits - 8;
    const stop = at + digits;
    for (; at < split; at++) {
      const nibble = NIBBLE[content[at] as number] as number;
      bad |= nibble;
      high = (high << 4) | nibble;
    }
    for (; at < stop; at++) {
      const nibble = NIBBLE[content[at] as number] as number;
      bad |= nibble;
      low = (low << 4) | nibble;
    }
    if (bad < 0 || content[at++] !== QUOTE) return false;
    word.setInt32(0, high);
    word.setInt32(4, low);
    this.at = at;
    return true;
  }

  private float(value: number): boolean {
    if (value === 0) this.ascii(Object.is(value, -0) ? '-0' : '0');
    else if (value - value === 0) this.ascii(`${value}`);
    else this.ascii(`"${value}"`);
    return true;
  }

  private integer(digits: number): boolean {
    if (digits === 16) {
      const value = word.getInt32(0) * 0x1_0000_0000 + word.getUint32(4);
      this.ascii(Number.isSafeInteger(value) ? `${value}` : `${word.getBigInt64(0)}`);
    } else if (digits === 8) this.ascii(`${word.getInt32(4)}`);
    else this.ascii(`${digits === 4 ? word.getInt16(6) : word.getInt8(7)}`);
    return true;
  }

  private boolean(): boolean {
    const { content, at } = this;
    const digit = content[at + 1];
    if (content[at] !== QUOTE || content[at + 2] !== QUOTE || (digit !== 48 && digit !== 49)) return false;
    this.ascii(digit === 49 ? 'true' : 'false');
    this.at = at + 3;
    return true;
  }

  /** A text without escapes is JSON as it stands. */
  private string(): boolean {
    const { content, out } = this;
    const stop = this.end;
    let at = this.at;
    let length = this.length;
    if (content[at] !== QUOTE) return false;
    out[length++] = QUOTE;
    for (at++; at < stop; at++) {
      const byte = content[at] as number;
      if (byte === BACKSLASH || byte < 32) return byte === BACKSLASH && this.escapedString();
      out[length++] = byte;
      if (byte === QUOTE) {
        this.at = at + 1;
        this.length = length;
        return true;
      }
    }
    return false;
  }

  private escapedString(): boolean {
    const stop = this.endOfValue();
    const value: unknown = tryParse(this.content.toString('utf8', this.at, stop));
    if (typeof value !== 'string') return false;
    this.append(jsonText({ type: 'STRING', value }));
    this.at = stop;
    return true;
  }

  /**
   * A list of ordinary floats: the engine prints an array of numbers in two thirds of the time that it takes for one
   * number after another. False, with nothing taken, for any other list.
   */
  private floats(): boolean {
    const began = this.at;
    const numbers = this.numbers;
    numbers.length = 0;
    if (this.content[this.at] !== OPEN_LIST) return false;
    do {
      this.at += numbers.length === 0 ? 1 : SEPARATOR.length;
      const value = this.hex(16) ? word.getFloat64(0) : Number.NaN;
      if (value - value !== 0 || Object.is(value, -0)) {
        this.at = began;
        return false;
      }
      numbers.push(value);
    } while (this.content[this.at] === COMMA && this.content[this.at + 1] === SPACE);
    if (this.content[this.at] !== CLOSE_LIST) {
      this.at = began;
      return false;
    }
    this.at++;
    const text = JSON.stringify(numbers);
    this.length += this.out.write(text, this.length, 'latin1');
    return true;
  }

  private list(element: Shape): boolean {
    if (this.content[this.at] !== OPEN_LIST) return false;
    this.at++;
    this.out[this.length++] = OPEN_LIST;
    if (this.content[this.at] !== CLOSE_LIST) {
      for (;;) {
        if (this.content[this.at] === LETTER_N) {
          if (!this.follow(NULL)) return false;
          this.put(NULL);
        } else if (!this.direct(element)) return false;
        if (this.content[this.at] === CLOSE_LIST) break;
        if (!this.follow(SEPARATOR)) return false;
        this.out[this.length++] = COMMA;
      }
    }
    this.at++;
    this.out[this.length++] = CLOSE_LIST;
    return true;
  }

  /** The offset behind the JSON value at hand. */
  protected endOfValue(): number {
    const { content } = this;
    const stop = this.end;
    let depth = 0;
    for (let at = this.at; at < stop; at++) {
      const byte = content[at];
      if (byte === QUOTE) {
        for (at++; at < stop && content[at] !== QUOTE; at++) if (content[at] === BACKSLASH) at++;
        if (depth === 0) return at + 1;
      } else if (byte === OPEN || byte === OPEN_LIST) depth++;
      else if (byte === CLOSE || byte === CLOSE_LIST) {
        depth--;
        if (depth === 0) return at + 1;
        if (depth < 0) return at;
      } else if (depth === 0 && (byte === COMMA || byte === COLON)) return at;
    }
    return stop;
  }

  protected follow(token: Uint8Array): boolean {
    const { content, at } = this;
    for (let index = 0; index < token.length; index++) if (content[at + index] !== token[index]) return false;
    this.at = at + token.length;
    return true;
  }
}

/** What a JSON text says; undefined where it is none. */
export function tryParse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
