import { plainScalar } from './yaml-words.ts';

type Scalar = string | number | boolean | null;
type PlainValue = Scalar | Scalar[] | { [name: string]: Scalar };

/** A plain scalar on one line that every YAML reader takes for one. */
const PLAIN = String.raw`(?!-(?:[ ]|$))[A-Za-z0-9/.~+-](?:[^\s:#'"{}[\],&*!|>%@\u0060]|:(?=[^\s])|[ ](?=[^\s#]))*`;
const QUOTED = "'(?:[^'\\n]|'')*'";
/** The writer puts strings with other characters in double quotes, and escapes them. */
const PRINTABLE = /^[\x20-\x7e\n]*\n$/;
const NAME = '[A-Za-z_][A-Za-z0-9_]*';
const FIELD = new RegExp(`^(${NAME}):(?: (?:(${PLAIN})|(${QUOTED})|(\\[\\])|(\\{\\})))?$`);
const ITEM = new RegExp(`^- (?:(${PLAIN})|(${QUOTED}))$`);
const ENTRY = new RegExp(`^ {2}(${NAME}): (?:(${PLAIN})|(${QUOTED}))$`);

/**
 * Parses a manifest in the spelling of the client's own writer: one field per line, with lists and mappings of scalars below
 * it. Returns null for anything else, which then goes through the YAML library: that takes 50 times as long.
 */
export function parsePlainManifest(text: string): { readonly [name: string]: PlainValue } | null {
  if (!PRINTABLE.test(text)) return null;
  const fields = new Map<string, PlainValue>();
  const lines = text.slice(0, -1).split('\n');
  for (let at = 0; at < lines.length; at++) {
    const [, name, plain, quoted, list, mapping] = FIELD.exec(lines[at] ?? '') ?? [];
    if (name === undefined || fields.has(name)) return null;
    if (plain !== undefined || quoted !== undefined) fields.set(name, scalar(plain, quoted));
    else if (list !== undefined) fields.set(name, []);
    else if (mapping !== undefined) fields.set(name, {});
    else {
      const nested = readItems(lines, at + 1) ?? readEntries(lines, at + 1);
      if (nested === null) return null;
      fields.set(name, nested.value);
      at = nested.next - 1;
    }
  }
  return Object.fromEntries(fields);
}

function readItems(lines: readonly string[], from: number): { value: Scalar[]; next: number } | null {
  const value: Scalar[] = [];
  let next = from;
  for (; next < lines.length; next++) {
    const found = ITEM.exec(lines[next] ?? '');
    if (found === null) break;
    value.push(scalar(found[1], found[2]));
  }
  return value.length > 0 ? { value, next } : null;
}

function readEntries(
  lines: readonly string[],
  from: number,
): { value: { [name: string]: Scalar }; next: number } | null {
  const entries = new Map<string, Scalar>();
  let next = from;
  for (; next < lines.length; next++) {
    const [, name, plain, quoted] = ENTRY.exec(lines[next] ?? '') ?? [];
    if (name === undefined) break;
    if (entries.has(name)) return null;
    entries.set(name, scalar(plain, quoted));
  }
  return entries.size > 0 ? { value: Object.fromEntries(entries), next } : null;
}

function scalar(plain: string | undefined, quoted: string | undefined): Scalar {
  return plain === undefined ? (quoted ?? '').slice(1, -1).replaceAll("''", "'") : plainScalar(plain);
}
