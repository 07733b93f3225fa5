// The kernel: reads lines of blocks and records of pages into cells, and prints cells. It is compiled to WebAssembly, as
// JavaScript cannot scan hex and print floats as fast. It reads exactly one spelling, the client's own, which the host passes
// in tokens and plans. The host reads everything else, and describes what is wrong.
export { beginCells, entryCount } from './cells';
export { at } from './cursor';
export { encode, written } from './encode';
export { setLastKey } from './keys';
export { addNamed } from './named';
export { addPlan, currentSchema, forgetPlans } from './plans';
export { recordRows, recordStart, records as readRecords, skipValue } from './records';
export {
  configure,
  currentPlan,
  index,
  isSingle,
  lineStart,
  lines,
  records,
  rowRecords,
  rows,
  scan,
  schemaStart,
} from './scan';
export { textPlace } from './texts';

/** Where the host's part of the memory begins. */
export function freeMemory(): usize {
  return __heap_base;
}
