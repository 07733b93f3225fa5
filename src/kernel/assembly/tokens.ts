// Fixed text, which the host sets.
import { match, put } from './cursor';

/** Each token has its length, and its text of at most 4096 bytes 8 bytes on. */
const TOKEN_SIZE = 4096 + 16;

export enum Token {
  /** `{"key": "id", "records": {"` */
  head = 0,
  /** `": {"schema": ` */
  schema = 1,
  /** `, "data": ` */
  data = 2,
  /** The text before and after each row of the output. */
  before = 3,
  after = 4,
}

const tokens = memory.data(5 * TOKEN_SIZE, 8);

export function tokenPlace(token: i32): usize {
  return tokens + token * TOKEN_SIZE;
}

export function matchToken(token: Token): bool {
  const place = tokenPlace(token);
  return match(place + 8, load<i32>(place));
}

export function putToken(token: Token): void {
  const place = tokenPlace(token);
  put(place + 8, load<i32>(place));
}
