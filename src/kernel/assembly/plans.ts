// Finds the plan of a schema among those that the host has written.
import { at, match, same } from './cursor';
import { Plan } from './layout';
import { matchToken, Token, tokenPlace } from './tokens';

/** Compares this many of the last plans first, as few schemas usually take turns; then looks up the hash. */
const MAX_LOOKS = 4;
const SLOTS = 4096;
const slots = memory.data(SLOTS * 4, 8);
let newest: usize = 0;

export function forgetPlans(): void {
  newest = 0;
  memory.fill(slots, 0, SLOTS * 4);
}

/** Adds a plan. There may be half as many as slots. */
export function addPlan(plan: usize): void {
  let slot = hashOf(plan + Plan.SCHEMA, load<i32>(plan, Plan.SCHEMA_LENGTH));
  while (load<u32>(slots + (slot << 2)) !== 0) slot = (slot + 1) & (SLOTS - 1);
  store<u32>(slots + (slot << 2), <u32>plan);
  store<u32>(plan, <u32>newest, Plan.NEXT);
  newest = plan;
}

/** Skips a schema, and the text up to its data. Returns its plan; 0, without moving, if there is none. */
export function matchSchema(): usize {
  let before: usize = 0;
  let plan = newest;
  for (let looks = 0; plan !== 0 && looks < MAX_LOOKS; looks++) {
    if (matchesPlan(plan)) {
      if (before !== 0) {
        store<u32>(before, load<u32>(plan, Plan.NEXT), Plan.NEXT);
        store<u32>(plan, <u32>newest, Plan.NEXT);
        newest = plan;
      }
      return plan;
    }
    before = plan;
    plan = load<u32>(plan, Plan.NEXT);
  }
  const length = schemaLength();
  if (length === 0) return 0;
  for (let slot = hashOf(at, length); ; slot = (slot + 1) & (SLOTS - 1)) {
    plan = load<u32>(slots + (slot << 2));
    if (plan === 0 || matchesPlan(plan)) return plan;
  }
  return 0;
}

function matchesPlan(plan: usize): bool {
  const length = load<i32>(plan, Plan.SCHEMA_LENGTH);
  const data = tokenPlace(Token.data);
  if (!same(at + length, data + 8, load<i32>(data)) || !match(plan + Plan.SCHEMA, length)) return false;
  return matchToken(Token.data);
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

/** The length of the schema here; 0 if no data follow it. */
export function currentSchema(): i32 {
  const length = schemaLength();
  const data = tokenPlace(Token.data);
  return same(at + length, data + 8, load<i32>(data)) ? length : 0;
}

/** The length of the JSON object here; 0 if it does not end on this line. */
function schemaLength(): i32 {
  let place = at;
  let depth = 0;
  for (; ; place++) {
    const byte = load<u8>(place);
    if (byte === 0x22) {
      for (place++; load<u8>(place) !== 0x22; place++) {
        if (load<u8>(place) === 0x5c) place++;
        if (load<u8>(place) < 0x20) return 0;
      }
    } else if (byte === 0x7b) depth++;
    else if (byte === 0x7d && --depth <= 0) return <i32>(place + 1 - at);
    else if (byte < 0x20) return 0;
  }
  return 0;
}
