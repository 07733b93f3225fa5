/** A string without slashes at its ends. A regular expression for that would take quadratic time. */
export function withoutOuterSlashes(text: string): string {
  let start = 0;
  while (text[start] === '/') start++;
  return withoutLastSlashes(text.slice(start));
}

/** A string without slashes at its end. */
export function withoutLastSlashes(text: string): string {
  let end = text.length;
  while (text[end - 1] === '/') end--;
  return text.slice(0, end);
}

/** Joins lines with single spaces, without indentation and empty lines. */
export function joinLines(text: string): string {
  const lines = text.split('\n').map((line) => line.trim());
  return lines.filter((line) => line !== '').join(' ');
}
