// The kernel: reads lines of blocks and records of pages into cells, and prints cells. It is compiled to WebAssembly, as
// JavaScript cannot scan hex and print floats as fast. It reads exactly one spelling, the client's own, which the host passes
// in tokens and plans. The host reads everything else, and describes what is wrong.
export { beginCells, storedCount } from './cells';
export { encode, writtenUpTo } from './encode';
export { setChildren, typedPlace } from './encode-json';
export { beginKeys, hasLastKey, keySlot, lastKeyLength, lastKeyWord, setLastKey } from './keys';
export { addPlan, currentSchema, forgetPlans } from './plans';
export { addColumn, currentPlace, formPlace, recordPlace, records, recordsFilled, skipValue } from './records';
export {
  configure,
  index,
  isSingle,
  linePlace,
  linesScanned,
  planPlace,
  recordsOfRow,
  recordsScanned,
  rowsFilled,
  scan,
  schemaPlace,
} from './scan';
export { tokenPlace } from './tokens';

/** Where the host's part of the memory begins. */
export function freeMemory(): usize {
  return __heap_base;
}
