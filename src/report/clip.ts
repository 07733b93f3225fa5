/** Longer names and values end in `…`: a page is looked at, and its size is limited. */
const LONGEST = 400;

/** A text of at most this many characters, never ending in half of one. */
export function clip(text: string, length = LONGEST): string {
  return text.length <= length ? text : `${text.slice(0, length).replace(/[\ud800-\udbff]$/, '')}…`;
}
