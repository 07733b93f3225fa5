import type { Batch } from '../../datastore/batch.ts';
import { isSwjobError, type SwjobError } from '../../errors.ts';
import type { KeyValue } from '../../job/instance.ts';
import { STATUS } from '../../kernel/memory.ts';
import type { KeyedRecords } from '../block-line.ts';
import type { BlockDescription } from '../table-description.ts';
import type { Kernel } from './kernel.ts';
import { keyProblem } from './line-repair.ts';
import type { LineWindow } from './line-window.ts';
import type { Line, LoadedBlock } from './loaded-block.ts';
import type { ScanState } from './scan-state.ts';

/** The progress in a block whose lines are rows: how many were read, and the last key. */
export interface Walk {
  block: LoadedBlock;
  lines: number;
  lastKey: KeyValue | undefined;
}

/** Reads the lines of windows into rows with the kernel, and with the decoders if it cannot read a line. */
export class KernelRows {
  readonly kernel: Kernel;
  private readonly state: ScanState;
  private window: LineWindow | null = null;

  constructor(kernel: Kernel, state: ScanState) {
    this.kernel = kernel;
    this.state = state;
    state.kernelLineOf = (row) => this.window?.linesAt(kernel.lineOf(row)).lines[0];
  }

  /** Yields the rows of a window. */
  *scan(window: LineWindow, walk: Walk | null): Generator<Batch> {
    const { kernel } = this;
    const state = this.state;
    const end = kernel.input.end;
    this.window = window;
    // A row that has begun is completed.
    const isWanted = (place: number) => state.left > kernel.rows || window.linesAt(place).begin < place;
    for (let place = kernel.input.start; place < end && isWanted(place); ) {
      const from = kernel.rows;
      let status: number = STATUS.irregular;
      if (walk === null || kernel.keys.setLast(walk.lastKey)) {
        status = kernel.scan(place, state.left - from, window.startsFrom(place));
        place = kernel.linePlace;
        if (walk !== null && kernel.rows > from) {
          const wrong = firstRowOutOfBounds(kernel, from, walk.block.description);
          if (wrong !== null) {
            place = kernel.lineOf(wrong);
            kernel.removeRowsFrom(wrong);
            status = STATUS.irregular;
          }
          walk.lines += kernel.rows - from;
          if (kernel.rows > from) walk.lastKey = kernel.keyOf(kernel.rows - 1);
        }
      }
      if (status === STATUS.done) break;
      if (status === STATUS.newSchema || status === STATUS.place) {
        const result =
          status === STATUS.place ? kernel.placeColumns(window.linesAt(place).lines.length === 1) : kernel.addPlan();
        if (result === 'done') continue;
        status = result === 'full' ? STATUS.full : STATUS.irregular;
      }
      const { lines, begin, end: behind } = window.linesAt(place);
      // The row is read again from its first line.
      if (begin < place) kernel.removeLastRow();
      place = begin;
      if (status === STATUS.full && kernel.rows > 0) {
        yield* this.flush();
        continue;
      }
      if (status === STATUS.full && state.left <= 0) break;
      yield* this.repairLines(lines, begin, walk);
      place = behind;
    }
    yield* this.flush();
  }

  /** Reads the lines of a key with the decoders, and adds the row to the batch. */
  *repairLines(lines: readonly Line[], place: number, walk: Walk | null): Generator<Batch> {
    const { kernel, state } = this;
    const [first] = lines;
    kernel.clear(kernel.rows);
    if (first === undefined || first.block.isBlank(first.start, first.end)) return;
    if (walk !== null) walk.lines++;
    const sound: Line[] = [];
    const entries: KeyedRecords[] = [];
    for (const line of lines) {
      const entry = yield* this.attempt(() => state.repair.read(line, walk?.lastKey));
      if (entry === null) continue;
      if (walk !== null) walk.lastKey = entry.key;
      sound.push(line);
      entries.push(entry);
    }
    const repaired = sound.length > 0 ? yield* this.attempt(() => state.repair.row(sound, entries)) : null;
    if (repaired === null) return;
    const { row, records } = repaired;
    state.decodedRecords += records;
    if (row === null) return;
    if (!kernel.columns.hasRoomFor(row.size)) {
      if (kernel.rows > 0) yield* this.flush();
      kernel.columns.shrink(row.size);
    }
    if (sound[0] !== undefined) state.decodedLines.set(kernel.rows, sound[0]);
    kernel.put(row, place);
  }

  /** What is read; null if it is damaged and skipped. The rows before damage that ends the scan come first. */
  private *attempt<T>(read: () => T): Generator<Batch, T | null> {
    try {
      return read();
    } catch (error) {
      if (!isSwjobError(error, 'damaged')) throw error;
      if (this.state.options.scan.skipDamaged === undefined) yield* this.flush();
      this.state.report(error);
      return null;
    }
  }

  /** Yields the rows so far, and begins the next batch. */
  *flush(): Generator<Batch> {
    const { kernel, state } = this;
    const dropped = new Set<number>();
    let problem: SwjobError | null = null;
    for (let row = kernel.decodeStored(0); row < kernel.rows; row = kernel.decodeStored(row)) {
      problem = this.problemOf(row, dropped);
      if (problem === null) continue;
      kernel.rows = row;
    }
    if (state.options.scan.skipDamaged !== undefined && kernel.hasDecoded) {
      for (let row = 0; row < kernel.rows; row++)
        if (!state.areArtifactsReadable(kernel.valuesOf(row), row)) dropped.add(row);
    }
    if (kernel.rows > dropped.size) yield kernel.batch(dropped);
    state.decodedLines.clear();
    kernel.beginBatch();
    if (problem !== null) throw problem;
  }

  /** Reads a row with a value that the host cannot decode by the decoders. Returns the damage that ends the scan, or null. */
  private problemOf(row: number, dropped: Set<number>): SwjobError | null {
    const { kernel, state } = this;
    const lines = this.window?.linesAt(kernel.lineOf(row)).lines ?? [];
    try {
      const { row: fixed } = state.repair.rowOf(lines);
      if (fixed === null) dropped.add(row);
      else kernel.put(fixed, kernel.lineOf(row), row);
    } catch (error) {
      if (!isSwjobError(error, 'damaged')) throw error;
      const { skipDamaged } = state.options.scan;
      if (skipDamaged === undefined) return error;
      skipDamaged(error);
      kernel.clear(row);
      dropped.add(row);
    }
    return null;
  }
}

/** The first row, starting at one, with a key outside the bounds of its block; null if there is none. */
function firstRowOutOfBounds(kernel: Kernel, from: number, description: BlockDescription): number | null {
  const isWrong = (row: number) => keyProblem(kernel.keyOf(row), undefined, description) !== null;
  if (!isWrong(from) && !isWrong(kernel.rows - 1)) return null;
  for (let row = from; row < kernel.rows; row++) if (isWrong(row)) return row;
  return null;
}
