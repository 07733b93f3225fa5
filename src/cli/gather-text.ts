import type { RowChange } from '../job/diff/changes.ts';
import { HeldText } from '../render/held-text.ts';

type Changes = AsyncIterable<readonly RowChange[]>;

/** The changes of a diff that is printed. */
export interface PrintedChanges {
  readonly changes: () => Changes;
  /** The same changes once more, where they were too many to be held. */
  readonly again: () => Changes;
  /** Is told of each change, printed or not. */
  readonly seen: (change: RowChange) => void;
  /** Saves what belongs to a change that is printed. */
  readonly save: (change: RowChange) => Promise<void>;
}

/** Turns changes into text; `index` counts those before them. */
export type WriteChanges = (changes: readonly RowChange[], index: number) => Promise<string> | string;

export interface GatheredText {
  /** How many changes there are, beyond the limit as well. */
  readonly count: number;
  readonly text: () => AsyncGenerator<string | Uint8Array>;
}

/**
 * Reads all changes, as the counts stand before the rows. The text of those up to the limit is held; where it is too long
 * for that, the tables are read again for it.
 */
export async function gatherText(
  diff: PrintedChanges,
  limit: number,
  write: WriteChanges,
  held = new HeldText(),
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

/** So many changes are text at a time. */
const AT_ONCE = 500;

/** Changes a few at a time, so that no text is large. */
export function* inSlices(changes: readonly RowChange[]): Generator<readonly RowChange[]> {
  for (let from = 0; from < changes.length; from += AT_ONCE) yield changes.slice(from, from + AT_ONCE);
}
