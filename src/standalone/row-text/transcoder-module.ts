import { readFileSync } from 'node:fs';
import { powerOfTen } from './power-of-ten.ts';

/** What transcoder/index.ts exports; places are offsets in its memory. */
export interface TranscoderExports {
  readonly memory: WebAssembly.Memory;
  freeMemory(): number;
  tokenPlace(token: number): number;
  keySlot(slot: number): number;
  configure(form: number, keepNone: boolean): void;
  configureKeys(areTexts: boolean, endInclusive: boolean): void;
  usePlan(plan: number): void;
  forgetPlans(): void;
  run(input: number, inputEnd: number, output: number, maxRows: number): number;
  linePlace(): number;
  writtenUpTo(): number;
  linesPassed(): number;
  rowsWritten(): number;
  passed(length: number): void;
}

/** Asked for a value that has to be parsed: where its stored text begins, and where its text in the output goes. Returns the
 * length of that. */
export type OtherValue = (plan: number, step: number, from: number, to: number) => number;

let compiled: WebAssembly.Module | undefined;

/** The transcoder, which the build has put beside this module, with a memory of its own. */
export function openTranscoderModule(other: OtherValue): TranscoderExports {
  compiled ??= new WebAssembly.Module(readFileSync(new URL('./transcoder.wasm', import.meta.url)));
  const power = (exponent: number, place: number) => {
    const [high, low] = powerOfTen(exponent);
    const view = new DataView(exports.memory.buffer);
    view.setBigUint64(place, high, true);
    view.setBigUint64(place + 8, low, true);
  };
  const exports = new WebAssembly.Instance(compiled, { host: { other, power } })
    .exports as unknown as TranscoderExports;
  return exports;
}
