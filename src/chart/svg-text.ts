/** A generous estimate: nothing measures text here, and fonts differ. */
export const LETTER_WIDTH = 6.8;
export const TITLE_LETTER_WIDTH = 8.4;
const MAX_NAME_LENGTH = 48;
/** Chinese, Japanese and Korean characters and emoji are about twice as wide. */
const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\u{1f000}-\u{1faff}\u{20000}-\u{3fffd}]/u;

/** The text, or its beginning with `…` if it is longer than this many letters. */
export function shorten(text: string, length = MAX_NAME_LENGTH): string {
  // Enough for combining marks, and little of a text that is very long.
  const letters = Array.from(text.length > length * 4 ? text.slice(0, length * 4) : text);
  let used = 0;
  let end = 0;
  let kept = 0;
  for (const letter of letters) {
    used += WIDE.test(letter) ? 2 : 1;
    if (used > length) return `${letters.slice(0, Math.max(1, kept)).join('')}…`;
    end++;
    if (used < length) kept = end;
  }
  return text;
}

/** The text, shortened to this many pixels. */
export function fitted(text: string, pixels: number, letter = LETTER_WIDTH): string {
  return shorten(text, Math.max(3, Math.floor(pixels / letter)));
}

/** The words of a note on lines of at most this many pixels. */
export function noteLines(note: string, pixels: number): string[] {
  const most = Math.max(20, Math.floor(pixels / LETTER_WIDTH));
  const lines: string[] = [];
  for (const word of note.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= most) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
