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

/** Turns a change into text; `index` counts those before it. */
export type WriteChange = (change: RowChange, index: number) => Promise<string> | string;

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
  write: WriteChange,
  held = new HeldText(),
): Promise<GatheredText> {
  let count = 0;
  for await (const changes of diff.changes()) {
    let text = '';
    for (const change of changes) {
      diff.seen(change);
      const index = count++;
      if (index >= limit) continue;
      await diff.save(change);
      if (held.isWhole) text += await write(change, index);
    }
    if (text !== '') held.add(Buffer.from(text));
  }
  return {
    count,
    async *text() {
      if (held.isWhole) yield* held.take();
      else yield* written(diff.again(), limit, write);
    },
  };
}

async function* written(all: Changes, limit: number, write: WriteChange): AsyncGenerator<string> {
  let index = 0;
  for await (const changes of all) {
    for (const change of changes) {
      if (index >= limit) return;
      yield await write(change, index++);
    }
  }
}
