/**
 * Characters that move the cursor, start an escape sequence, reorder adjacent text or are invisible: C0, DEL and C1
 * controls, bidirectional controls, line and paragraph separators, zero-width characters, the byte order mark, annotation
 * and tag characters, and lone surrogates.
 */
const UNSAFE =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}\p{Cs}]/u;
const EACH_UNSAFE = new RegExp(UNSAFE, 'gu');

const MNEMONICS: ReadonlyMap<string, string> = new Map([
  ['\t', '\\t'],
  ['\n', '\\n'],
  ['\r', '\\r'],
]);

/**
 * Escapes everything that could control or deceive a terminal (`\n`, `\x1b`, `\u202e`). Returns a single line.
 */
export function visible(text: string): string {
  if (!UNSAFE.test(text)) return text;
  return text.replace(EACH_UNSAFE, (character, at: number) =>
    isJoiner(text, character, at) ? character : (MNEMONICS.get(character) ?? codeEscape(character)),
  );
}

/**
 * Joiners are legitimate inside emoji and between letters of scripts such as Persian or Hindi. The expressions take
 * milliseconds to compile, so they are compiled only when a joiner is met.
 */
function isJoiner(text: string, character: string, at: number): boolean {
  if (character !== '\u200c' && character !== '\u200d') return false;
  // Two UTF-16 units on each side contain a whole character.
  const before = text.slice(Math.max(0, at - 2), at);
  const after = text.slice(at + 1, at + 3);
  const isEmojiBefore = /(?:[\p{Extended_Pictographic}\p{Emoji_Modifier}]|\ufe0f)$/u.test(before);
  if (character === '\u200d' && isEmojiBefore && /^\p{Extended_Pictographic}/u.test(after)) return true;
  return /(?!\p{Script=Latin})[\p{L}\p{M}]$/u.test(before) && /^(?!\p{Script=Latin})[\p{L}\p{M}]/u.test(after);
}

function codeEscape(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const digits = code.toString(16);
  if (code < 0x100) return `\\x${digits.padStart(2, '0')}`;
  return code < 0x10000 ? `\\u${digits.padStart(4, '0')}` : `\\u{${digits}}`;
}

/**
 * Escapes the same characters in JSON text as JSON escapes: it means the same and is safe on a terminal. Newlines between
 * tokens are kept.
 */
export function visibleJson(json: string): string {
  if (!UNSAFE.test(json)) return json;
  return json.replace(EACH_UNSAFE, (character, at: number) =>
    character === '\n' || isJoiner(json, character, at) ? character : unitEscapes(character),
  );
}

function unitEscapes(character: string): string {
  let text = '';
  for (let at = 0; at < character.length; at++) {
    text += `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`;
  }
  return text;
}

const LINE_BREAKING = /[\t\n\r\\]/;
const EACH_LINE_BREAKING = /[\t\n\r\\]/g;

/** Escapes a cell of tab-separated values: tab, newline, carriage return and backslash become `\t \n \r \\`. */
export function tabSeparatedCell(text: string): string {
  if (!LINE_BREAKING.test(text)) return text;
  return text.replace(EACH_LINE_BREAKING, (character) => MNEMONICS.get(character) ?? '\\\\');
}

const CONTROL = /[\u0000-\u001f\u007f-\u009f]/;
const EACH_CONTROL = /[\u0000-\u001f\u007f-\u009f]/g;

/**
 * Escapes a cell of a piped table: like tab-separated values, and all other control characters, as the pipe may end at a
 * terminal.
 */
export function pipedCell(text: string): string {
  const cell = tabSeparatedCell(text);
  return CONTROL.test(cell) ? cell.replace(EACH_CONTROL, codeEscape) : cell;
}
