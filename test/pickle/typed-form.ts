import type { TypedValue } from '../../src/datastore/typed-value.ts';

/** A value as `write_pickles.py` writes Python's own. */
export interface TypedForm {
  readonly type: TypedValue['type'];
  readonly pythonType?: string;
  readonly value: unknown;
}

/** A pickle and what it holds. */
export interface WrittenPickle {
  readonly by: string;
  readonly protocol: number;
  readonly pickle: string;
  readonly expected: TypedForm;
}

/** Our value in that form. */
export function typedForm(typed: TypedValue): TypedForm {
  switch (typed.type) {
    case 'INT8':
    case 'INT16':
    case 'INT32':
    case 'INT64':
    case 'INT':
      return { type: typed.type, value: String(typed.value) };
    case 'FLOAT16':
    case 'FLOAT32':
    case 'FLOAT64':
      return { type: typed.type, value: bitsOf(typed.value) };
    case 'STRING':
      return { type: 'STRING', value: textForm(typed.value) };
    case 'BYTES':
      return { type: 'BYTES', value: Buffer.from(typed.value).toString('base64') };
    case 'LIST':
    case 'TUPLE':
      return { type: typed.type, value: typed.value.map(typedForm) };
    case 'MAP':
      return { type: 'MAP', value: typed.value.map(({ key, value }) => [typedForm(key), typedForm(value)]) };
    case 'OBJECT':
      return {
        type: 'OBJECT',
        pythonType: typed.pythonType,
        value: Array.from(typed.value, ([name, value]) => [name, typedForm(value)]),
      };
    default:
      return typed;
  }
}

function bitsOf(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  const bits = Buffer.alloc(8);
  bits.writeDoubleBE(value);
  return bits.toString('hex');
}

/** A string with lone surrogates is a list of code points, as Python's JSON cannot represent it otherwise. */
function textForm(text: string): string | number[] {
  return /\p{Surrogate}/u.test(text) ? Array.from(text, (character) => character.codePointAt(0) ?? 0) : text;
}
