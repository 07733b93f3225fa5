import { convertArtifacts, needsConversion } from '../datastore/artifact.ts';
import { isNone, type KeyValue } from '../job/instance.ts';
import { jsonText } from '../render/json.ts';
import type { JsonPlan, JsonStep, Shape } from './json-plan.ts';
import { JsonValues, tryParse } from './json-values.ts';
import type { ObjectStore } from './object-store.ts';

const COMMA = 44;
const OPEN = 123;
const CLOSE = 125;
const LETTER_N = 110;
const NULL: Buffer = Buffer.from('null');

/** A stored text that is not spelled as the client spells it, or does not fit its schema: to be read the thorough way. */
const IRREGULAR = -1;

/**
 * Turns the stored text of a record's `data` into its JSON text, byte by byte: most values only lose their hex digits or
 * gain nothing, so nothing is parsed into objects and printed again. It follows exactly one spelling, the client's own;
 * whatever differs is left to the general way, which also finds the words for what is wrong.
 */
export class JsonTranscoder extends JsonValues {
  /** The key of the record that was transcoded last. */
  key: KeyValue = 0;
  private readonly keepNone: boolean;
  private readonly objects: ObjectStore;

  constructor(objects: ObjectStore, keepNone: boolean) {
    super();
    this.objects = objects;
    this.keepNone = keepNone;
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
}
