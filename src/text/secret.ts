const MASK = '***';
/** A shorter inner base64 form of a secret would occur by chance. */
const SHORTEST_INNER = 6;
/** Longer than any token. Engines refuse regular expressions of several times this length. */
const LONGEST_KNOWN = 4096;

// `Basic` and `token` also occur in prose: only what contains a digit after them is taken for credentials.
const AUTHORIZATION = /\b(bearer\s+|(?:basic|token)\s+(?=[\w.~+/=-]*\d))[\w.~+/=-]+/gi;
const HEADER_LINE =
  /^([ \t<>*]*(?:(?:proxy-)?authorization|(?:set-)?cookie|x-[\w-]*(?:token|secret|key)):[ \t]*)\S.*$/gim;
const QUERY_PARAMETER =
  /([?&;](?:[\w.-]*(?:token|secret|password|passwd|signature|credential|api_?key)|sig|AWSAccessKeyId|OSSAccessKeyId)=)[^&;\s"'<>#]+/gi;
const JSON_MEMBER =
  /("[\w-]*(?:token|secret|password|passwd|authorization|cookie|api_?key)"\s*:\s*")(?:[^"\\]|\\.){1,100000}/gi;
const URL_PASSWORD = /(\b[a-z][a-z\d+.-]{0,30}:\/\/[^\s/?#@:"']*:)[^\s/?#@"']+@/gi;

/** `redactor` for a single string. */
export function redact(text: string, secrets: Iterable<string>): string {
  return redactor(secrets)(text);
}

/**
 * Makes a function that replaces secrets with `***`: as they are, URL-encoded in whole or in part, in JSON, and in base64 and
 * base64url, also as part of something longer such as `user:secret`. It also replaces what looks like credentials:
 * `Bearer x`, header lines, query parameters of signed URLs, passwords in URLs, JSON members.
 */
export function redactor(secrets: Iterable<string>): (text: string) => string {
  const known = knownSecrets(secrets);
  return (text) =>
    (known === undefined ? text : text.replace(known, MASK))
      .replace(HEADER_LINE, `$1${MASK}`)
      .replace(AUTHORIZATION, `$1${MASK}`)
      .replace(QUERY_PARAMETER, `$1${MASK}`)
      .replace(JSON_MEMBER, `$1${MASK}`)
      .replace(URL_PASSWORD, `$1${MASK}@`);
}

function knownSecrets(secrets: Iterable<string>): RegExp | undefined {
  const forms = new Set<string>();
  // The longest first: replacing a secret inside of another one would leave the rest of that visible.
  for (const secret of [...secrets].sort((a, b) => b.length - a.length)) {
    const text = secret.trim().slice(0, LONGEST_KNOWN);
    if (text === '') continue;
    // A secret too long for an expression: match its beginning, and everything up to the next space.
    const rest = secret.trim().length > LONGEST_KNOWN ? '\\S*' : '';
    forms.add(Array.from(text, encodings).join('') + rest);
    for (const base64 of base64Forms(text)) forms.add(literally(base64) + rest);
  }
  if (forms.size === 0) return undefined;
  // Case may have changed on the way, as in the name of a host.
  return new RegExp([...forms].join('|'), 'gi');
}

/** The ways a character may be written: itself, percent-encoded in either case, `+` for a space, escaped in JSON. */
function encodings(character: string): string {
  const percent = Array.from(Buffer.from(character), (byte) => `%${caseless(byte.toString(16).padStart(2, '0'))}`);
  const forms = [percent.join(''), literally(character)];
  if (character === ' ') forms.push('\\+');
  const json = JSON.stringify(character).slice(1, -1);
  if (json !== character) forms.unshift(literally(json));
  return `(?:${forms.join('|')})`;
}

function caseless(digits: string): string {
  return digits.replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);
}

function base64Forms(secret: string): string[] {
  const bytes = Buffer.from(secret);
  const forms = [bytes.toString('base64').replace(/={1,2}$/, '')];
  for (const offset of [0, 1, 2]) {
    // Only the characters that encode no bits of a neighbouring byte.
    const first = Math.ceil((offset * 8) / 6);
    const last = Math.floor(((offset + bytes.length) * 8) / 6);
    const inner = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString('base64')
      .slice(first, last);
    if (inner.length >= SHORTEST_INNER) forms.push(inner);
  }
  return forms.flatMap((form) => [form, form.replaceAll('+', '-').replaceAll('/', '_')]);
}

function literally(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
