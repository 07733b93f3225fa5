import { exactInteger } from '../datastore/typed-value.ts';

/** A text (with the colon, where it is a name) or a number of a JSON document. */
const TOKEN = /"(?:[^"\\]+|\\.)*"(?:\s*:)?|-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/g;
const LONG_INTEGER = /^-?\d{16,}$/;
/** What may be a long integer: outside of texts, nothing else stands around one. */
const MAYBE_LONG = /(?:^|[:,[\s-])\d{16,}(?:$|[,\]}\s])/;
/** Long integers become texts that begin with it; a text that does so itself gets one more. */
const MARK = '\u0000';
const MARKED = '"\\u0000';

/**
 * `JSON.parse`, with integers beyond 2^53 as bigints. Table manifests hold such keys as bare numbers (`min_key`,
 * `max_key`, tombstones' bounds), which a double would round.
 */
export function parseLosslessJson(text: string): unknown {
  const rounded: unknown = JSON.parse(text);
  if (!MAYBE_LONG.test(text)) return rounded;
  const marked = text.replace(TOKEN, (token) => {
    if (LONG_INTEGER.test(token)) return `${MARKED}${token}"`;
    return token.startsWith(MARKED) && token.endsWith('"') ? MARKED + token.slice(1) : token;
  });
  return JSON.parse(marked, (_name, value: unknown) => {
    if (typeof value !== 'string' || !value.startsWith(MARK)) return value;
    return value[1] === MARK ? value.slice(1) : exactInteger(BigInt(value.slice(1)));
  });
}
