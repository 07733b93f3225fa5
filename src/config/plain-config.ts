import type { ConfigDocument } from './shape.ts';

const KEY = '[A-Za-z_.][A-Za-z0-9_.-]*';
/** A plain scalar on one line that means the same to every YAML reader. */
const PLAIN = String.raw`[A-Za-z0-9/._](?:[^\s:#'"{}[\],&*!|>%@\u0060\\?]|:(?=[^\s])|[ ](?=[^\s#]))*`;
const QUOTED = "'(?:[^']|'')*'";
const FIELD = new RegExp(`^( *)(${KEY}):(?: (?:(${PLAIN})|(${QUOTED})|\\{\\}))?$`);
/** The client's writer escapes all other characters, in double quotes. */
const PRINTABLE = /^[\x20-\x7e\n]*$/;
const NULL_WORD = /^(?:null|Null|NULL)$/;

/**
 * Parses a config in the spelling of the client's own writer: nested mappings, one field per line. Null for any other
 * text, which needs the YAML library: loading that takes longer than a short command.
 */
export function parsePlainConfig(text: string): ConfigDocument | null {
  if (!PRINTABLE.test(text)) return null;
  const document: ConfigDocument = {};
  /** The mappings that the current line may belong to, innermost last. */
  const open: { readonly indent: number; readonly fields: ConfigDocument }[] = [{ indent: 0, fields: document }];
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  for (const [number, line] of lines.entries()) {
    const [, { length: indent } = '', key, plain, quoted] = FIELD.exec(line) ?? [];
    if (key === undefined) return null;
    while (open.length > 1 && indent < (open.at(-1)?.indent ?? 0)) open.pop();
    const within = open.at(-1);
    // The library decides about a field that appears twice.
    if (within?.indent !== indent || key === '__proto__' || Object.hasOwn(within.fields, key)) return null;
    if (plain !== undefined) within.fields[key] = NULL_WORD.test(plain) ? null : plain;
    else if (quoted !== undefined) within.fields[key] = quoted.slice(1, -1).replaceAll("''", "'");
    else if (line.endsWith('}')) within.fields[key] = {};
    else {
      const deeper = /^ */.exec(lines[number + 1] ?? '')?.[0].length ?? 0;
      if (deeper <= indent) within.fields[key] = null;
      else {
        const fields: ConfigDocument = {};
        within.fields[key] = fields;
        open.push({ indent: deeper, fields });
      }
    }
  }
  return document;
}
