/** Measures strings in terminal cells. They must not contain control characters (see `visible`). */
export interface Widths {
  /** The width of a string in cells. With `enough`, measuring may stop once the result is known to be greater. */
  cells(text: string, enough?: number): number;
  /** The string if it fits into this many cells, else its beginning with `…`; graphemes stay whole. */
  truncate(text: string, cells: number): string;
  /**
   * Splits the string into lines of at most this many cells, at spaces if possible, else anywhere. Only spaces at the breaks
   * are dropped; graphemes stay whole. Returns at least one line.
   */
  wrap(text: string, cells: number): string[];
}

/** Pads the string with spaces to this many cells. */
export function pad(text: string, cells: number, widths: Widths, align: 'left' | 'right'): string {
  const blank = ' '.repeat(Math.max(0, cells - widths.cells(text)));
  return align === 'left' ? text + blank : blank + text;
}

const ELLIPSIS = '…';

const NOT_PLAIN = /[^ -~…]/;

/** Whether a string has only printable ASCII characters and `…`, each of one cell. */
export function isPlain(text: string): boolean {
  return !NOT_PLAIN.test(text);
}

/**
 * In a simple string, each UTF-16 unit is a grapheme of known width: Latin, Greek and Cyrillic letters and common signs
 * take one cell; kana, Chinese characters and Hangul syllables take two. Segmenting other strings is slow.
 */
const NOT_SIMPLE =
  /[^ -~\u00a1-\u00ac\u00ae-\u02af\u0391-\u03a1\u03a3-\u03c9\u0400-\u0482\u048a-\u052f–—‘’“”…×\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fff\uac00-\ud7a3]/;
const FIRST_WIDE = 0x3041;

/** For plain strings only. */
export const PLAIN_WIDTHS: Widths = {
  cells: (text) => text.length,
  truncate: (text, limit) => {
    if (text.length <= limit) return text;
    return limit < 1 ? '' : text.slice(0, limit - 1) + ELLIPSIS;
  },
  wrap: (text, limit) => SIMPLE_WIDTHS.wrap(text, limit),
};

/** For strings of simple characters only. */
export const SIMPLE_WIDTHS: Widths = {
  cells: simpleCells,
  truncate: truncateSimple,
  wrap: (text, limit) => wrapWords(text, limit, (word) => word, simpleCells),
};

function wrapWords(
  text: string,
  limit: number,
  piecesOf: (word: string) => Iterable<string>,
  cells: (text: string) => number,
): string[] {
  const lines: string[] = [];
  let line = '';
  let used = 0;
  const endLine = () => {
    lines.push(line.trimEnd());
    line = '';
    used = 0;
  };
  for (const [, blanks = '', word = ''] of text.trimEnd().matchAll(/( *)([^ ]+)/g)) {
    const width = cells(word);
    const follows = used + blanks.length + width <= limit;
    // A word longer than any line starts right here, and is broken anywhere.
    if (used > 0 && !follows && width <= limit) endLine();
    else if (follows || used + blanks.length <= limit - 2) {
      line += blanks;
      used += blanks.length;
    }
    if (used + width <= limit) {
      line += word;
      used += width;
      continue;
    }
    for (const piece of piecesOf(word)) {
      const part = cells(piece);
      if (line.trimStart() !== '' && used + part > limit) endLine();
      line += piece;
      used += part;
    }
  }
  return [...lines, line];
}

function simpleCells(text: string): number {
  if (isPlain(text)) return text.length;
  let width = text.length;
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) >= FIRST_WIDE) width++;
  return width;
}

function truncateSimple(text: string, limit: number): string {
  if (text.length * 2 <= limit || simpleCells(text) <= limit) return text;
  if (limit < 1) return '';
  let used = 0;
  let at = 0;
  for (; at < text.length; at++) {
    used += text.charCodeAt(at) >= FIRST_WIDE ? 2 : 1;
    if (used > limit - 1) break;
  }
  return text.slice(0, at) + ELLIPSIS;
}

/**
 * Splits a text for people into lines of at most this many cells, only at spaces: longer paths and addresses stay whole,
 * so that people can copy them. Widths are approximate.
 */
export function proseLines(text: string, limit: number): string[] {
  return wrapWords(text, limit, (word) => [word], simpleCells);
}

/** Widths that are right for these strings; the table of all characters is loaded only if one of them needs it. */
export async function widthsFor(texts: Iterable<string>): Promise<Widths> {
  for (const text of texts) if (NOT_SIMPLE.test(text)) return loadWidths();
  return SIMPLE_WIDTHS;
}

let loaded: Promise<Widths> | undefined;

/** Widths for any string: East Asian wide characters and emoji take two cells, combining marks none. */
export function loadWidths(): Promise<Widths> {
  loaded ??= import('string-width').then(({ default: stringWidth }) => unicodeWidths(stringWidth));
  return loaded;
}

function unicodeWidths(stringWidth: (text: string) => number): Widths {
  const graphemes = new Intl.Segmenter();

  function cells(text: string, enough = Number.POSITIVE_INFINITY): number {
    if (!NOT_SIMPLE.test(text)) return simpleCells(text);
    // A value may have megabytes, while a terminal has a few hundred cells.
    const prefix = enough * 8 + 64;
    if (text.length > prefix) {
      const width = stringWidth(text.slice(0, prefix));
      if (width > enough + 2) return width;
    }
    return stringWidth(text);
  }

  function truncate(text: string, limit: number): string {
    if (!NOT_SIMPLE.test(text)) return truncateSimple(text, limit);
    if (cells(text, limit) <= limit) return text;
    if (limit < 1) return '';
    let kept = '';
    let used = 0;
    for (const { segment } of graphemes.segment(text)) {
      used += stringWidth(segment);
      if (used > limit - 1) break;
      kept += segment;
    }
    // Graphemes were measured one by one; in some scripts they are wider together.
    return stringWidth(kept) <= limit - 1 ? kept + ELLIPSIS : truncate(kept, limit - 1);
  }

  function wrap(text: string, limit: number): string[] {
    if (!NOT_SIMPLE.test(text)) return SIMPLE_WIDTHS.wrap(text, limit);
    const piecesOf = (word: string) => Array.from(graphemes.segment(word), ({ segment }) => segment);
    return wrapWords(text, limit, piecesOf, stringWidth);
  }

  return { cells, truncate, wrap };
}
