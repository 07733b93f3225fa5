import type { Batch } from '../../datastore/batch.ts';
import { isSwjobError, type SwjobError } from '../../errors.ts';
import type { BlockDescription } from '../table-description.ts';
import type { DecodedRows } from './decoded-rows.ts';
import type { Kernel } from './kernel.ts';
import type { KernelRows } from './kernel-rows.ts';
import { LineIndex } from './line-index.ts';
import { LineMerge } from './line-merge.ts';
import type { Line } from './loaded-block.ts';
import { MergedWindow } from './merged-window.ts';
import type { ScanState } from './scan-state.ts';

/** The rows in a batch that the decoders fill. */
const BATCH_ROWS = 256;

interface NextLines {
  readonly lines: Line[] | null;
  /** Whether the decoders have to read them, as the kernel does not apply tombstones. */
  readonly areOdd: boolean;
  readonly error: SwjobError | null;
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
  const window = new MergedWindow(kernel);
  for (let held: Line[] | null = null; state.left > kernel.rows; ) {
    // The current batch has no rows of these blocks.
    if (kernel.rows === 0) state.loader.release(...merge.takeFinished());
    if (merge.needsBlock) await merge.openBlocks();
    window.begin(merge.isAscii);
    let problem: SwjobError | null = null;
    let odd: Line[] | null = null;
    while (!merge.needsBlock || held !== null) {
      const next: NextLines = held === null ? nextLines(state, merge) : { lines: held, areOdd: false, error: null };
      held = null;
      problem = next.error;
      if (next.lines === null) break;
      if (next.areOdd) odd = next.lines;
      else if (window.add(next.lines)) continue;
      else held = next.lines;
      break;
    }
    if (held !== null && window.isEmpty) {
      yield* rows.flush();
      if (window.grow(held)) continue;
      odd = held;
      held = null;
    }
    const isAtEnd = window.isEmpty && odd === null && held === null && problem === null && !merge.needsBlock;
    kernel.input.close();
    if (!window.isEmpty) yield* rows.scan(window, null);
    if (odd !== null) {
      yield* rows.repairLines(odd, 0, null);
      if (kernel.rows >= kernel.columns.capacity) yield* rows.flush();
    }
    if (problem !== null || isAtEnd) {
      yield* rows.flush();
      if (problem !== null) throw problem;
      break;
    }
  }
  if (kernel.rows > 0) yield* rows.flush();
  if (merge.ended) state.left = 0;
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
    const { lines, error } = nextLines(state, merge);
    if (lines !== null) rows.put(lines);
    const isEnd = lines === null && error === null && !merge.needsBlock;
    if (isEnd || error !== null || rows.count >= BATCH_ROWS || rows.count >= state.left) {
      yield rows.take();
      state.decodedLines.clear();
      state.loader.release(...merge.takeFinished());
      if (error !== null) throw error;
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
    return block && new LineIndex(block, kernel, state.repair, scan, scan.skipDamaged);
  };
  return new LineMerge(group, scan, open, (following) => {
    state.loader.prefetch(...(following === undefined ? next.slice(0, 1) : [following]));
  });
}

/** The lines of the next key; null at the end, and if damage precedes them. */
function nextLines(state: ScanState, merge: LineMerge): NextLines {
  try {
    const key = merge.peek();
    if (key === null) return { lines: null, areOdd: false, error: null };
    const areOdd = state.repair.tombstones.deletedUpTo(key) !== undefined;
    return { lines: merge.take(key), areOdd, error: null };
  } catch (error) {
    if (!isSwjobError(error, 'damaged')) throw error;
    return { lines: null, areOdd: false, error };
  }
}
