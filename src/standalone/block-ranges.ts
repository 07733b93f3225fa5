import { compareKeys, isBeforeStart, isPastEnd, type KeyRange } from '../datastore/keys.ts';
import type { KeyValue } from '../job/instance.ts';
import type { BlockDescription, TableManifest } from './table-description.ts';

/** The blocks that may contain keys of a range. */
export function blocksInRange(manifest: TableManifest, range: KeyRange): readonly BlockDescription[] {
  return manifest.blocks.filter(
    ({ minKey, maxKey }) =>
      !(maxKey !== undefined && isBeforeStart(maxKey, range)) && !(minKey !== undefined && isPastEnd(minKey, range)),
  );
}

/** Whether all keys of a block lie in a range. */
export function isInside({ minKey, maxKey }: BlockDescription, range: KeyRange): boolean {
  const isAfterStart = range.start === undefined || (minKey !== undefined && !isBeforeStart(minKey, range));
  return isAfterStart && (range.end === undefined || (maxKey !== undefined && !isPastEnd(maxKey, range)));
}

/**
 * Groups blocks, in key order, so that the keys of different groups do not overlap. If any bound is unknown, all blocks are
 * one group.
 */
export function disjointGroups(blocks: readonly BlockDescription[]): readonly (readonly BlockDescription[])[] {
  const bounded = blocks.flatMap((block) =>
    block.minKey === undefined || block.maxKey === undefined ? [] : [{ block, min: block.minKey, max: block.maxKey }],
  );
  if (bounded.length < blocks.length) return [blocks];
  bounded.sort((a, b) => compareKeys(a.min, b.min));
  const groups: BlockDescription[][] = [];
  let reach: KeyValue | undefined;
  for (const { block, min, max } of bounded) {
    const group = groups.at(-1);
    if (group && reach !== undefined && compareKeys(min, reach) <= 0) group.push(block);
    else groups.push([block]);
    if (reach === undefined || compareKeys(max, reach) > 0) reach = max;
  }
  return groups;
}

/** The most rows that blocks can have, by the manifest's counts; a block without a count adds 0. */
export function rowsIn(blocks: readonly BlockDescription[]): number {
  return blocks.reduce((sum, { rowCount }) => sum + (rowCount ?? 0), 0);
}
