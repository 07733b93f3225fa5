// The kernel: turns lines of blocks and records of pages into cells, and cells into text. Compiled to WebAssembly, as no JavaScript scans hex and
// prints floats as fast. It follows exactly one spelling, the client's own, told by the host in tokens and plans; whatever
// differs is left to the host, which also finds the words for what is wrong.
export { beginCells, storedCount } from './cells';
export { encode, writtenUpTo } from './encode';
export { setChildren, typedPlace } from './encode-json';
export { beginKeys, hasLastKey, keySlot, lastKeyLength, lastKeyWord, setLastKey } from './keys';
export { addPlan, forgetPlans, schemaAtHand } from './plans';
export { addColumn, formPlace, pastValue, placeAtHand, recordPlace, records, recordsFilled } from './records';
export {
  configure,
  index,
  isSingle,
  linePlace,
  linesPassed,
  planPlace,
  recordsOfRow,
  recordsPassed,
  rowsFilled,
  scan,
  schemaPlace,
} from './scan';
export { tokenPlace } from './tokens';

/** Where the memory begins that this module leaves to the host. */
export function freeMemory(): usize {
  return __heap_base;
}
