// Fixed text, which the host sets.
import { match, put } from './cursor';

/** Each text has its length, and up to 4096 bytes, which begin 8 bytes on. */
const SIZE = 4096 + 16;

/** The numbers of texts. */
export namespace Text {
  /** `{"key": "id", "records": {"` */
  export const HEAD = 0;
  /** `": {"schema": ` */
  export const SCHEMA = 1;
  /** `, "data": ` */
  export const DATA = 2;
  /** The text before and after each row of the output. */
  export const BEFORE = 3;
  export const AFTER = 4;
  /** Added to a tag: the text before a value in typed JSON. */
  export const TYPED = 8;
  /** Added to a form: the text before a value of a page, or after a list whose type comes last. */
  export const FORM = 40;
  export const COUNT = 56;
}

const texts = memory.data(Text.COUNT * SIZE, 8);

export function textPlace(number: i32): usize {
  return texts + number * SIZE;
}

export function matchText(number: i32): bool {
  const place = textPlace(number);
  return match(place + 8, load<i32>(place));
}

export function putText(number: i32): void {
  const place = textPlace(number);
  put(place + 8, load<i32>(place));
}
