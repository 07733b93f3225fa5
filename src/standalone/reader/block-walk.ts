import type { Batch } from '../../datastore/batch.ts';
import type { BlockDescription } from '../table-description.ts';
import type { KernelRows, Walk } from './kernel-rows.ts';
import { LineWindow } from './line-window.ts';
import type { ScanState } from './scan-state.ts';

/** The rows of a block that does not overlap with others. */
export async function* walkBlock(
  state: ScanState,
  rows: KernelRows,
  description: BlockDescription,
  next: readonly BlockDescription[],
): AsyncGenerator<Batch> {
  let walk: Walk | undefined;
  for await (const block of state.loader.parts(description, next, state.beginsSoon)) {
    walk ??= { block, lines: 0, lastKey: undefined };
    walk.block = block;
    try {
      yield* walkLines(state, rows, walk);
    } finally {
      state.loader.release(block);
    }
    if (state.left <= 0) return;
  }
  const wrong = walk?.block.countProblem(walk.lines);
  if (wrong) state.report(wrong);
}

function* walkLines(state: ScanState, rows: KernelRows, walk: Walk): Generator<Batch> {
  const { kernel } = rows;
  const { block } = walk;
  const { content } = block;
  const window = new LineWindow(kernel);
  for (let offset = 0; offset < content.length && state.left > 0; ) {
    window.begin(false);
    const end = block.endOfLines(offset, kernel.input.room);
    if (end > offset) {
      kernel.input.isAscii = block.isAsciiIn(offset, end);
      window.add(block, offset, end);
      window.close();
      yield* rows.scan(window, walk);
      offset = end;
      continue;
    }
    const stop = block.endOfLine(offset);
    if (kernel.growTo(stop + 2 - offset)) continue;
    // A line that is too long for any window is read on its own.
    yield* rows.repairLines([{ block, start: offset, end: stop }], 0, walk);
    yield* rows.flush();
    offset = stop + 1;
  }
}
