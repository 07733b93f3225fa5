/** For each width: decimal digits that always suffice, bits of the significand, and the smallest exponent. */
const WIDTHS = {
  FLOAT16: { digits: 5, precision: 11, least: -14 },
  FLOAT32: { digits: 9, precision: 24, least: -126 },
} as const;

/**
 * The shortest text that identifies a FLOAT16 or FLOAT32 among the numbers of its width: `0.1` for the float32 whose double
 * is 0.10000000149011612. Parsed and rounded to the width, it is the same number.
 */
export function narrowFloatText(type: keyof typeof WIDTHS, value: number): string {
  if (!Number.isFinite(value) || value === 0) return Object.is(value, -0) ? '-0' : `${value}`;
  const { digits, precision, least } = WIDTHS[type];
  const size = Math.abs(value);
  const exponent = Math.max(Math.floor(Math.log2(size)), least);
  const step = 2 ** (exponent - precision + 1);
  // Below a power of two, numbers are twice as dense.
  const below = size === 2 ** exponent && exponent > least ? step / 4 : step / 2;
  const candidate = (count: number) => Number(size.toPrecision(count));
  const isNearest = (text: number) => text - size < step / 2 && size - text < below;
  let count: number = digits;
  if (below === step / 2) {
    // More digits are never less precise, and most numbers need nearly all of them: search from the top.
    while (count > 1 && isNearest(candidate(count - 1))) count--;
  } else {
    count = 1;
    while (count < digits && !isNearest(candidate(count))) count++;
  }
  return `${value < 0 ? '-' : ''}${candidate(count)}`;
}
