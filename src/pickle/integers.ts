import type { ScalarPart } from './part.ts';
import { UnreadablePickle } from './unreadable.ts';

/** The longest integer, about 150,000 digits: more would take too long to print. */
const MAX_BYTES = 2 ** 16;
const MAX_DIGITS = 150_000;

const MIN_CACHED = -128;
const MAX_CACHED = 1023;
const CACHED = Array.from(
  { length: MAX_CACHED - MIN_CACHED + 1 },
  (_, index): ScalarPart => ({ type: 'INT64', value: MIN_CACHED + index }),
);

/** An integer that is exact as a JavaScript number. */
export function integerPart(value: number): ScalarPart {
  // Indexes above 2^32 would become strings that V8 keeps.
  const cached = value >= MIN_CACHED && value <= MAX_CACHED ? CACHED[value - MIN_CACHED] : undefined;
  return cached ?? { type: 'INT64', value };
}

/** An integer of any size: INT64, or INT if it does not fit. */
export function bigIntegerPart(value: bigint): ScalarPart {
  if (value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER) return integerPart(Number(value));
  return BigInt.asIntN(64, value) === value ? { type: 'INT64', value } : { type: 'INT', value };
}

/** A little-endian two's complement integer of any length, as in LONG1 and LONG4. */
export function longPart(bytes: Uint8Array, start: number, length: number): ScalarPart {
  if (length > MAX_BYTES) throw new UnreadablePickle(`it has an integer of ${length} bytes`);
  if (length <= 6) {
    let value = 0;
    for (let index = length - 1; index >= 0; index--) value = value * 256 + (bytes[start + index] ?? 0);
    const isNegative = length > 0 && (bytes[start + length - 1] ?? 0) >= 128;
    return integerPart(isNegative ? value - 256 ** length : value);
  }
  const bigEndian = Buffer.from(bytes.subarray(start, start + length)).reverse();
  return bigIntegerPart(BigInt.asIntN(length * 8, BigInt(`0x${bigEndian.toString('hex')}`)));
}

/** The decimal integer of the opcodes INT and LONG of protocol 0, without the L that may end it. */
export function decimalPart(text: string): ScalarPart {
  const digits = text.trim();
  if (digits.length > MAX_DIGITS) throw new UnreadablePickle(`it has an integer of ${digits.length} digits`);
  if (!/^[+-]?\d+$/.test(digits)) throw new UnreadablePickle('it has an integer that is not a number');
  if (digits.length < 16) return integerPart(Number(digits) + 0);
  const magnitude = BigInt(digits.replace(/^[+-]/, ''));
  return bigIntegerPart(digits.startsWith('-') ? -magnitude : magnitude);
}
