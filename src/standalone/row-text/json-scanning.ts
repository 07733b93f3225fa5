const QUOTE = 34;
const COMMA = 44;
const COLON = 58;
const OPEN_LIST = 91;
const BACKSLASH = 92;
const CLOSE_LIST = 93;
const OPEN = 123;
const CLOSE = 125;

/** The offset behind the JSON value that begins at `start`; `end` where it never ends. */
export function endOfValue(content: Uint8Array, start: number, end: number): number {
  let depth = 0;
  for (let at = start; at < end; at++) {
    const byte = content[at];
    if (byte === QUOTE) {
      for (at++; at < end && content[at] !== QUOTE; at++) if (content[at] === BACKSLASH) at++;
      if (depth === 0) return at + 1;
    } else if (byte === OPEN || byte === OPEN_LIST) depth++;
    else if (byte === CLOSE || byte === CLOSE_LIST) {
      depth--;
      if (depth === 0) return at + 1;
      if (depth < 0) return at;
    } else if (depth === 0 && (byte === COMMA || byte === COLON)) return at;
  }
  return end;
}

export function startsWith(content: Uint8Array, at: number, token: Uint8Array): boolean {
  for (let index = 0; index < token.length; index++) if (content[at + index] !== token[index]) return false;
  return true;
}

/** The offset behind the digits at `start`. */
export function endOfDigits(content: Uint8Array, start: number): number {
  let at = start;
  for (let byte = content[at]; byte !== undefined && byte >= 48 && byte <= 57; byte = content[++at]);
  return at;
}
