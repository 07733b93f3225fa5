// Finds the plan of a schema among those that the host has written.
import { at, match, moveTo, same } from './cursor';
import { Plan } from './layout';
import { addNamed, find, forgetNamed } from './named';
import { skipJson } from './skip-json';
import { matchText, Text, textPlace } from './texts';

/** Compares this many of the last plans first, as few schemas usually take turns. */
const MAX_LOOKS = 4;
let newest: usize = 0;

export function forgetPlans(): void {
  newest = 0;
  forgetNamed();
}

export function addPlan(plan: usize): void {
  addNamed(plan);
  store<u32>(plan, <u32>newest, Plan.NEXT);
  newest = plan;
}

/** Skips a schema, and the text up to its data. Returns its plan; 0, without moving, if there is none. */
export function matchSchema(): usize {
  let before: usize = 0;
  let plan = newest;
  for (let looks = 0; plan !== 0 && looks < MAX_LOOKS; looks++) {
    if (matchPlan(plan)) {
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
  plan = find(at, currentSchema());
  return plan !== 0 && matchPlan(plan) ? plan : 0;
}

function matchPlan(plan: usize): bool {
  const length = load<i32>(plan, Plan.SCHEMA_LENGTH);
  const data = textPlace(Text.DATA);
  const dataLength = load<i32>(data);
  // Schemas often begin alike, so what follows is compared first.
  if (!same(at + length, data + 8, dataLength) || !match(load<u32>(plan, Plan.SCHEMA), length)) return false;
  moveTo(at + dataLength);
  return true;
}

/** The length of the schema here; 0 if no data follow it. */
export function currentSchema(): i32 {
  const schema = at;
  const end = skipJson() ? at : schema;
  const isComplete = matchText(Text.DATA);
  moveTo(schema);
  return isComplete ? <i32>(end - schema) : 0;
}
