const LONGEST = 120;

/**
 * A piece of a URI for a message: in quotes, cut to a sane length, invisible characters escaped, and without what may be
 * secret: a password in an address, a query.
 */
export function quoted(text: string): string {
  const shown = text.slice(0, 4 * LONGEST).replace(/[^/]*@(?=[^@/]*(?:\/|$))/g, maskPassword);
  const withoutQuery = shown.includes('://') ? shown.replace(/[?#].*$/s, '') : shown;
  const cut = withoutQuery.length > LONGEST ? `${withoutQuery.slice(0, LONGEST)}…` : withoutQuery;
  return `'${cut.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, escaped)}'`;
}

function maskPassword(userInfo: string): string {
  return userInfo.includes(':') ? '…@' : userInfo;
}

function escaped(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
