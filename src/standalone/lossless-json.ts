import { exactInteger } from '../datastore/typed-value.ts';

/** A string (with the colon, if it is a name) or a number in a JSON document. */
const TOKEN = /"(?:[^"\\]+|\\.)*"(?:\s*:)?|-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/g;
const LONG_INTEGER = /^-?\d{16,}$/;
/** A possible long integer: outside of strings, only these characters surround one. */
const MAYBE_LONG = /(?:^|[:,[\s-])\d{16,}(?:$|[,\]}\s])/;
/** Marks strings that stand for long integers; a string that itself begins with the mark gets another one. */
const MARK = '\u0000';
const MARKED = '"\\u0000';

/**
 * `JSON.parse` that returns integers beyond 2^53 as bigints. Manifests of tables have such keys as plain numbers (`min_key`,
 * `max_key`, the bounds of tombstones), which a double would round.
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
