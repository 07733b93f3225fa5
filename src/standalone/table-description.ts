import type { DataType } from '../datastore/typed-value.ts';
import type { KeyValue } from '../job/instance.ts';
import type { Revision } from './revision.ts';

/** `<dir>/manifest.json` of a table: which blocks make it up, and what range deletions lie over them. */
export interface TableManifest {
  readonly path: string;
  readonly keyColumn: string;
  /** Null where nothing but deletions were ever written. */
  readonly keyType: DataType | null;
  readonly blocks: readonly BlockDescription[];
  readonly tombstones: readonly Tombstone[];
}

export interface BlockDescription {
  /** The path without its extension: `data.0000001`. */
  readonly path: string;
  /** Absent where the manifest does not tell, or where its bounds cannot be trusted. */
  readonly minKey: KeyValue | undefined;
  readonly maxKey: KeyValue | undefined;
  readonly rowCount: number | undefined;
}

/** A range of keys deleted at a revision; open ends are undefined. */
export interface Tombstone {
  readonly start: KeyValue | undefined;
  readonly end: KeyValue | undefined;
  readonly endInclusive: boolean;
  /** With a string key only the prefix counts. */
  readonly keyPrefix: string | undefined;
  readonly revision: Revision;
}
