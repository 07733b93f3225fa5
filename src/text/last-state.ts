const RETURN = '\r';

/** What remains visible of a line that overwrites itself, as progress bars do. Linear in the line's length. */
export function lastState(line: string): string {
  let end = line.length;
  while (end > 0 && line.charAt(end - 1) === RETURN) end--;
  const start = end === 0 ? 0 : line.lastIndexOf(RETURN, end - 1) + 1;
  return line.slice(start, end);
}
