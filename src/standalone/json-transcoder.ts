import { convertArtifacts, needsConversion } from '../datastore/artifact.ts';
import { isNone, type KeyValue } from '../job/instance.ts';
import { jsonText } from '../render/json.ts';
import type { JsonPlan, JsonStep, Shape } from './json-plan.ts';
import type { ObjectStore } from './object-store.ts';

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

/** A stored text that is not spelled as the client spells it, or does not fit its schema: to be read the thorough way. */
const IRREGULAR = -1;

/** The value of a hex digit by its character code, negative for other characters. */
const NIBBLE = new Int8Array(256).fill(-1);
for (let digit = 0; digit < 16; digit++) {
  NIBBLE[digit.toString(16).charCodeAt(0)] = digit;
  NIBBLE[digit.toString(16).toUpperCase().charCodeAt(0)] = digit;
}

const word = new DataView(new ArrayBuffer(8));

/**
 * Turns the stored text of a record's `data` into its JSON text, byte by byte: most values only lose their hex digits or
 * gain nothing, so nothing is parsed into objects and printed again. It follows exactly one spelling, the client's own;
 * whatever differs is left to the general way, which also finds the words for what is wrong.
 */
export class JsonTranscoder {
  /** The output so far. */
  out = Buffer.allocUnsafe(1 << 18);
  length = 0;
  /** The key of the record that was transcoded last. */
  key: KeyValue = 0;
  private readonly keepNone: boolean;
  private readonly objects: ObjectStore;
  private readonly numbers: number[] = [];
  private content: Buffer = NULL;
  private at = 0;
  private end = 0;
  /** Room for what the record at hand can still need. */
  private margin = 0;

  constructor(objects: ObjectStore, keepNone: boolean) {
    this.objects = objects;
    this.keepNone = keepNone;
  }

  /** The bytes written so far, in a buffer of their own that is no larger; the next ones begin anew. */
  take(): Uint8Array {
    const chunk = new Uint8Array(this.out.subarray(0, this.length));
    this.length = 0;
    return chunk;
  }

  /**
   * Writes the JSON of the record whose `data` begins at `start`; returns the offset behind it. With nothing written, it
   * returns -1 where the text is irregular, and 0 where `accept`, which sees the key before the rest is read, does not
   * want it.
   */
  record(content: Buffer, start: number, end: number, plan: JsonPlan, accept: (key: KeyValue) => boolean): number {
    const began = this.length;
    this.content = content;
    this.at = start;
    this.end = end;
    // Two hex digits of an INT8 become up to four characters, a FLOAT32 of eight up to 24.
    this.margin = (end - start) * 4 + 64;
    this.reserve(this.margin);
    const done = this.columns(plan, accept);
    if (done > 0) return this.at;
    this.length = began;
    return done;
  }

  /** Appends text that was made elsewhere. */
  append(text: string): void {
    this.reserve(text.length * 3 + this.margin);
    this.length += this.out.write(text, this.length);
  }

  private columns({ steps }: JsonPlan, accept: (key: KeyValue) => boolean): number {
    let written = 0;
    for (let index = 0; index < steps.length; index++) {
      const step = steps[index] as JsonStep;
      if (!this.follow(step.before)) return IRREGULAR;
      const before = this.length;
      this.out[this.length++] = written === 0 ? OPEN : COMMA;
      if (step.key !== null) this.put(step.key);
      const valueStart = this.at;
      const valueOut = this.length;
      const isPresent = this.value(step);
      if (isPresent === IRREGULAR) return IRREGULAR;
      if (index === 0) {
        if (isPresent === 0 || !this.takeKey(step.shape, valueStart, valueOut)) return IRREGULAR;
        if (!accept(this.key)) return 0;
      }
      if (isPresent === 0 && this.keepNone && step.key !== null) this.put(NULL);
      else if (isPresent === 0 || step.key === null) {
        this.length = before;
        continue;
      }
      written++;
    }
    if (this.content[this.at++] !== CLOSE) return IRREGULAR;
    if (written === 0) this.out[this.length++] = OPEN;
    this.out[this.length++] = CLOSE;
    return 1;
  }

  /** 1 where a value was written, 0 for None. */
  private value(step: JsonStep): number {
    if (this.content[this.at] === LETTER_N) return this.follow(NULL) ? 0 : IRREGULAR;
    if (step.shape.kind === 'other') return this.other(step);
    return this.direct(step.shape) ? 1 : IRREGULAR;
  }

  private direct(shape: Shape): boolean {
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

  /** A value that has to be parsed. What is wrong with it is told by the general way. */
  private other({ decode, key }: JsonStep): number {
    const stop = this.endOfValue();
    if (key === null) {
      this.at = stop;
      return 1;
    }
    const data = tryParse(this.content.toString('utf8', this.at, stop));
    if (data === undefined) return IRREGULAR;
    try {
      const value = decode(data);
      if (isNone(value)) return IRREGULAR;
      const whole = needsConversion(value) ? convertArtifacts(value, (link) => this.objects.readNow(link)) : value;
      this.append(jsonText(whole));
    } catch {
      return IRREGULAR;
    }
    this.at = stop;
    return 1;
  }

  /** The offset behind the JSON value at hand. */
  private endOfValue(): number {
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

  /** The key from the text that was just read or written. */
  private takeKey(shape: Shape, valueStart: number, valueOut: number): boolean {
    switch (shape.kind) {
      case 'integer': {
        const value = Number(this.out.toString('latin1', valueOut, this.length));
        this.key = Number.isSafeInteger(value) ? value : BigInt(this.out.toString('latin1', valueOut, this.length));
        return true;
      }
      case 'string':
        this.key = this.content.toString('utf8', valueStart + 1, this.at - 1);
        return !this.key.includes('\\');
      default:
        return false;
    }
  }

  private follow(token: Uint8Array): boolean {
    const { content, at } = this;
    for (let index = 0; index < token.length; index++) if (content[at + index] !== token[index]) return false;
    this.at = at + token.length;
    return true;
  }

  /** Appends bytes as they are. */
  put(bytes: Uint8Array): void {
    if (this.length + bytes.length > this.out.length) this.reserve(bytes.length);
    const { out } = this;
    for (let index = 0; index < bytes.length; index++) out[this.length + index] = bytes[index] as number;
    this.length += bytes.length;
  }

  private ascii(text: string): void {
    const { out, length } = this;
    for (let index = 0; index < text.length; index++) out[length + index] = text.charCodeAt(index);
    this.length = length + text.length;
  }

  private reserve(bytes: number): void {
    if (this.length + bytes <= this.out.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.out.length * 2, this.length + bytes));
    larger.set(this.out.subarray(0, this.length));
    this.out = larger;
  }
}

function tryParse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
