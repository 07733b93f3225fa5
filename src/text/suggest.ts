import { oneLine } from './show.ts';

/** Longer words get no suggestions: the edit distance takes quadratic time. */
const LONGEST_WORD = 64;
const MAX_SUGGESTIONS = 3;
/** Nobody reads longer lists. */
const MAX_LISTED = 40;
const MAX_LETTERS = 1500;

/**
 * Up to three suggestions for a mistyped word, best first; empty if nothing is close. Candidates are close if they are a few
 * edits away (ignoring case), are a path that ends in the word (`sys/duration_ms` for `duration_ms`), are what the word ends
 * in (`accuracy` for `metrics.accuracy`), or begin with the word.
 */
export function closest(word: string, candidates: Iterable<string>): string[] {
  const wanted = word.toLowerCase();
  if (wanted === '' || wanted.length > LONGEST_WORD) return [];
  const found: { readonly candidate: string; readonly distance: number }[] = [];
  for (const candidate of new Set(candidates)) {
    const distance = distanceTo(wanted, candidate.toLowerCase());
    if (distance !== undefined) found.push({ candidate, distance });
  }
  return found
    .sort((a, b) => a.distance - b.distance)
    .slice(0, MAX_SUGGESTIONS)
    .map(({ candidate }) => candidate);
}

/** `Did you mean a, b or c?`, each formatted by `write`; undefined if nothing is close. */
export function didYouMean(
  word: string,
  candidates: Iterable<string>,
  write: (candidate: string) => string = oneLine,
): string | undefined {
  return meant(closest(word, candidates).map(write));
}

/** A sentence without its full stop, followed by the words that may have been meant. */
export function withMeant(sentence: string, word: string, candidates: Iterable<string>): string {
  const meant = didYouMean(word, candidates);
  return meant === undefined ? sentence : `${sentence}. ${meant}`;
}

/** `Did you mean a, b or c?` for these words; undefined if there are none. */
export function meant(words: readonly string[]): string | undefined {
  const last = words.at(-1);
  if (last === undefined) return undefined;
  return `Did you mean ${words.length === 1 ? last : `${words.slice(0, -1).join(', ')} or ${last}`}?`;
}

/**
 * The hint for an unknown name, suggestions and then the known names:
 * `Did you mean labels? Its tables: labels, results`
 */
export function meantAndKnown(
  word: string,
  label: string,
  known: Iterable<string>,
  write: (candidate: string) => string = oneLine,
): string {
  const names = [...new Set(known)];
  const suggestion = didYouMean(word, names, write);
  const listed = `${label}: ${listText(names, write)}`;
  return suggestion === undefined ? listed : `${suggestion} ${listed}`;
}

/** The names separated by commas. A long list is cut, and ends with the number of names. */
export function listText(names: readonly string[], write: (name: string) => string = oneLine): string {
  const shown: string[] = [];
  let letters = 0;
  for (const name of names) {
    if (shown.length === MAX_LISTED) break;
    const text = write(name);
    letters += text.length;
    if (shown.length > 0 && letters > MAX_LETTERS) break;
    shown.push(cut(text));
  }
  return `${shown.join(', ')}${shown.length < names.length ? `, … (${names.length} in all)` : ''}`;
}

function cut(text: string): string {
  return text.length > MAX_LETTERS ? `${text.slice(0, MAX_LETTERS)}…` : text;
}

/** The distance of two words; undefined if it exceeds one edit for every three characters. */
function distanceTo(wanted: string, candidate: string): number | undefined {
  if (wanted === candidate) return 0;
  // `metrics.accuracy` for `accuracy`.
  if (
    candidate.length > 2 &&
    wanted.endsWith(candidate) &&
    /[/.]/.test(wanted.charAt(wanted.length - candidate.length - 1))
  )
    return 0.25;
  // Any two words of one or two letters are a few edits apart: only a swap is a likely typo.
  if (wanted.length < 3) return isSwap(wanted, candidate) ? 1 : undefined;
  const cutOff = Math.floor(wanted.length / 3);
  if (Math.abs(wanted.length - candidate.length) <= cutOff) {
    const edits = editDistance(wanted, candidate);
    if (edits <= cutOff) return edits;
  }
  const before = candidate.charAt(candidate.length - wanted.length - 1);
  if (/[/.\-_ ]/.test(before) && candidate.endsWith(wanted)) return 0.5;
  return candidate.startsWith(wanted) ? cutOff + 0.5 : undefined;
}

function isSwap(a: string, b: string): boolean {
  return a.length === 2 && a.charAt(0) === b.charAt(1) && a.charAt(1) === b.charAt(0);
}

/** Damerau–Levenshtein distance, in its optimal string alignment form. */
export function editDistance(a: string, b: string): number {
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const same = a.charCodeAt(row - 1) === b.charCodeAt(column - 1);
      let edits = Math.min(
        at(previous, column) + 1,
        at(current, column - 1) + 1,
        at(previous, column - 1) + (same ? 0 : 1),
      );
      const swapped =
        row > 1 &&
        column > 1 &&
        a.charCodeAt(row - 1) === b.charCodeAt(column - 2) &&
        a.charCodeAt(row - 2) === b.charCodeAt(column - 1);
      if (swapped) edits = Math.min(edits, at(beforePrevious, column - 2) + 1);
      current.push(edits);
    }
    beforePrevious = previous;
    previous = current;
  }
  return at(previous, b.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY;
}
