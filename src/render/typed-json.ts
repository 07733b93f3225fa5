import type { TypedRow, TypedValue } from '../datastore/typed-value.ts';
import { base64, floatText, jsonKey, jsonString, MAX_NESTING, tooDeep } from './json.ts';

/**
 * A value as lossless, compact JSON, `{"type": T, "value": V}`: numbers are decimal strings, bytes are base64, maps are
 * arrays of `{"key", "value"}`. Throws `damaged` for a value nested too deep.
 */
export function typedJsonText(value: TypedValue): string {
  return textOf(value, 0);
}

/** A record as a JSON object of typed values, with its columns in order. */
export function typedJsonRow(row: TypedRow): string {
  let text = '';
  for (const [name, value] of row) text += (text === '' ? '{' : ',') + jsonKey(name) + textOf(value, 0);
  return text === '' ? '{}' : `${text}}`;
}

function textOf(value: TypedValue, depth: number): string {
  switch (value.type) {
    case 'STRING':
      return `{"type":"STRING","value":${jsonString(value.value)}}`;
    case 'INT8':
    case 'INT16':
    case 'INT32':
    case 'INT64':
    case 'INT':
      return `{"type":"${value.type}","value":"${value.value}"}`;
    case 'FLOAT16':
    case 'FLOAT32':
    case 'FLOAT64':
      return `{"type":"${value.type}","value":"${floatText(value.value)}"}`;
    case 'BOOL':
      return value.value ? '{"type":"BOOL","value":true}' : '{"type":"BOOL","value":false}';
    case 'UNKNOWN':
      return '{"type":"UNKNOWN","value":null}';
    case 'BYTES':
      return `{"type":"BYTES","value":"${base64(value.value)}"}`;
  }
  if (depth >= MAX_NESTING) throw tooDeep();
  let text = '';
  switch (value.type) {
    case 'LIST':
    case 'TUPLE':
      for (const item of value.value) text += (text === '' ? '' : ',') + textOf(item, depth + 1);
      return `{"type":"${value.type}","value":[${text}]}`;
    case 'MAP':
      for (const { key, value: item } of value.value) {
        text += `${text === '' ? '' : ','}{"key":${textOf(key, depth + 1)},"value":${textOf(item, depth + 1)}}`;
      }
      return `{"type":"MAP","value":[${text}]}`;
    case 'OBJECT':
      for (const [name, item] of value.value)
        text += (text === '' ? '' : ',') + jsonKey(name) + textOf(item, depth + 1);
      return `{"type":"OBJECT","pythonType":${jsonString(value.pythonType)},"value":{${text}}}`;
  }
}
