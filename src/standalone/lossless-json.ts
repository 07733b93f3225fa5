import { exactInteger } from '../datastore/typed-value.ts';

/** A string, or a bare integer of sixteen digits or more that no fraction or exponent follows. */
const STRING_OR_LONG_INTEGER = /"(?:[^"\\]|\\.)*"|-?\d{16,}(?![\d.eE])/g;
const MARK = '\u0000int64:';

/**
 * `JSON.parse`, with integers beyond 2^53 as bigints. Table manifests hold such keys as bare numbers (`min_key`,
 * `max_key`, tombstones' bounds), which a double would round.
 */
export function parseLosslessJson(text: string): unknown {
  if (!/\d{16}/.test(text)) return JSON.parse(text);
  const marked = text.replace(STRING_OR_LONG_INTEGER, (token) =>
    token[0] === '"' ? token : `"\\u0000int64:${token}"`,
  );
  return JSON.parse(marked, (_name, value: unknown) =>
    typeof value === 'string' && value.startsWith(MARK) && /^-?\d+$/.test(value.slice(MARK.length))
      ? exactInteger(BigInt(value.slice(MARK.length)))
      : value,
  );
}
