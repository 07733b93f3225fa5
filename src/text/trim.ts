/** A text without the slashes at its ends. A regular expression would look for them again from every slash within. */
export function withoutOuterSlashes(text: string): string {
  let start = 0;
  while (text[start] === '/') start++;
  return withoutLastSlashes(text.slice(start));
}

/** A text without the slashes at its end. */
export function withoutLastSlashes(text: string): string {
  let end = text.length;
  while (text[end - 1] === '/') end--;
  return text.slice(0, end);
}

/** Several lines as one, without the blanks and empty lines between them. */
export function joinLines(text: string): string {
  const lines = text.split('\n').map((line) => line.trim());
  return lines.filter((line) => line !== '').join(' ');
}
