import { Shared } from './shared.ts';
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
    const field = FIELDS.of(lines[at] ?? '');
    if (field === null || fields.has(field.name)) return null;
    if (field.value !== undefined) fields.set(field.name, field.value);
    else {
      const nested = readItems(lines, at + 1) ?? readEntries(lines, at + 1);
      if (nested === null) return null;
      fields.set(field.name, nested.value);
      at = nested.next - 1;
    }
  }
  return Object.fromEntries(fields);
}

function readItems(lines: readonly string[], from: number): { value: Scalar[]; next: number } | null {
  const value: Scalar[] = [];
  let next = from;
  for (; next < lines.length; next++) {
    const item = ITEMS.of(lines[next] ?? '');
    if (item === undefined) break;
    value.push(item);
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
    const entry = ENTRIES.of(lines[next] ?? '');
    if (entry === null) break;
    if (entries.has(entry.name)) return null;
    entries.set(entry.name, entry.value);
  }
  return entries.size > 0 ? { value: Object.fromEntries(entries), next } : null;
}

function scalar(plain: string | undefined, quoted: string | undefined): Scalar {
  return plain === undefined ? (quoted ?? '').slice(1, -1).replaceAll("''", "'") : plainScalar(plain);
}

/** A field by itself; without a value, its items or entries are on the lines below it. */
const FIELDS = new Shared((line): { readonly name: string; readonly value: PlainValue | undefined } | null => {
  const [, name, plain, quoted, list, mapping] = FIELD.exec(line) ?? [];
  if (name === undefined) return null;
  if (plain !== undefined || quoted !== undefined) return { name, value: scalar(plain, quoted) };
  return { name, value: list !== undefined ? [] : mapping !== undefined ? {} : undefined };
});

const ITEMS = new Shared((line): Scalar | undefined => {
  const [found, plain, quoted] = ITEM.exec(line) ?? [];
  return found === undefined ? undefined : scalar(plain, quoted);
});

const ENTRIES = new Shared((line): { readonly name: string; readonly value: Scalar } | null => {
  const [, name, plain, quoted] = ENTRY.exec(line) ?? [];
  return name === undefined ? null : { name, value: scalar(plain, quoted) };
});
