import type { Batch } from '../../datastore/batch.ts';
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

/**
 * Why no more lines were added to a window: there is no room, or no further key, or a block has to be opened; or these lines of
 * a key are for the decoders, as the kernel does not apply tombstones.
 */
type Stop = 'full' | 'end' | 'block' | readonly Line[];

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
    let stop: Stop = 'end';
    let problem: unknown;
    try {
      stop = fill(window, merge, state);
    } catch (error) {
      problem = error;
    }
    if (stop === 'full' && window.isEmpty) {
      yield* rows.flush();
      if (kernel.growTo(sizeOf(merge.lines))) continue;
      stop = merge.takeLines();
    }
    window.close();
    if (!window.isEmpty) yield* rows.scan(window, null);
    if (state.left <= kernel.rows) break;
    if (typeof stop !== 'string') {
      yield* rows.repairLines(stop, 0, null);
      if (kernel.rows >= kernel.columns.capacity) yield* rows.flush();
    }
    if (problem !== undefined) {
      yield* rows.flush();
      throw problem;
    }
    if (stop === 'end') break;
  }
  if (kernel.rows > 0) yield* rows.flush();
  state.loader.release(...merge.takeFinished());
  if (merge.ended) state.left = 0;
}

/** Adds lines to a window in key order. */
function fill(window: LineWindow, merge: LineMerge, { options, repair }: ScanState): Stop {
  const most = options.manifest.tombstones.length > 0 ? 1 : Number.POSITIVE_INFINITY;
  while (!merge.needsBlock) {
    const key = merge.peek();
    if (key === null) return 'end';
    if (repair.tombstones.deletedUpTo(key) !== undefined) return merge.takeLines();
    if (!merge.moveTo(window, most)) return 'full';
  }
  return 'block';
}

/** As `mergeBlocks`, without a kernel. */
export async function* mergeDecoded(
  state: ScanState,
  rows: DecodedRows,
  group: readonly BlockDescription[],
  next: readonly BlockDescription[],
): AsyncGenerator<Batch> {
  const merge = openMerge(state, group, next, null);
  for (let isEnd = false; !isEnd && state.left > 0; ) {
    if (merge.needsBlock) await merge.openBlocks();
    let problem: unknown;
    try {
      if (merge.peek() !== null) rows.put(merge.takeLines());
      else isEnd = !merge.needsBlock;
    } catch (error) {
      problem = error;
    }
    if (isEnd || problem !== undefined || rows.count >= BATCH_ROWS || rows.count >= state.left) {
      yield rows.take();
      state.decodedLines.clear();
      state.loader.release(...merge.takeFinished());
      if (problem !== undefined) throw problem;
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

/** The bytes of lines, with their line feeds. */
function sizeOf(lines: readonly Line[]): number {
  return lines.reduce((sum, { start, end }) => sum + end + 1 - start, 0);
}
