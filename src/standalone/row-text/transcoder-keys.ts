import type { KeyValue } from '../../job/instance.ts';
import type { TranscoderExports } from './transcoder-module.ts';

/** What a key has to keep to; the numbers are those of `Slot` in transcoder/keys.ts. */
const SLOTS = { last: 0, min: 1, max: 2, start: 3, end: 4 } as const;

/** Where a slot holds its parts, and how long a text it takes: see transcoder/keys.ts. */
const LENGTH = 4;
const INTEGER = 8;
const TEXT = 16;
const MAX_TEXT = 4096;

const LEAST = -(2n ** 63n);
const MOST = 2n ** 63n - 1n;
const LONE_SURROGATE = /\p{Surrogate}/u;

/** The keys that the transcoder compares with, in its memory. A setter returns false for a key that it cannot hold. */
export class TranscoderKeys {
  private readonly exports: TranscoderExports;
  private readonly areTexts: boolean;
  private readonly view: DataView;
  private readonly bytes: Buffer;

  constructor(exports: TranscoderExports, areTexts: boolean) {
    this.exports = exports;
    this.areTexts = areTexts;
    this.view = new DataView(exports.memory.buffer);
    this.bytes = Buffer.from(exports.memory.buffer);
  }

  get last(): KeyValue {
    const place = this.exports.keySlot(SLOTS.last);
    if (this.areTexts) {
      return this.bytes.toString('utf8', place + TEXT, place + TEXT + this.view.getInt32(place + LENGTH, true));
    }
    const key = this.view.getBigInt64(place + INTEGER, true);
    return Number.isSafeInteger(Number(key)) ? Number(key) : key;
  }

  setLast(key: KeyValue | undefined): boolean {
    return this.set('last', key, floor);
  }

  /** The bounds of a block, both inclusive. */
  setBounds(min: KeyValue | undefined, max: KeyValue | undefined): boolean {
    return this.set('min', min, ceiling) && this.set('max', max, floor);
  }

  setRange(start: KeyValue | undefined, end: KeyValue | undefined, endInclusive: boolean): boolean {
    // Of an exclusive end the greatest integer before it is the last one that belongs to the range.
    const last = endInclusive ? floor : (key: number | bigint) => ceiling(key) - 1n;
    this.exports.configureKeys(this.areTexts, endInclusive);
    return this.set('start', start, ceiling) && this.set('end', end, last);
  }

  private set(slot: keyof typeof SLOTS, key: KeyValue | undefined, whole: (key: number | bigint) => bigint): boolean {
    const place = this.exports.keySlot(SLOTS[slot]);
    this.view.setInt32(place, 0, true);
    if (key === undefined) return true;
    if (this.areTexts ? !this.setText(place, key) : !this.setInteger(place, key, whole)) return false;
    this.view.setInt32(place, 1, true);
    return true;
  }

  private setText(place: number, key: KeyValue): boolean {
    if (typeof key !== 'string' || key.length > MAX_TEXT || LONE_SURROGATE.test(key)) return false;
    const text = Buffer.from(key);
    if (text.length > MAX_TEXT) return false;
    this.view.setInt32(place + LENGTH, text.length, true);
    this.bytes.set(text, place + TEXT);
    return true;
  }

  private setInteger(place: number, key: KeyValue, whole: (key: number | bigint) => bigint): boolean {
    if (typeof key !== 'bigint' && (typeof key !== 'number' || !Number.isFinite(key))) return false;
    const integer = whole(key);
    if (integer < LEAST || integer > MOST) return false;
    this.view.setBigInt64(place + INTEGER, integer, true);
    return true;
  }
}

function floor(key: number | bigint): bigint {
  return BigInt(typeof key === 'number' ? Math.floor(key) : key);
}

function ceiling(key: number | bigint): bigint {
  return BigInt(typeof key === 'number' ? Math.ceil(key) : key);
}
