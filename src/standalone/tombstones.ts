import { isBeforeStart, isPastEnd } from '../datastore/keys.ts';
import type { KeyValue } from '../job/instance.ts';
import { compareRevisions, type Revision } from './revision.ts';
import type { Tombstone } from './table-description.ts';

/** The range deletions of a table at a revision. */
export class Tombstones {
  private readonly tombstones: readonly Tombstone[];

  constructor(tombstones: readonly Tombstone[], upTo: Revision | undefined) {
    this.tombstones =
      upTo === undefined ? tombstones : tombstones.filter(({ revision }) => compareRevisions(revision, upTo) <= 0);
  }

  /** The revision up to which all records of this key are deleted; undefined if no tombstone covers it. */
  deletedUpTo(key: KeyValue): Revision | undefined {
    let last: Revision | undefined;
    for (const tombstone of this.tombstones) {
      if (last !== undefined && compareRevisions(tombstone.revision, last) <= 0) continue;
      if (covers(tombstone, key)) last = tombstone.revision;
    }
    return last;
  }
}

function covers(tombstone: Tombstone, key: KeyValue): boolean {
  if (tombstone.keyPrefix !== undefined && typeof key === 'string') return key.startsWith(tombstone.keyPrefix);
  return !isBeforeStart(key, tombstone) && !isPastEnd(key, tombstone);
}
