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

export function paragraph(text: string): string {
  return `.PP\n${roffText(text)}\n`;
}

/** Lines as they are laid out. */
export function verbatim(text: string): string {
  const lines = text.split('\n').map(roffText);
  return `.PP\n.nf\n${lines.join('\n')}\n.fi\n`;
}

function hex(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
}
