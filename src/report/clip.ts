/** Longer names and values are cut, because the size of a page is limited. */
const MAX_LENGTH = 400;

/** A string cut to this many characters, with `…`; never inside a surrogate pair. */
export function clip(text: string, length = MAX_LENGTH): string {
  return text.length <= length ? text : `${text.slice(0, length).replace(/[\ud800-\udbff]$/, '')}…`;
}
