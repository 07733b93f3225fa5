import type { Batch } from '../datastore/batch.ts';
import type { Column } from '../datastore/cell.ts';
import { NONE, type TypedValue } from '../datastore/typed-value.ts';
import type { RowChange } from '../job/diff/changes.ts';
import { encodeRows } from '../render/encode-rows.ts';
import { jsonKey, jsonText } from '../render/json.ts';
import { keyValue } from './diff-records.ts';

/** Each change as JSON, equal to that of its record; cells still in their batches are printed without decoding. */
export function changesJson(changes: readonly RowChange[]): readonly string[] {
  const cells = new CellTexts();
  for (const { inBatches } of changes) {
    if (inBatches === undefined) continue;
    const { base, job, differences } = inBatches;
    for (const { cells: differing } of differences) {
      if (differing === undefined) continue;
      cells.want(base.batch, differing.from, base.row);
      cells.want(job.batch, differing.to, job.row);
    }
  }
  return changes.map((change) => changeText(change, columnsText(change, cells)));
}

function changeText({ key, change, outcome }: RowChange, columns: string): string {
  const outcomeJson = outcome === null ? 'null' : `"${outcome}"`;
  return `{"key":${jsonText(keyValue(key))},"change":"${change}","outcome":${outcomeJson},"columns":{${columns}}}`;
}

function columnsText(change: RowChange, cells: CellTexts): string {
  const { inBatches } = change;
  let text = '';
  const add = (name: string, old: string, value: string) => {
    text += `${text === '' ? '' : ','}${jsonKey(name)}{"old":${old},"new":${value}}`;
  };
  if (inBatches === undefined) {
    for (const [name, { old, new: value }] of change.columns) add(name, jsonOf(old), jsonOf(value));
    return text;
  }
  const { base, job, differences } = inBatches;
  for (const { name, cells: differing, read } of differences) {
    if (differing !== undefined) {
      add(name, cells.next(differing.from), cells.next(differing.to));
      continue;
    }
    const { old, new: value } = read(base, job);
    add(name, jsonOf(old), jsonOf(value));
  }
  return text;
}

function jsonOf(value: TypedValue | undefined): string {
  return jsonText(value ?? NONE);
}

/** The cells of a column to print, in row order. */
interface WantedCells {
  readonly batch: Batch;
  readonly rows: number[];
  texts: readonly string[] | undefined;
  taken: number;
}

const NOTHING = new Uint8Array(0);
const LINE_FEED = new TextEncoder().encode('\n');

/** Prints cells with the encoders of their batches, a column at a time: an encoder cannot print a single cell. */
class CellTexts {
  readonly #columns = new Map<Column, WantedCells>();

  want(batch: Batch, column: Column | undefined, row: number): void {
    if (column === undefined) return;
    const wanted = this.#columns.get(column);
    if (wanted === undefined) this.#columns.set(column, { batch, rows: [row], texts: undefined, taken: 0 });
    else wanted.rows.push(row);
  }

  /** The JSON of the next wanted cell of a column. */
  next(column: Column | undefined): string {
    const wanted = column && this.#columns.get(column);
    if (column === undefined || wanted === undefined) return 'null';
    wanted.texts ??= textsOf(column, wanted);
    return wanted.texts[wanted.taken++] ?? 'null';
  }
}

/** So few cells, as in the short batches of wide tables, are printed faster one by one. */
const FEW = 64;

/** Prints each row as an object of this column alone, and cuts off what surrounds the value. */
function textsOf(column: Column, { batch, rows }: WantedCells): readonly string[] {
  if (rows.length < FEW) return rows.map((row) => jsonOf(batch.value(column, row)));
  const only = batch.withColumns([column]).select(Int32Array.from(rows));
  let lines = '';
  for (const chunk of encodeRows(only, 'json', NOTHING, LINE_FEED)) {
    lines += Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength).toString();
  }
  const start = 1 + jsonKey(column.name).length;
  return lines.split('\n').map((line) => (line.length > start ? line.slice(start, -1) : 'null'));
}
