import { readFileSync } from 'node:fs';
import { isError } from '../errors.ts';
import { powerOfTen } from './power-of-ten.ts';

/** The exports of assembly/index.ts. Places are offsets in its memory. */
export interface KernelExports {
  readonly memory: WebAssembly.Memory;
  freeMemory(): number;
  textPlace(text: number): number;
  addNamed(named: number): void;
  addPlan(plan: number): void;
  forgetPlans(): void;
  configure(key: number, plansOfRows: number, linesOfRows: number, lastRevision: bigint): void;
  setLastKey(tag: number, isKnown: boolean, key: bigint): void;
  beginCells(keepNone: boolean, elements: number, elementsEnd: number, stored: number, maxStored: number): void;
  readonly entryCount: WebAssembly.Global;
  readonly at: WebAssembly.Global;
  scan(input: number, inputEnd: number, from: number, maxRows: number, starts: number): number;
  index(input: number, inputEnd: number, list: number, most: number): number;
  readonly lineStart: WebAssembly.Global;
  readonly schemaStart: WebAssembly.Global;
  readonly currentPlan: WebAssembly.Global;
  readonly lines: WebAssembly.Global;
  readonly rows: WebAssembly.Global;
  readonly records: WebAssembly.Global;
  readonly rowRecords: WebAssembly.Global;
  isSingle(): number;
  currentSchema(): number;
  readRecords(place: number, row: number, most: number): number;
  readonly recordStart: WebAssembly.Global;
  readonly recordRows: WebAssembly.Global;
  skipValue(place: number): number;
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
  readonly written: WebAssembly.Global;
}

/** Writes the value of a row in the column at a place as text to another place. Returns its length; -1 without room. */
export type WriteOther = (column: number, row: number, to: number) => number;

let compiled: WebAssembly.Module | null = null;

/**
 * What `open` makes with the kernel, which the build has put beside this module; null if there is no WebAssembly, as under
 * `node --jitless`, or none that may be compiled, if a user's bundler has left the file out, or if there are no addresses left
 * for its memory, of which it reserves gigabytes: `ulimit -v` limits them.
 */
export function withKernel<T>(open: (module: WebAssembly.Module) => T): T | null {
  if (typeof WebAssembly === 'undefined') return null;
  // Tried again each time: a process may just have no descriptor left.
  compiled ??= compiledBeside();
  try {
    return compiled && open(compiled);
  } catch (error) {
    if (isError(error) && error.name === 'RangeError') return null;
    throw error;
  }
}

function compiledBeside(): WebAssembly.Module | null {
  try {
    return new WebAssembly.Module(readFileSync(new URL('./kernel.wasm', import.meta.url)));
  } catch {
    return null;
  }
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
