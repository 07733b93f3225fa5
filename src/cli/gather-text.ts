import type { RowChange } from '../job/diff/changes.ts';
import { BoundedBuffer } from '../render/bounded-buffer.ts';

type Changes = AsyncIterable<readonly RowChange[]>;

/** The changes of a diff, to be printed. */
export interface PrintedChanges {
  readonly changes: () => Changes;
  /** Reads the same changes again, if their text is too long to keep. */
  readonly again: () => Changes;
  /** Called for each change, printed or not. */
  readonly seen: (change: RowChange) => void;
  /** Saves the artifacts of a change that is printed. */
  readonly save: (change: RowChange) => Promise<void>;
}

/** Turns changes into text; `index` is the number of changes before them. */
export type WriteChanges = (changes: readonly RowChange[], index: number) => Promise<string> | string;

export interface GatheredText {
  /** The number of all changes, including those beyond the limit. */
  readonly count: number;
  readonly text: () => AsyncGenerator<string | Uint8Array>;
}

/**
 * Reads all changes, because the counts are printed before the rows. Keeps the text of those up to the limit; if it is
 * too long to keep, `text` reads the tables again.
 */
export async function gatherText(
  diff: PrintedChanges,
  limit: number,
  write: WriteChanges,
  held = new BoundedBuffer(),
): Promise<GatheredText> {
  let count = 0;
  for await (const changes of diff.changes()) {
    for (const change of changes) diff.seen(change);
    const printed = changes.slice(0, Math.max(0, limit - count));
    for (const change of printed) await diff.save(change);
    let index = count;
    for (const some of inSlices(printed)) {
      if (held.isWhole) held.add(Buffer.from(await write(some, index)));
      index += some.length;
    }
    count += changes.length;
  }
  return {
    count,
    async *text() {
      if (held.isWhole) yield* held.take();
      else yield* written(diff.again(), limit, write);
    },
  };
}

async function* written(all: Changes, limit: number, write: WriteChanges): AsyncGenerator<string> {
  let index = 0;
  for await (const changes of all) {
    const printed = changes.slice(0, limit - index);
    for (const some of inSlices(printed)) {
      yield await write(some, index);
      index += some.length;
    }
    if (index >= limit) return;
  }
}

const SLICE_SIZE = 500;

/** The changes in slices, to keep each text small. */
export function* inSlices(changes: readonly RowChange[]): Generator<readonly RowChange[]> {
  for (let from = 0; from < changes.length; from += SLICE_SIZE) yield changes.slice(from, from + SLICE_SIZE);
}
