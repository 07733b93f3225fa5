/** A number as it is printed, with a mark before it perhaps, up to its point, or to its exponent where it has none. */
const WHOLE_PART = /^(?:\* )?[-+]?\d+/;
const NUMBER = /^(?:\* )?[-+]?\d+(?:\.\d+)?(?:e[-+]?\d+)?$/i;

/** Where the numbers of a column align: how many characters stand before and behind the end of their whole parts. */
export interface NumberPoint {
  readonly before: number;
  readonly behind: number;
}

/** The point of these texts; texts that are no numbers are left out. */
export function pointOf(texts: Iterable<string>): NumberPoint {
  let before = 0;
  let behind = 0;
  for (const text of texts) {
    if (!NUMBER.test(text)) continue;
    const tail = tailOf(text);
    behind = Math.max(behind, tail);
    before = Math.max(before, text.length - tail);
  }
  return { before, behind };
}

/** Whether this is the text of a number that has a point to align at. */
export function isNumber(text: string): boolean {
  return NUMBER.test(text);
}

/** How many blanks belong behind a number; none behind other texts. */
export function blanksBehind(text: string, { behind }: NumberPoint): number {
  return NUMBER.test(text) ? Math.max(0, behind - tailOf(text)) : 0;
}

/** How many blanks belong before a number that is not aligned to the right; none before other texts. */
export function blanksBefore(text: string, { before }: NumberPoint): number {
  return NUMBER.test(text) ? Math.max(0, before - (text.length - tailOf(text))) : 0;
}

function tailOf(number: string): number {
  return number.length - (WHOLE_PART.exec(number)?.[0].length ?? number.length);
}
