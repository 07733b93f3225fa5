const PLUS = 0x2b;
const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;
const LOWER_CASE = 0x20;
const E = 0x65;

/** How the numbers of a column align: the maximum of characters before and after the end of their integer parts. */
export interface NumberPoint {
  readonly before: number;
  readonly behind: number;
}

/** The alignment of these texts; those that are not numbers are ignored. */
export function pointOf(texts: Iterable<string>): NumberPoint {
  let before = 0;
  let behind = 0;
  for (const text of texts) {
    const whole = wholePart(text);
    if (whole < 0) continue;
    before = Math.max(before, whole);
    behind = Math.max(behind, text.length - whole);
  }
  return { before, behind };
}

/** Whether a text is a number, which can be aligned. */
export function isNumber(text: string): boolean {
  return wholePart(text) >= 0;
}

/** The spaces needed after a number; 0 for other texts. */
export function blanksBehind(text: string, { behind }: NumberPoint): number {
  const whole = wholePart(text);
  return whole < 0 ? 0 : Math.max(0, behind - (text.length - whole));
}

/** The spaces needed before a number in a left-aligned column; 0 for other texts. */
export function blanksBefore(text: string, { before }: NumberPoint): number {
  const whole = wholePart(text);
  return whole < 0 ? 0 : Math.max(0, before - whole);
}

/**
 * The number of characters before the point or exponent of a printed number, including a mark in front; -1 for any other
 * text. Regular expressions took a fifth of the time of a table.
 */
function wholePart(text: string): number {
  const start = afterSign(text, text.startsWith('* ') ? 2 : 0);
  const whole = afterDigits(text, start);
  if (whole === start) return -1;
  let end = whole;
  if (text.charCodeAt(end) === POINT) {
    end = afterDigits(text, end + 1);
    if (end === whole + 1) return -1;
  }
  if ((text.charCodeAt(end) | LOWER_CASE) === E) {
    const exponent = afterSign(text, end + 1);
    end = afterDigits(text, exponent);
    if (end === exponent) return -1;
  }
  return end === text.length ? whole : -1;
}

function afterSign(text: string, at: number): number {
  const sign = text.charCodeAt(at);
  return sign === PLUS || sign === MINUS ? at + 1 : at;
}

function afterDigits(text: string, at: number): number {
  let end = at;
  for (let digit = text.charCodeAt(end); digit >= ZERO && digit <= NINE; digit = text.charCodeAt(end)) end++;
  return end;
}
