import type { Batch } from '../../datastore/batch.ts';
import { type ScanOptions, silently } from '../../job/instance.ts';
import { disjointGroups, rowsIn } from '../block-ranges.ts';
import type { BlockDescription } from '../table-description.ts';
import { KeptBlocks } from './kept-blocks.ts';
import type { ReaderOptions } from './scan-state.ts';
import { TableReader } from './table-reader.ts';

type Reading = Omit<ReaderOptions, 'scan'>;

/** The batches of a range, limited by `limit` or `tail`. */
export async function* selectedBatches(reading: Reading, { tail, ...scan }: ScanOptions): AsyncGenerator<Batch> {
  if (tail === undefined) {
    yield* new TableReader({ ...reading, scan }).batches();
    return;
  }
  const { blocks, skip, kept } = await findTail(reading, scan, tail);
  let left = skip;
  for await (const batch of new TableReader({ ...reading, blocks, scan, kept }).batches()) {
    const rest = batch.slice(left);
    left -= batch.length - rest.length;
    if (rest.length > 0) yield rest;
  }
}

interface Tail {
  /** The blocks with the last rows. */
  readonly blocks: readonly BlockDescription[];
  /** How many of their rows to skip. */
  readonly skip: number;
  readonly kept: KeptBlocks;
}

/** Counts rows from the end of the range, so that earlier groups of blocks stay unread. */
async function findTail(
  reading: Reading,
  { limit: _, skipDamaged, ...range }: ScanOptions,
  wanted: number,
): Promise<Tail> {
  // The second pass reports damage.
  const scan = { ...range, columns: [], skipDamaged: silently(skipDamaged) };
  const kept = new KeptBlocks();
  const left = [...disjointGroups(reading.blocks)];
  let rows = 0;
  let found: readonly BlockDescription[] = [];
  while (rows < wanted && left.length > 0) {
    const blocks = lastGroups(left, wanted - rows);
    found = [...blocks, ...found];
    for await (const batch of new TableReader({ ...reading, blocks, scan, kept }).batches()) rows += batch.length;
  }
  return { blocks: found, skip: Math.max(0, rows - wanted), kept: kept.complete() };
}

/** Takes the fewest of the last groups that may have this many rows, according to the manifest. */
function lastGroups(groups: (readonly BlockDescription[])[], wanted: number): readonly BlockDescription[] {
  const taken: (readonly BlockDescription[])[] = [];
  for (let rows = 0; rows < wanted; rows += rowsIn(taken[0] ?? []) || wanted) {
    const group = groups.pop();
    if (group === undefined) break;
    taken.unshift(group);
  }
  return taken.flat();
}
