/** What a terminal of this width shows after printing a text; knows the sequences that `swjob watch` uses. */
export function screenOf(
  text: string,
  columns: number,
): { readonly lines: readonly string[]; readonly cursorShown: boolean; readonly wrapped: boolean } {
  const lines: string[] = [''];
  let [row, column] = [0, 0];
  let cursorShown = true;
  let wrapped = false;
  for (const [token, sequence] of text.matchAll(/\u001b\[([?\d;]*[A-Za-z])|[\s\S]/g)) {
    if (sequence === undefined) {
      if (token === '\n') [row, column] = [row + 1, 0];
      else if (token === '\r') column = 0;
      else {
        const line = (lines[row] ?? '').padEnd(column);
        lines[row] = line.slice(0, column) + token + line.slice(column + 1);
        column++;
        wrapped ||= column > columns;
      }
      lines[row] ??= '';
    } else if (sequence === 'K') lines[row] = (lines[row] ?? '').slice(0, column);
    else if (sequence === 'J') {
      lines[row] = (lines[row] ?? '').slice(0, column);
      lines.length = row + 1;
    } else if (sequence.endsWith('A')) row = Math.max(0, row - Number(sequence.slice(0, -1)));
    else if (sequence === '?25l' || sequence === '?25h') cursorShown = sequence === '?25h';
    else if (!sequence.endsWith('m')) throw new Error(`an unexpected sequence: ${JSON.stringify(token)}`);
  }
  while (lines.at(-1) === '') lines.pop();
  return { lines, cursorShown, wrapped };
}
