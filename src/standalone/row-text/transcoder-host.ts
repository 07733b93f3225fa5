import type { KeyValue } from '../../job/instance.ts';
import type { TextForm } from './text-form.ts';
import { TextOutput } from './text-output.ts';
import { TranscoderKeys } from './transcoder-keys.ts';
import { openTranscoderModule, type TranscoderExports } from './transcoder-module.ts';

/** So much of a block is looked at at a time: it stays in the processor's cache. */
const WINDOW = 1 << 17;
/** Zeros behind a window, so that nothing is found there; room behind all that is read or written 16 bytes at a time. */
const SLACK = 64;
const PLANS = 1 << 20;
const OUTPUT = 1 << 20;
/** A value's text is at most so many times as long as its stored text, but for those that `other` writes. */
const GROWTH = 3;
const PAGE = 1 << 16;
const MAX_TOKEN = 4096;
/** Each line adds a frame, which has to fit beside what its values grow to. */
const MAX_FRAME = 16;
const MAX_ROWS = 2 ** 31 - 1;
const LINE_FEED = 10;

/** What ended a run; the numbers are those of `Status` in transcoder/index.ts. */
export const STATUS = { done: 0, irregular: 1, newSchema: 2, newColumn: 3, ended: 4, limit: 5, full: 6 } as const;

/** What the transcoder takes for the length of a value. */
const IRREGULAR = -1;
const NO_ROOM = -2;

/** How a line begins, what stands between its parts, and how it ends, in the client's own spelling. */
export const LINE_TOKENS = {
  head: (keyColumn: string) => `{"key": ${JSON.stringify(keyColumn)}, "records": {"`,
  schema: '": {"schema": ',
  data: ', "data": ',
  end: '}}}\n',
} as const;

/** The text of a value, and where its stored text ends. */
export interface OtherText {
  readonly text: string;
  readonly end: number;
}

export interface TranscoderOptions {
  readonly keyColumn: string;
  readonly areKeysTexts: boolean;
  readonly keepNone: boolean;
  readonly start: KeyValue | undefined;
  readonly end: KeyValue | undefined;
  readonly endInclusive: boolean;
  readonly form: TextForm;
  /**
   * A value of shape `other` of the plan and step with these numbers: its text begins at `start` of `bytes`, those of its
   * block end at `end`. Null where what stands there is not regular.
   */
  readonly other: (plan: number, step: number, bytes: Buffer, start: number, end: number) => OtherText | null;
}

/**
 * The host of the transcoder: lays lines, plans and keys into its memory, and takes the text of rows out. The text of rows
 * that were decoded elsewhere goes into the same output, at its place among the others.
 */
export class Transcoder {
  readonly keys: TranscoderKeys;
  readonly output: TextOutput;
  /** Where in the content the line at hand begins. */
  offset = 0;
  /** Lines that the last run passed, and rows that it wrote. */
  lines = 0;
  rows = 0;
  private readonly exports: TranscoderExports;
  readonly memory: Buffer;
  private readonly other: TranscoderOptions['other'];
  private readonly plans: number;
  private readonly input: number;
  private plansEnd: number;
  private windowStart = 0;
  private windowEnd = 0;

  /** Null where the key column or the range is not such as it can follow, or where there is no WebAssembly. */
  static open(options: TranscoderOptions): Transcoder | null {
    const { keyColumn, start, end, endInclusive } = options;
    const { frame } = options.form;
    const isTooLong = Buffer.byteLength(LINE_TOKENS.head(keyColumn)) > MAX_TOKEN;
    if (isTooLong || frame.before.length + frame.after.length > MAX_FRAME) return null;
    // Under `node --jitless` there is none.
    if (typeof WebAssembly === 'undefined') return null;
    const transcoder = new Transcoder(options);
    return transcoder.keys.setRange(start, end, endInclusive) ? transcoder : null;
  }

