import type { Batch } from '../../datastore/batch.ts';
import type { BlockDescription } from '../table-description.ts';
import type { Kernel } from './kernel.ts';
import type { KernelRows, Walk, Window } from './kernel-rows.ts';
import { endOfWindow } from './line-index.ts';
import type { LoadedBlock } from './loaded-block.ts';
import type { ScanState } from './scan-state.ts';

/** The rows of a block that does not overlap with others. */
export async function* walkBlock(
  state: ScanState,
  rows: KernelRows,
  description: BlockDescription,
  next: readonly BlockDescription[],
): AsyncGenerator<Batch> {
  let walk: Walk | undefined;
  rows.kernel.keys.begin();
  for await (const block of state.loader.parts(description, next)) {
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
  for (let offset = 0; offset < content.length && state.left > 0; ) {
    kernel.input.begin();
    const end = endOfWindow(block, offset, kernel.input.room);
    if (end > offset) {
      kernel.input.isAscii = block.isAsciiIn(offset, end);
      kernel.input.add(content, offset, end);
      kernel.input.close();
      yield* rows.scan(walkWindow(kernel, block, offset), walk);
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

/** A window on a block where each line is a row. */
function walkWindow(kernel: Kernel, block: LoadedBlock, offset: number): Window {
  return {
    startsFrom: () => 0,
    linesAt: (place) => {
      const start = place - kernel.input.start + offset;
      const end = block.endOfLine(start);
      return { lines: [{ block, start, end }], begin: place, end: place + end + 1 - start };
    },
  };
}
