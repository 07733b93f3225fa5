/** Text on a line of roff: nothing in it is a request or an escape, and a hyphen is one that can be copied. */
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
  // The macro of a section begins a paragraph by itself.
  return `.SH ${roffText(title)}\n${content.replace(/^\.PP\n/, '')}`;
}

export function subsection(title: string): string {
  return `.SS ${roffText(title)}\n`;
}

export function paragraph(text: string): string {
  return `.PP\n${roffText(text)}\n`;
}

/** Lines as they are laid out, indented by this many letters. */
export function verbatim(text: string, indent = 0): string {
  const lines = text.split('\n').map(roffText);
  const block = `.nf\n${lines.join('\n')}\n.fi\n`;
  return indent > 0 ? `.RS ${indent}\n${block}.RE\n` : `.PP\n${block}`;
}

/** Lines as they are laid out, right from the left margin: those of a text that fills a terminal as it is. */
export function wideVerbatim(text: string): string {
  const lines = text.split('\n').map(roffText);
  return `.PP\n.in 0\n.nf\n${lines.join('\n')}\n.fi\n.in\n`;
}

/** A term, and what it means below it. */
export function item(term: string, text: string): string {
  return `.TP\n.B ${roffText(term)}\n${roffText(text)}\n`;
}

/** Other pages, separated by commas. */
export function references(pages: readonly { readonly name: string; readonly number: number }[]): string {
  return `${pages.map(({ name, number }) => `.BR ${roffText(name)} (${number})`).join(' ,\n')}\n`;
}

function hex(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
}
