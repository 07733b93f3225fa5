import { exactInteger, NONE, type TypedValue } from '../datastore/typed-value.ts';

const ESCAPE = /\\(?:u\{([\da-fA-F]{1,6})\}|u([\da-fA-F]{4})|x([\da-fA-F]{2})|([\s\S]))/g;
const CONTROLS: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['t', '\t'],
  ['r', '\r'],
  ['0', '\0'],
]);

/** An exact integer, or the nearest double for other numbers. */
export function numberValue(source: string): TypedValue {
  return /^-?\d+$/.test(source)
    ? { type: 'INT64', value: exactInteger(BigInt(source)) }
    : { type: 'FLOAT64', value: Number(source) };
}

/** The value of `true`, `false`, `none` and `null`. */
export function constantValue(source: string): TypedValue {
  return source === 'none' || source === 'null' ? NONE : { type: 'BOOL', value: source === 'true' };
}

/**
 * Replaces the escapes in a quoted string: `\\ \' \" \n \t \r \0 \xHH \uHHHH \u{H…}`. Throws the error that `wrong` makes
 * from the offset of an unknown escape.
 */
export function stringValue(source: string, wrong: (offset: number, sequence: string) => Error): string {
  return source.replace(
    ESCAPE,
    (sequence: string, braced?: string, four?: string, two?: string, single?: string, offset = 0) => {
      const digits = braced ?? four ?? two;
      const code = digits === undefined ? -1 : Number.parseInt(digits, 16);
      if (code >= 0 && code <= 0x10ffff) return String.fromCodePoint(code);
      const character = single === undefined ? undefined : /[\\'"]/.test(single) ? single : CONTROLS.get(single);
      if (character === undefined) throw wrong(offset, sequence);
      return character;
    },
  );
}
