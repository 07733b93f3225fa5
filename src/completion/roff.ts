/** Escapes text for a line of roff: nothing in it is a request or an escape, and hyphens can be copied. */
export function roffText(text: string): string {
  const escaped = text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replace(/[^\x00-\x7f]/gu, (character) => `\\[u${hex(character)}]`);
  return escaped
    .replace(/^[.']/, '\\&$&')
    .replaceAll('"', '\\[dq]')
    .replaceAll('`', '\\(ga')
    .replaceAll("'", '\\(aq')
    .replaceAll('~', '\\(ti')
    .replaceAll('^', '\\(ha');
}

/** The first line of a page. It has no date: building the page again must give the same page. */
export function titleLine(name: string, number: number): string {
  return `.TH ${roffText(name.toUpperCase())} ${number} "" swjob "swjob manual"\n`;
}

export function section(title: string, content: string): string {
  // A section begins with a paragraph anyway.
  return `.SH ${roffText(title)}\n${content.replace(/^\.PP\n/, '')}`;
}

export function subsection(title: string): string {
  return `.SS ${roffText(title)}\n`;
}

export function paragraph(text: string): string {
  return `.PP\n${roffText(text)}\n`;
}

/** Lines as they are, indented by this many characters. */
export function verbatim(text: string, indent = 0): string {
  const lines = text.split('\n').map(roffText);
  const block = `.nf\n${lines.join('\n')}\n.fi\n`;
  return indent > 0 ? `.RS ${indent}\n${block}.RE\n` : `.PP\n${block}`;
}

/** Lines as they are, without a left margin: for text that is as wide as a terminal. */
export function wideVerbatim(text: string): string {
  const lines = text.split('\n').map(roffText);
  return `.PP\n.in 0\n.nf\n${lines.join('\n')}\n.fi\n.in\n`;
}

/** A term, and its explanation below. */
export function item(term: string, text: string): string {
  return `.TP\n.B ${roffText(term)}\n${roffText(text)}\n`;
}

/** References to other pages, separated by commas. */
export function references(pages: readonly { readonly name: string; readonly number: number }[]): string {
  return `${pages.map(({ name, number }) => `.BR ${roffText(name)} (${number})`).join(' ,\n')}\n`;
}

function hex(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
}
