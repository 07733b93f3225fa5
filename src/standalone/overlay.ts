import { quoteForMessage, ValueError } from '../datastore/scalars.ts';
import type { Decoder } from '../datastore/schema.ts';
import { isTruthy } from '../datastore/truth.ts';
import type { StoredRecord } from './block-line.ts';
import { compareRevisions, type Revision } from './revision.ts';

/** The latest stored value of a column, not yet decoded. */
export interface StoredCell {
  readonly decode: Decoder;
  readonly data: unknown;
}

/** The column that marks a record as deleting its key. */
const DELETE_MARK = '-';

/**
 * The row that results from the records of one key; null if it is deleted. In the order of revisions, each record's columns
 * replace older values. A delete ends the row, and the next record starts a new one.
 */
export function overlayRecords(
  records: readonly StoredRecord[],
  deletedUpTo: Revision | undefined,
  upTo: Revision | undefined,
): Map<string, StoredCell> | null {
  let row: Map<string, StoredCell> | null = null;
  for (const { revision, schema, data } of inOrder(records)) {
    if (upTo !== undefined && compareRevisions(revision, upTo) > 0) break;
    if (deletedUpTo !== undefined && compareRevisions(revision, deletedUpTo) <= 0) continue;
    const mark = schema.get(DELETE_MARK);
    if (mark && isTruthy(mark(data[DELETE_MARK]))) {
      row = null;
      continue;
    }
    row ??= new Map();
    let columns = 0;
    for (const [name, decode] of schema) {
      if (!Object.hasOwn(data, name)) throw new ValueError(`no value of the column ${quoteForMessage(name)}`);
      row.set(name, { decode, data: data[name] });
      columns++;
    }
    if (Object.keys(data).length !== columns) throw new ValueError('a value of a column that its schema lacks');
  }
  return row;
}

function inOrder(records: readonly StoredRecord[]): readonly StoredRecord[] {
  for (let i = 1; i < records.length; i++) {
    const before = records[i - 1];
    const after = records[i];
    if (before && after && compareRevisions(before.revision, after.revision) > 0) {
      return [...records].sort((a, b) => compareRevisions(a.revision, b.revision));
    }
  }
  return records;
}
