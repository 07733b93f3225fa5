// Plans by the text of their schemas, and columns by their names: both begin with the place and the length of that text.
import { same } from './cursor';
import { Named } from './layout';

const SLOTS = 16_384;
const slots = memory.data(SLOTS * 4, 8);

export function forgetNamed(): void {
  memory.fill(slots, 0, SLOTS * 4);
}

/** Adds a plan or a column. There may be half as many as slots. */
export function addNamed(named: usize): void {
  let slot = hashOf(load<u32>(named, Named.TEXT), load<i32>(named, Named.LENGTH));
  while (load<u32>(slots + (slot << 2)) !== 0) slot = (slot + 1) & (SLOTS - 1);
  store<u32>(slots + (slot << 2), <u32>named);
}

/** The plan or column with this text; 0 if there is none. */
export function find(text: usize, length: i32): usize {
  for (let slot = hashOf(text, length); ; slot = (slot + 1) & (SLOTS - 1)) {
    const named: usize = load<u32>(slots + (slot << 2));
    if (named === 0) return 0;
    if (load<i32>(named, Named.LENGTH) === length && same(text, load<u32>(named, Named.TEXT), length)) return named;
  }
  return 0;
}

function hashOf(text: usize, length: i32): i32 {
  let hash: u64 = <u64>length;
  for (; length >= 8; length -= 8, text += 8) {
    hash = (hash ^ load<u64>(text)) * 0x9e3779b97f4a7c15;
    hash ^= hash >> 29;
  }
  if (length > 0) hash = (hash ^ (load<u64>(text) << ((8 - length) * 8))) * 0x9e3779b97f4a7c15;
  return <i32>(hash >> 40) & (SLOTS - 1);
}
