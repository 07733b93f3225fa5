// Breaks minified code into lines. If nobody catches an error, Node prints the line that made it before the message: for code
// in one line, that would be the whole file.
import { parseSync } from 'rolldown/utils';

/** A line goes on until the next statement after so many characters. */
const LENGTH = 80;
/** Blocks stay in the line of what they belong to. */
const STATEMENT = /^(?!Block|Empty)[A-Z]\w*(?:Statement|Declaration)$/;

/** The code with line breaks between statements, which change nothing. */
export function withShortLines(path, code) {
  let lines = '';
  let from = 0;
  for (const start of statementsIn(parseSync(path, code).program)) {
    if (start - from < LENGTH) continue;
    lines += `${code.slice(from, start)}\n`;
    from = start;
  }
  return lines + code.slice(from);
}

/** Where the statements start, in order. */
function* statementsIn(node) {
  if (typeof node?.type === 'string' && STATEMENT.test(node.type)) yield node.start;
  for (const child of Object.values(node ?? {})) if (typeof child === 'object') yield* statementsIn(child);
}
