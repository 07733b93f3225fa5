import { SwjobError } from '../errors.ts';
import { oneLine } from '../text/show.ts';
import type { Span } from './syntax-tree.ts';

export const EXAMPLE = "Example: accuracy >= 0.9 and status in ('SUCCESS', 'FAIL')";

/** Characters of a long expression to show on either side of the place. */
const CONTEXT = 30;
const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;
const ZERO = /\p{M}/u;

/**
 * An error about a place in an expression. The message is one line; the hint shows the text with carets below the place
 * (so its lines must keep their indentation), then advice, then an example that works.
 */
export function syntaxError(text: string, label: string, place: Span, problem: string, advice?: string): SwjobError {
  const lines = [...pointAt(text, place), ...(advice === undefined ? [] : [advice]), EXAMPLE];
  return new SwjobError('usage', `${label}: ${problem}`, { hint: lines.join('\n') });
}

function pointAt(text: string, place: Span): string[] {
  const from = place.start > CONTEXT + 5 ? wholeCharacter(text, place.start - CONTEXT) : 0;
  const to = text.length > place.start + CONTEXT + 5 ? wholeCharacter(text, place.start + CONTEXT) : text.length;
  const before = `  ${from > 0 ? '…' : ''}${oneLine(text.slice(from, place.start))}`;
  const after = `${oneLine(text.slice(place.start, to))}${to < text.length ? '…' : ''}`;
  const marked = Math.max(1, cells(oneLine(text.slice(place.start, Math.min(place.end, to)))));
  const column = Array.from(text.slice(0, place.start)).length + 1;
  return [`At character ${column}:`, before + after, ' '.repeat(cells(before)) + '^'.repeat(marked)];
}

/** A position that does not split a surrogate pair. */
function wholeCharacter(text: string, position: number): number {
  return /[\udc00-\udfff]/.test(text.charAt(position)) ? position - 1 : position;
}

/** The width of a string in terminal columns. */
function cells(text: string): number {
  let count = 0;
  for (const character of text) count += ZERO.test(character) ? 0 : WIDE.test(character) ? 2 : 1;
  return count;
}
