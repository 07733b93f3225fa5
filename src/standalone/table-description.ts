import type { DataType } from '../datastore/typed-value.ts';
import type { KeyValue } from '../job/instance.ts';
import type { Revision } from './revision.ts';

/** `<dir>/manifest.json` of a table: its blocks, and the range deletions that apply to them. */
export interface TableManifest {
  readonly path: string;
  readonly keyColumn: string;
  /** Null if nothing but deletions was ever written. */
  readonly keyType: DataType | null;
  readonly blocks: readonly BlockDescription[];
  readonly tombstones: readonly Tombstone[];
}

export interface BlockDescription {
  /** The path without its extension, ending in `data.0000001` for example. */
  readonly path: string;
  /** Undefined if the manifest has no bound, or its bounds cannot be trusted for this type of key. */
  readonly minKey: KeyValue | undefined;
  readonly maxKey: KeyValue | undefined;
  readonly rowCount: number | undefined;
}

/** A range of keys that was deleted at a revision; an open end is undefined. */
export interface Tombstone {
  readonly start: KeyValue | undefined;
  readonly end: KeyValue | undefined;
  readonly endInclusive: boolean;
  /** If set, it alone decides for string keys. */
  readonly keyPrefix: string | undefined;
  readonly revision: Revision;
}
