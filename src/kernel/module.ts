import { readFileSync } from 'node:fs';
import { powerOfTen } from './power-of-ten.ts';

/** The exports of assembly/index.ts. Places are offsets in its memory. */
export interface KernelExports {
  readonly memory: WebAssembly.Memory;
  freeMemory(): number;
  tokenPlace(token: number): number;
  typedPlace(tag: number): number;
  addPlan(plan: number): void;
  forgetPlans(): void;
  configure(key: number, plansOfRows: number, linesOfRows: number, lastRevision: bigint): void;
  beginKeys(kind: number): void;
  keySlot(): number;
  setLastKey(bits: bigint, textLength: number): void;
  hasLastKey(): number;
  lastKeyWord(): bigint;
  lastKeyLength(): number;
  beginCells(keepNone: boolean, elements: number, elementsEnd: number, stored: number, maxStored: number): void;
  storedCount(): number;
  scan(input: number, inputEnd: number, from: number, maxRows: number, starts: number): number;
  index(
    input: number,
    inputEnd: number,
    places: number,
    ends: number,
    kinds: number,
    revisions: number,
    words: number,
    most: number,
  ): number;
  isSingle(): number;
  linePlace(): number;
  schemaPlace(): number;
  currentSchema(): number;
  planPlace(): number;
  linesScanned(): number;
  rowsFilled(): number;
  recordsScanned(): number;
  recordsOfRow(): number;
  addColumn(column: number): void;
  formPlace(form: number): number;
  records(place: number, row: number, most: number): number;
  recordPlace(): number;
  recordsFilled(): number;
  currentPlace(): number;
  skipValue(place: number): number;
  setChildren(place: number): void;
  encode(
    format: number,
    list: number,
    listCount: number,
    byPlan: boolean,
    rowPlans: number,
    selection: number,
    from: number,
    count: number,
    output: number,
    outputEnd: number,
  ): number;
  writtenUpTo(): number;
}

/** Writes the value of a row in the column at a place as text to another place. Returns its length; -1 without room. */
export type WriteOther = (column: number, row: number, to: number) => number;

let compiled: WebAssembly.Module | null | undefined;

/**
 * The kernel, which the build has put beside this module; null if there is no WebAssembly, or if a user's bundler has left
 * the file out.
 */
export function kernelModule(): WebAssembly.Module | null {
  if (typeof WebAssembly === 'undefined') return null;
  if (compiled === undefined) compiled = compiledBeside();
  return compiled;
}

function compiledBeside(): WebAssembly.Module | null {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(new URL('./kernel.wasm', import.meta.url));
  } catch {
    return null;
  }
  return new WebAssembly.Module(bytes);
}

/** A new kernel, with a memory of its own. */
export function openKernelModule(module: WebAssembly.Module, other: WriteOther): KernelExports {
  const power = (exponent: number, place: number) => {
    const [high, low] = powerOfTen(exponent);
    const view = new DataView(exports.memory.buffer);
    view.setBigUint64(place, high, true);
    view.setBigUint64(place + 8, low, true);
  };
  const exports = new WebAssembly.Instance(module, { host: { other, power } }).exports as unknown as KernelExports;
  return exports;
}
