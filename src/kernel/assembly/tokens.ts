// Texts that the host sets once.
import { follow, put } from './cursor';

/** Each text, of at most 4096 bytes, stands behind its length. */
const TOKEN_SIZE = 4096 + 16;

export enum Token {
  /** `{"key": "id", "records": {"` */
  head = 0,
  /** `": {"schema": ` */
  schema = 1,
  /** `, "data": ` */
  data = 2,
  /** What stands around each row of the output. */
  before = 3,
  after = 4,
}

const tokens = memory.data(5 * TOKEN_SIZE, 8);

export function tokenPlace(token: i32): usize {
  return tokens + token * TOKEN_SIZE;
}

export function followToken(token: Token): bool {
  const place = tokenPlace(token);
  return follow(place + 8, load<i32>(place));
}

export function putToken(token: Token): void {
  const place = tokenPlace(token);
  put(place + 8, load<i32>(place));
}
