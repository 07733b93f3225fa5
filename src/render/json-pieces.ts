import type { TypedEntry, TypedObject, TypedValue } from '../datastore/typed-value.ts';
import { jsonKey, jsonString, jsonText } from './json.ts';
import { base64Slices, PIECE, textSlices } from './slices.ts';
import { typedJsonText } from './typed-json.ts';
import { HEAVY, isHeavy, weightOf } from './weight.ts';

/** How to print values as JSON. */
export interface JsonNotation {
  readonly isTyped: boolean;
  readonly text: (value: TypedValue) => string;
  /** What surrounds the items of a list. */
  readonly list: readonly [string, string];
  /** What comes before an entry whose keys are not all strings, between its key and its value, and after them. */
  readonly entry: readonly [string, string, string];
}

export const PLAIN_JSON: JsonNotation = {
  isTyped: false,
  text: jsonText,
  list: ['[', ']'],
  entry: ['[', ',', ']'],
};
export const TYPED_JSON: JsonNotation = {
  isTyped: true,
  text: typedJsonText,
  list: ['{"type":"LIST","value":[', ']}'],
  entry: ['{"key":', ',"value":', '}'],
};

/** The JSON of a value in pieces, none of which ends within a character, so that memory holds one piece at a time. */
export function* jsonPieces(value: TypedValue, notation: JsonNotation): Generator<string> {
  if (!isHeavy(value)) {
    yield notation.text(value);
    return;
  }
  const { isTyped } = notation;
  if (isTyped) {
    const type = value.type === 'OBJECT' ? `OBJECT","pythonType":${jsonString(value.pythonType)}` : `${value.type}"`;
    yield `{"type":"${type},"value":`;
  }
  switch (value.type) {
    case 'STRING':
      yield '"';
      for (const slice of textSlices(value.value)) yield jsonString(slice).slice(1, -1);
      yield '"';
      break;
    case 'BYTES':
      yield '"';
      yield* base64Slices(value.value);
      yield '"';
      break;
    case 'LIST':
    case 'TUPLE':
      yield '[';
      yield* itemPieces(value.value, notation);
      yield ']';
      break;
    case 'MAP':
      yield* entryPieces(value.value, notation);
      break;
    case 'OBJECT':
      yield* attributePieces(value, notation);
      break;
  }
  if (isTyped) yield '}';
}

/** Items are printed in groups: many numbers at once take less time than one by one. */
const GROUP = 256;

function* itemPieces(items: readonly TypedValue[], notation: JsonNotation): Generator<string> {
  const [open, close] = notation.list;
  let comma = '';
  let group: TypedValue[] = [];
  let weight = 0;
  const groupText = (): string => {
    const text = comma + notation.text({ type: 'LIST', value: group }).slice(open.length, -close.length);
    comma = ',';
    group = [];
    weight = 0;
    return text;
  };
  for (const item of items) {
    const added = weightOf(item, HEAVY);
    if (group.length > 0 && weight + added > GROUP) yield groupText();
    if (added > HEAVY) {
      yield comma;
      yield* jsonPieces(item, notation);
      comma = ',';
    } else {
      group.push(item);
      weight += added;
    }
  }
  if (group.length > 0) yield groupText();
}

function* entryPieces(entries: readonly TypedEntry[], notation: JsonNotation): Generator<string> {
  const isObject = !notation.isTyped && entries.every(({ key }) => key.type === 'STRING');
  const [before, between, after] = isObject ? ['', ':', ''] : notation.entry;
  let text = isObject ? '{' : '[';
  let comma = '';
  for (const { key, value } of entries) {
    text += comma + before;
    if (isHeavy(key)) {
      yield text;
      yield* jsonPieces(key, notation);
      text = '';
    } else text += notation.text(key);
    text += between;
    if (text.length > PIECE || isHeavy(value)) {
      yield text;
      yield* jsonPieces(value, notation);
      text = '';
    } else text += notation.text(value);
    text += after;
    comma = ',';
  }
  yield text + (isObject ? '}' : ']');
}

function* attributePieces({ pythonType, value }: TypedObject, notation: JsonNotation): Generator<string> {
  let text = '{';
  let comma = '';
  for (const [name, attribute] of value) {
    // As in `jsonText`: it would be there twice.
    if (!notation.isTyped && name === '_python_type') continue;
    text += comma + jsonKey(name);
    if (text.length > PIECE || isHeavy(attribute)) {
      yield text;
      yield* jsonPieces(attribute, notation);
      text = '';
    } else text += notation.text(attribute);
    comma = ',';
  }
  yield `${text}${notation.isTyped ? '' : `${comma}"_python_type":${jsonString(pythonType)}`}}`;
}
