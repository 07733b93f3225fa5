import { join } from 'node:path';
import { Store } from './commands.js';
import { atMost, peakWithin } from './judge.js';

/** A description, and the limit of the time in P. */
const SHAPES = {
  overlapping: ['every key twice in overlapping blocks', 0.45],
  updated: ['a tenth of the rows updated', 0.45],
  'wide-500': ['500 columns', 1],
  'wide-2000': ['2,000 columns', 1],
  sparse: ['2,000 sparse columns', 1],
  'long-strings': ['strings of 10 KB', 1],
  'long-lists': ['lists of 1,000 floats', 1],
  objects: ['objects (Image)', 1],
  mixed: ['mixed types in a column', 1],
  'float-keys': ['float keys', 1],
  'bytes-keys': ['bytes keys', 1],
  'small-blocks': ['2,000 blocks of 50 rows', 1],
  'one-block': ['one block of 100,000 rows', 1],
};

/** Tables of unusual shapes to jsonl, each compared with P of its own blocks. */
export function shapeLines({ odd }) {
  const store = new Store(odd);
  return Object.entries(SHAPES).map(([table, [work, factor]]) => ({
    work: `a table with ${work}`,
    commands: {
      ours: store.swjob('rows', odd.job, table, '-o', 'jsonl'),
      parse: store.limit('parse', join(odd.root, '.datastore', table)),
    },
    limits: [atMost(factor, 'parse'), peakWithin(160)],
    runs: 3,
  }));
}
