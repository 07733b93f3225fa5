import type { Cursor } from './cursor.ts';
import type { Join, JoinedRows } from './joined.ts';

/** Joins two tables by their keys. Both are read in key order, with one batch of each in memory. */
export async function* mergeJoin(base: Cursor, job: Cursor): Join {
  base.checkOrder(job);
  job.checkOrder(base);
  try {
    for (;;) {
      await Promise.all([base.load(), job.load()]);
      if (base.isEnded && job.isEnded) return;
      yield portion(base, job);
    }
  } finally {
    await Promise.all([base.close(), job.close()]);
  }
}

/** The pairs up to the end of either batch, where the next one has to be loaded. */
function* portion(base: Cursor, job: Cursor): Generator<JoinedRows> {
  const pair: JoinedRows = { base: null, job: null };
  while ((base.isEnded || !base.isPast) && (job.isEnded || !job.isPast)) {
    if (base.isEnded && job.isEnded) return;
    const order = base.isEnded ? 1 : job.isEnded ? -1 : base.compareKey(job);
    pair.base = order <= 0 ? base.view : null;
    pair.job = order >= 0 ? job.view : null;
    yield pair;
    if (order <= 0) base.advance();
    if (order >= 0) job.advance();
  }
}
