import type { Batch } from '../../datastore/batch.ts';
import { isSwjobError, type SwjobError } from '../../errors.ts';
import type { KeyValue } from '../../job/instance.ts';
import type { BlockDescription } from '../table-description.ts';
import type { DecodedRows } from './decoded-rows.ts';
import { indexOf } from './index-maker.ts';
import type { Kernel } from './kernel.ts';
import type { KernelRows } from './kernel-rows.ts';

import { LineMerge } from './line-merge.ts';
import { LineWindow } from './line-window.ts';
import type { Line } from './loaded-block.ts';
import type { ScanState } from './scan-state.ts';

/** The rows in a batch that the decoders fill. */
const BATCH_ROWS = 256;

/** Why no more lines were added to a window. */
interface Stop {
  /** Whether there is no room for the next line. */
  readonly isFull?: boolean;
  readonly isEnd?: boolean;
  /** Lines of a key that the decoders have to read, as the kernel does not apply tombstones. */
  readonly odd?: readonly Line[];
  readonly problem?: SwjobError;
}

/** The rows of blocks whose lines are first merged by key. */
export async function* mergeBlocks(
  state: ScanState,
  rows: KernelRows,
  group: readonly BlockDescription[],
  next: readonly BlockDescription[],
): AsyncGenerator<Batch> {
  const { kernel } = rows;
  const merge = openMerge(state, group, next, kernel);
  const window = new LineWindow(kernel);
  while (state.left > kernel.rows) {
    // The current batch has no rows of these blocks.
    if (kernel.rows === 0) state.loader.release(...merge.takeFinished());
    if (merge.needsBlock) await merge.openBlocks();
    window.begin(true, merge.isAscii);
    const { isFull, isEnd, problem, ...stop } = fill(window, merge, state);
    let { odd } = stop;
    if (isFull === true && window.isEmpty) {
      yield* rows.flush();
      if (kernel.growTo(sizeOf(merge.lines))) continue;
      odd = merge.lines;
      merge.advance();
    }
    window.close();
    if (!window.isEmpty) yield* rows.scan(window, null);
    if (odd !== undefined) {
      yield* rows.repairLines(odd, 0, null);
      if (kernel.rows >= kernel.columns.capacity) yield* rows.flush();
    }
    if (problem !== undefined || isEnd === true) {
      yield* rows.flush();
      if (problem !== undefined) throw problem;
      break;
    }
  }
  if (kernel.rows > 0) yield* rows.flush();
  state.loader.release(...merge.takeFinished());
  if (merge.ended) state.left = 0;
}

/** Adds lines to a window in key order. */
function fill(window: LineWindow, merge: LineMerge, { options, repair }: ScanState): Stop {
  const most = options.manifest.tombstones.length > 0 ? 1 : Number.POSITIVE_INFINITY;
  while (!merge.needsBlock) {
    const { key, problem } = nextKey(merge);
    if (problem !== undefined) return { problem };
    if (key === null) return { isEnd: true };
    if (repair.tombstones.deletedUpTo(key) !== undefined) {
      const odd = merge.lines;
      merge.advance();
      return { odd };
    }
    if (!merge.moveTo(window, most)) return { isFull: true };
  }
  return {};
}

/** As `mergeBlocks`, without a kernel. */
export async function* mergeDecoded(
  state: ScanState,
  rows: DecodedRows,
  group: readonly BlockDescription[],
  next: readonly BlockDescription[],
): AsyncGenerator<Batch> {
  const merge = openMerge(state, group, next, null);
  for (;;) {
    if (merge.needsBlock) await merge.openBlocks();
    const { key, problem } = nextKey(merge);
    if (key !== null) {
      rows.put(merge.lines);
      merge.advance();
    }
    const isEnd = key === null && problem === undefined && !merge.needsBlock;
    if (isEnd || problem !== undefined || rows.count >= BATCH_ROWS || rows.count >= state.left) {
      yield rows.take();
      state.decodedLines.clear();
      state.loader.release(...merge.takeFinished());
      if (problem !== undefined) throw problem;
      if (isEnd || state.left <= 0) break;
    }
  }
  if (merge.ended) state.left = 0;
}

function openMerge(
  state: ScanState,
  group: readonly BlockDescription[],
  next: readonly BlockDescription[],
  kernel: Kernel | null,
): LineMerge {
  const { scan } = state.options;
  const open = async (description: BlockDescription) => {
    const block = await state.loader.take(description);
    return block && indexOf(block, kernel, state.repair, scan, scan.skipDamaged);
  };
  return new LineMerge(group, scan, open, (waiting) => {
    state.loader.prefetch(...[...waiting, ...next].slice(0, state.ahead));
  });
}

/** The next key; null at the end, and if damage precedes it. */
function nextKey(merge: LineMerge): { readonly key: KeyValue | null; readonly problem?: SwjobError } {
  try {
    return { key: merge.peek() };
  } catch (error) {
    if (!isSwjobError(error, 'damaged')) throw error;
    return { key: null, problem: error };
  }
}

/** The bytes of lines, with their line feeds. */
function sizeOf(lines: readonly Line[]): number {
  return lines.reduce((sum, { start, end }) => sum + end + 1 - start, 0);
}
