import { type DataType, exactInteger } from '../datastore/typed-value.ts';
import { usageError } from '../errors.ts';
import type { KeyValue } from '../job/instance.ts';

export const KEY_TYPES = ['auto', 'int', 'str', 'float', 'bool', 'bytes'] as const;
export type KeyTypeName = (typeof KEY_TYPES)[number];

/**
 * Parses the key given by `--start` or `--end`. With `auto` the table's key type decides; in a table without rows, an
 * integer is a number and anything else a string.
 */
export function parseKey(text: string, typeName: KeyTypeName, tableType: DataType | null, flag: string): KeyValue {
  const type = typeName === 'auto' ? namedType(tableType, text) : typeName;
  switch (type) {
    case 'str':
      return text;
    case 'bool':
      if (/^(true|1)$/i.test(text)) return true;
      if (/^(false|0)$/i.test(text)) return false;
      throw wrongKey(flag, text, 'a boolean', 'Write true or false.');
    case 'bytes':
      if (/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text)) {
        return new Uint8Array(Buffer.from(text, 'base64'));
      }
      throw wrongKey(flag, text, 'bytes', 'Write the bytes in base64.');
    default:
      return parseNumber(text, type, flag);
  }
}

function namedType(tableType: DataType | null, text: string): Exclude<KeyTypeName, 'auto'> {
  if (tableType === null) return INTEGER.test(text) ? 'int' : 'str';
  if (tableType === 'BOOL') return 'bool';
  if (tableType === 'BYTES') return 'bytes';
  if (tableType.startsWith('INT')) return INTEGER.test(text) ? 'int' : 'float';
  return tableType.startsWith('FLOAT') ? 'float' : 'str';
}

const INTEGER = /^[-+]?\d{1,400}$/;

function parseNumber(text: string, type: 'int' | 'float', flag: string): KeyValue {
  if (INTEGER.test(text)) return exactInteger(BigInt(text.replace(/^\+/, '')));
  if (type === 'int') throw wrongKey(flag, text, 'a whole number', 'Write digits only, such as 42 or -1.');
  const infinite = /^([-+]?)(?:inf|infinity)$/i.exec(text);
  if (infinite) return infinite[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  if (/^[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[-+]?\d+)?$/i.test(text)) return Number(text);
  throw wrongKey(flag, text, "a number, as the table's keys are", 'Write a number such as 42 or -1.5.');
}

function wrongKey(flag: string, text: string, what: string, hint: string): Error {
  return usageError(`${flag} ${JSON.stringify(text)} is not ${what}`, hint);
}
