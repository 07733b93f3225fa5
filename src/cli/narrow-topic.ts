import { proseLines } from '../render/width.ts';

/** Narrower than this, what a line explains begins below its term. */
const LEAST_CELLS = 24;
const LEAST_MARGIN = 4;
/** What people copy stays in one piece. */
const COMMAND = /^ *(?:\$ )?swjob /;

/** A topic of the help, laid out for 80 columns, on a terminal of fewer: lines break at blanks, and go on below their column. */
export function narrowTopic(text: string, width: number): string {
  return text
    .split('\n')
    .flatMap((line) => (line.length <= width || COMMAND.test(line) ? [line] : narrowLine(line, width)))
    .join('\n');
}

function narrowLine(line: string, width: number): readonly string[] {
  const margin = marginOf(line, width);
  const column = columnOf(line);
  const aside = column !== undefined && width - column >= LEAST_CELLS ? column : undefined;
  const head = aside === undefined ? ' '.repeat(margin) : line.slice(0, aside);
  const indent = aside ?? (column === undefined ? margin : margin + 2);
  const lines = proseLines(line.slice(head.length).trimStart(), width - indent);
  return lines.map((part, index) => (index === 0 ? head : ' '.repeat(indent)) + part);
}

/** Blanks that a line begins with; fewer where its words would have no room behind them. */
function marginOf(line: string, width: number): number {
  const margin = / */.exec(line)?.[0].length ?? 0;
  const longest = line.split(' ').reduce((most, word) => Math.max(most, word.length), LEAST_CELLS);
  return margin > LEAST_MARGIN && width - margin < longest ? LEAST_MARGIN : margin;
}

/** Where behind a term and a gap the text begins that explains it. */
function columnOf(line: string): number | undefined {
  const term = /^ *\S.* {2,}(?=\S+ \S+ \S)/.exec(line)?.[0];
  return term?.length;
}
