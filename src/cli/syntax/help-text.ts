/** The help of a command: plain data, so that the build can store it in a file. */
export type HelpPage = readonly HelpPart[];

/** `lines` are printed as they are, `prose` is wrapped, the descriptions of all `sections` of a part share a column. */
export type HelpPart =
  | { readonly lines: readonly string[] }
  | { readonly prose: string }
  | { readonly sections: readonly HelpSection[] };

export interface HelpSection {
  readonly title: string;
  readonly items: readonly (readonly [term: string, description: string])[];
}

/** Longer lines are hard to read, however wide the terminal is. */
const MAX_WIDTH = 100;
/** A narrower terminal wraps the lines itself. */
const MIN_WIDTH = 20;
/** A description with less room than this beside its term goes below it. */
const MIN_COLUMN = 28;

/** The text of a page for a terminal of this many columns, with an empty line between parts. */
export function helpText(page: HelpPage, columns: number): string {
  const width = Math.min(columns, MAX_WIDTH);
  return `${page.map((part) => partText(part, width)).join('\n\n')}\n`;
}

function partText(part: HelpPart, width: number): string {
  if ('lines' in part) return part.lines.join('\n');
  return 'prose' in part ? wrapped(part.prose, width) : sectionsText(part.sections, width);
}

function sectionsText(sections: readonly HelpSection[], width: number): string {
  const terms = sections.flatMap(({ items }) => items.map(([term]) => term.length));
  const column = Math.max(0, ...terms) + 4;
  const isNarrow = width - column < MIN_COLUMN;
  const itemText = ([term, description]: readonly [string, string]): string => {
    const indent = ' '.repeat(isNarrow ? 6 : column);
    const text = wrapped(description, width - indent.length).replaceAll('\n', `\n${indent}`);
    return isNarrow ? `  ${term}\n${indent}${text}` : `  ${term.padEnd(column - 2)}${text}`;
  };
  return sections.map(({ title, items }) => [title, ...items.map(itemText)].join('\n')).join('\n\n');
}

function wrapped(text: string, width: number): string {
  if (width < MIN_WIDTH) return text;
  return text
    .split('\n')
    .map((line) => wrappedLine(line, width))
    .join('\n');
}

function wrappedLine(text: string, width: number): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (longer.length <= width || line === '') line = longer;
    else {
      lines.push(line);
      line = word;
    }
  }
  return [...lines, line].join('\n');
}
