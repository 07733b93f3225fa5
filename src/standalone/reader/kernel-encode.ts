import type { Batch, Column, EncodedFormat } from '../../datastore/batch.ts';
import { encodeValues, rowText, valueText } from '../../render/encode-rows.ts';
import type { KernelMemory } from './kernel-memory.ts';
import type { KernelExports } from './kernel-module.ts';

const FORMATS: Readonly<Record<EncodedFormat, number>> = {
  json: 0,
  typed: 1,
  csv: 2,
  tsv: 3,
  'safe-csv': 6,
  'safe-tsv': 7,
};
const BEFORE = 3;
const AFTER = 4;
const LIST = 16;
const MAX_TOKEN = 4096;

/** What is needed of the kernel. */
interface EncodingKernel {
  readonly exports: KernelExports;
  readonly memory: KernelMemory;
  readonly output: number;
  readonly outputEnd: number;
  readonly plansOfRows: number;
  readonly columns: { readonly shown: readonly Column[] };
  writeValue: (column: Column, row: number, to: number) => number;
  setToken(number: number, bytes: Uint8Array): void;
  listOf(columns: readonly Column[]): number | null;
  selectionOf(rows: Int32Array): number;
}

/** The rows of a batch as text, by the kernel; a row that has no room there by the values' own texts. */
export function* encodeByKernel(
  kernel: EncodingKernel,
  batch: Batch,
  format: EncodedFormat,
  before: Uint8Array,
  after: Uint8Array,
): Generator<Uint8Array> {
  const { exports, memory, output, outputEnd } = kernel;
  kernel.setToken(BEFORE, before.subarray(0, MAX_TOKEN));
  kernel.setToken(AFTER, after.subarray(0, MAX_TOKEN));
  if (format === 'typed') layTypedTexts(kernel);
  const isWhole = batch.columns === kernel.columns.shown;
  const whole = (row: number) => Buffer.concat([before, Buffer.from(rowText(batch, row, format)), after]);
  const list = kernel.listOf(batch.columns);
  if (list === null) {
    yield* encodeValues(batch, format, before, after);
    return;
  }
  const selection = batch.selection === null ? 0 : kernel.selectionOf(batch.selection);
  const text = valueText[format];
  let problem: unknown;
  const writeValue = (column: Column, row: number, to: number) => {
    let written = '';
    try {
      const value = batch.value(column, row);
      if (value !== undefined) written = text(value);
    } catch (error) {
      // The rows before it are printed first.
      problem = error;
      return -1;
    }
    // A UTF-16 unit becomes at most three bytes; the kernel has room for what follows.
    const room = outputEnd - to - 1024;
    if (written.length * 3 > room && Buffer.byteLength(written) > room) return -1;
    return memory.bytes.write(written, to);
  };
  for (let from = 0; from < batch.length; ) {
    kernel.writeValue = writeValue;
    const next = exports.encode(
      FORMATS[format],
      list,
      batch.columns.length,
      isWhole && FORMATS[format] < FORMATS.csv,
      kernel.plansOfRows,
      selection,
      from,
      batch.length,
      output,
      outputEnd,
    );
    const end = exports.writtenUpTo();
    if (end > output) yield new Uint8Array(memory.buffer, output, end - output);
    if (problem !== undefined) throw problem;
    if (end > output) from = next;
    else if (next === from) {
      yield whole(batch.at(from));
      from++;
    }
  }
}

const TYPES = [
  '',
  'UNKNOWN',
  'BOOL',
  'INT8',
  'INT16',
  'INT32',
  'INT64',
  'FLOAT16',
  'FLOAT32',
  'FLOAT64',
  'STRING',
  'STRING',
];

/** What stands before a value in typed JSON; numbers are strings. */
function layTypedTexts({ exports, memory }: EncodingKernel): void {
  TYPES.forEach((type, tag) => {
    lay(tag, `{"type":"${type}","value":${tag >= 3 && tag <= 9 ? '"' : ''}`);
  });
  lay(LIST, '{"type":"LIST","value":');

  function lay(tag: number, text: string): void {
    const place = exports.typedPlace(tag);
    memory.bytes.writeInt32LE(text.length, place);
    memory.bytes.write(text, place + 8);
  }
}
