import { proseLines } from '../render/width.ts';

/** An explanation with less room than this goes below its term. */
const MIN_CELLS = 24;
const MIN_MARGIN = 4;
/** Commands are not wrapped: people copy them. */
const COMMAND = /^ *(?:\$ )?swjob /;

/** Wraps a help topic, laid out for 80 columns, to a narrower terminal: lines break at spaces and go on in their column. */
export function narrowTopic(text: string, width: number): string {
  return text
    .split('\n')
    .flatMap((line) => (line.length <= width || COMMAND.test(line) ? [line] : narrowLine(line, width)))
    .join('\n');
}

function narrowLine(line: string, width: number): readonly string[] {
  const margin = marginOf(line, width);
  const column = columnOf(line);
  const aside = column !== undefined && width - column >= MIN_CELLS ? column : undefined;
  const head = aside === undefined ? ' '.repeat(margin) : line.slice(0, aside);
  const indent = aside ?? (column === undefined ? margin : margin + 2);
  const lines = proseLines(line.slice(head.length).trimStart(), width - indent);
  return lines.map((part, index) => (index === 0 ? head : ' '.repeat(indent)) + part);
}

/** The indentation of a line; less if its longest word would not fit behind it. */
function marginOf(line: string, width: number): number {
  const margin = / */.exec(line)?.[0].length ?? 0;
  const longest = line.split(' ').reduce((most, word) => Math.max(most, word.length), MIN_CELLS);
  return margin > MIN_MARGIN && width - margin < longest ? MIN_MARGIN : margin;
}

/** The column in which the explanation of a term begins; undefined if the line has none. */
function columnOf(line: string): number | undefined {
  const term = /^ *\S.* {2,}(?=\S+ \S+ \S)/.exec(line)?.[0];
  return term?.length;
}
