const LONGEST = 120;

/**
 * Quotes part of a URI for a message: cut if long, invisible characters escaped, and without what may be secret, such as a
 * password or a query.
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
