import type { TypedObject, TypedValue } from '../datastore/typed-value.ts';
import { visible } from './control-characters.ts';
import { humanSize } from './human-size.ts';
import { base64, floatText, floatValueText, jsonText, MAX_NESTING, tooDeep } from './json.ts';

/**
 * A value's full text for csv, tsv and pipes: strings as they are, numbers as in JSON, bytes in base64, None as '', lists,
 * maps and objects as JSON.
 */
export function plainText(value: TypedValue): string {
  switch (value.type) {
    case 'STRING':
      return value.value;
    case 'FLOAT16':
    case 'FLOAT32':
    case 'FLOAT64':
      return floatValueText(value);
    case 'BYTES':
      return base64(value.value);
    case 'UNKNOWN':
      return '';
    default:
      return jsonText(value);
  }
}

/** On a terminal, composite values are abbreviated beyond this many items, or SHOWN_CHARACTERS. */
const SHOWN_ITEMS = 10;
const ZERO = 0x30;
const POINT = 0x2e;
const SHOWN_CHARACTERS = 300;

interface DisplayOptions {
  readonly full?: boolean;
  /** The caller cuts the text to this many characters: later items of lists may be left out. */
  readonly room?: number | undefined;
}

/**
 * A value's text for people on a terminal, one safe line: floats to six digits, bytes and artifacts by size, long lists
 * abbreviated. With `full`, nothing is rounded or left out except bytes.
 */
export function displayText(value: TypedValue, { full = false, room }: DisplayOptions = {}): string {
  switch (value.type) {
    case 'STRING':
      return visible(value.value);
    case 'UNKNOWN':
      return '';
    case 'FLOAT16':
    case 'FLOAT32':
    case 'FLOAT64':
      return full ? floatValueText(value) : shortFloat(value.value);
    case 'LIST':
    case 'TUPLE':
    case 'MAP':
    case 'OBJECT':
    case 'BYTES':
      return new Abbreviation(full, room).text(value);
    default:
      return jsonText(value);
  }
}

/** Whether the displayed text of a value leaves out parts of it. */
export function isAbbreviated({ type }: TypedValue, text: string): boolean {
  return (type === 'LIST' || type === 'TUPLE' || type === 'MAP' || type === 'OBJECT') && text.includes('…');
}

/** A float with about six digits; below 10^15, all digits before the point are kept. */
export function shortFloat(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e15) return floatText(value);
  if (Math.abs(value) >= 1e6 && Math.abs(value) < 1e15) return String(Math.round(value));
  const text = value.toPrecision(6);
  return text.includes('e') || !text.includes('.') ? String(Number(text)) : withoutZeros(text);
}

/** A decimal number without trailing zeros. */
function withoutZeros(text: string): string {
  let end = text.length;
  while (text.charCodeAt(end - 1) === ZERO) end--;
  return text.slice(0, text.charCodeAt(end - 1) === POINT ? end - 1 : end);
}

/** Writes one value, and leaves out further parts once the text is long. */
class Abbreviation {
  readonly #full: boolean;
  readonly #most: number;
  #written = 0;

  constructor(full: boolean, room = SHOWN_CHARACTERS) {
    this.#full = full;
    this.#most = Math.min(room, SHOWN_CHARACTERS);
  }

  text(value: TypedValue, depth = 0): string {
    if (depth > MAX_NESTING) throw tooDeep();
    const text = this.#part(value, depth);
    if (value.type !== 'LIST' && value.type !== 'TUPLE' && value.type !== 'MAP') this.#written += text.length;
    return text;
  }

  #part(value: TypedValue, depth: number): string {
    switch (value.type) {
      case 'STRING':
        return visible(JSON.stringify(this.#full ? value.value : clipped(value.value)));
      case 'FLOAT16':
      case 'FLOAT32':
      case 'FLOAT64':
        return this.#full ? floatValueText(value) : shortFloat(value.value);
      case 'BYTES':
        return `<${humanSize(value.value.byteLength)}>`;
      case 'LIST':
        return `[${this.#list(value.value, (item) => this.text(item, depth + 1))}]`;
      case 'TUPLE':
        return `(${this.#list(value.value, (item) => this.text(item, depth + 1))})`;
      case 'MAP':
        return `{${this.#list(value.value, (entry) => `${this.#key(entry.key, depth)}: ${this.text(entry.value, depth + 1)}`)}}`;
      case 'OBJECT':
        return artifactText(value) ?? this.#object(value, depth);
      default:
        return jsonText(value);
    }
  }

  #key(key: TypedValue, depth: number): string {
    return key.type === 'STRING' ? visible(this.#full ? key.value : clipped(key.value)) : this.text(key, depth + 1);
  }

  #object(object: TypedObject, depth: number): string {
    // `_type` repeats the class for Starwhale's own values.
    const attributes = Array.from(object.value).filter(([name]) => name !== '_type');
    const inner = this.#list(attributes, ([name, item]) => `${visible(name)}: ${this.text(item, depth + 1)}`);
    return `${className(object)} {${inner}}`;
  }

  #list<T>(items: readonly T[], text: (item: T) => string): string {
    const parts: string[] = [];
    for (const item of items) {
      const rest = items.length - parts.length;
      if (!this.#full && rest > 1 && (parts.length >= SHOWN_ITEMS || this.#written > this.#most)) {
        parts.push(`… ${rest} more`);
        break;
      }
      parts.push(text(item));
    }
    return parts.join(', ');
  }
}

function clipped(text: string): string {
  return text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS).replace(/[\ud800-\udbff]$/, '')}…` : text;
}

/** `Image image/png 2×2×3 8 B` for an artifact, `Link s3://…` for a link, null for any other object. */
function artifactText(object: TypedObject): string | null {
  const kind = stringOf(object.value.get('_type'));
  if (kind === null) return null;
  if (kind === 'link') return visible(`Link ${clipped(stringOf(object.value.get('uri')) ?? '')}`).trimEnd();
  const link = object.value.get('link');
  if (link === undefined) return null;
  const parts = [className(object)];
  const mime = stringOf(object.value.get('_mime_type'));
  if (mime !== null && mime !== '' && mime !== 'x/undefined') parts.push(visible(clipped(mime)));
  const shape = shapeText(object.value.get('shape'));
  if (shape !== null) parts.push(shape);
  const size = link.type === 'OBJECT' ? link.value.get('size') : undefined;
  if (size !== undefined && typeof size.value === 'number' && size.value >= 0) parts.push(humanSize(size.value));
  return parts.join(' ');
}

function shapeText(shape: TypedValue | undefined): string | null {
  if (shape?.type !== 'LIST' && shape?.type !== 'TUPLE') return null;
  const sizes = shape.value.map(({ value }) => (typeof value === 'number' || typeof value === 'bigint' ? value : '?'));
  if (sizes.length > SHOWN_ITEMS || sizes.every((size) => size === '?')) return null;
  return sizes.join('×');
}

function className(object: TypedObject): string {
  const name = object.pythonType.slice(object.pythonType.lastIndexOf('.') + 1);
  return visible(clipped(name === '' ? 'object' : name));
}

function stringOf(value: TypedValue | undefined): string | null {
  return value?.type === 'STRING' ? value.value : null;
}