  private constructor({ keyColumn, areKeysTexts, keepNone, form, other }: TranscoderOptions) {
    const exports = openTranscoderModule((plan, step, from, to) => this.writeOther(plan, step, from, to));
    this.exports = exports;
    this.other = other;
    this.plans = (exports.freeMemory() + 7) & ~7;
    this.plansEnd = this.plans;
    this.input = this.plans + PLANS + SLACK;
    const output = this.input + WINDOW + SLACK;
    exports.memory.grow(Math.ceil((output + OUTPUT + SLACK - exports.memory.buffer.byteLength) / PAGE));
    this.memory = Buffer.from(exports.memory.buffer);
    this.output = new TextOutput(this.memory, output, output + OUTPUT);
    this.keys = new TranscoderKeys(exports, areKeysTexts);
    exports.configure(form.number, keepNone);
    const { head, schema, data, end } = LINE_TOKENS;
    const { before, after } = form.frame;
    for (const [number, token] of [head(keyColumn), schema, data, end, before, after].entries()) {
      const bytes = Buffer.from(token);
      const place = exports.tokenPlace(number);
      this.memory.writeInt32LE(bytes.length, place);
      this.memory.set(bytes, place + 8);
    }
  }

  /** Begins with another content. */
  begin(): void {
    this.windowEnd = 0;
  }

  /** Transcodes the lines of the content from an offset on, up to so many rows; returns what ended it, then at `offset`. */
  run(content: Buffer, offset: number, maxRows: number): number {
    this.offset = offset;
    this.lines = 0;
    this.rows = 0;
    const { exports, output } = this;
    if (output.end - output.at < GROWTH * WINDOW) return STATUS.full;
    if ((offset < this.windowStart || offset >= this.windowEnd) && !this.fill(content)) return STATUS.irregular;
    const shift = this.input - this.windowStart;
    const status = exports.run(offset + shift, this.windowEnd + shift, output.at, Math.min(maxRows, MAX_ROWS));
    output.at = exports.writtenUpTo();
    this.offset = exports.linePlace() - shift;
    this.lines = exports.linesPassed();
    this.rows = exports.rowsWritten();
    return status;
  }

  /** Lays as many whole lines as fit into the window; false where not one does. */
  private fill(content: Buffer): boolean {
    const part = content.subarray(this.offset, this.offset + WINDOW);
    const length = part.lastIndexOf(LINE_FEED) + 1;
    if (length === 0) return false;
    this.memory.set(part.subarray(0, length), this.input);
    this.memory.fill(0, this.input + length, this.input + length + SLACK);
    this.windowStart = this.offset;
    this.windowEnd = this.offset + length;
    return true;
  }

  hasRoom(plan: Uint8Array): boolean {
    return this.plansEnd + plan.length <= this.plans + PLANS;
  }

  /** Lays a plan into the memory and uses it; returns its place, null where it has no room. */
  addPlan(plan: Uint8Array): number | null {
    if (!this.hasRoom(plan)) return null;
    const place = this.plansEnd;
    this.memory.set(plan, place);
    this.plansEnd += plan.length;
    this.exports.usePlan(place);
    return place;
  }

  usePlan(place: number): void {
    this.exports.usePlan(place);
  }

  /** No line is taken for one of this plan any more. */
  dropPlan(place: number): void {
    this.memory[place + SCHEMA] = 0;
  }

  forgetPlans(): void {
    this.exports.forgetPlans();
    this.plansEnd = this.plans;
  }

  private writeOther(plan: number, step: number, from: number, to: number): number {
    const { memory, output } = this;
    const windowEnd = this.input + this.windowEnd - this.windowStart;
    const value = this.other(plan, step, memory, from, windowEnd);
    if (value === null) return IRREGULAR;
    this.exports.passed(value.end - from);
    const room = output.end - to - GROWTH * (windowEnd - from);
    if (Buffer.byteLength(value.text) > room) return NO_ROOM;
    return memory.write(value.text, to);
  }
}

/** Where a plan holds its schema's text: see transcoder/plans.ts. */
const SCHEMA = 24;
