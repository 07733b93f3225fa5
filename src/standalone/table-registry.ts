import { statSync } from 'node:fs';
import { manifestPath, readTableDirs } from './datastore-manifest.ts';
import { searchTables } from './table-search.ts';

/** Within this time of a change, another one may leave the same time on the file. */
const SETTLED_MS = 2000;

/**
 * Looks tables up in the datastore's manifest, which is read again only if it has changed: with a hundred thousand jobs, that
 * takes most of a second. Remembers only what was asked for.
 */
export class TableRegistry {
  readonly root: string;
  #stamp: string | null = null;
  readonly #found = new Map<string, ReadonlyMap<string, string>>();

  constructor(root: string) {
    this.root = root;
  }

  /** The `dir`s of the tables whose names begin with a prefix, by the rest of the name. */
  async below(prefix: string): Promise<ReadonlyMap<string, string>> {
    const stamp = this.#settledStamp();
    if (stamp === null || stamp !== this.#stamp) this.#found.clear();
    this.#stamp = stamp;
    const known = this.#found.get(prefix);
    if (known !== undefined) return known;
    const dirs = searchTables(manifestPath(this.root), prefix) ?? (await this.#parsedBelow(prefix));
    // Another call may have seen a change in the meantime.
    if (stamp !== null && stamp === this.#stamp) this.#found.set(prefix, dirs);
    return dirs;
  }

  async #parsedBelow(prefix: string): Promise<ReadonlyMap<string, string>> {
    const dirs = new Map<string, string>();
    for (const [name, dir] of await readTableDirs(this.root)) {
      if (name.startsWith(prefix)) dirs.set(name.slice(prefix.length), dir);
    }
    return dirs;
  }

  /** Distinguishes the states of the file; null if it cannot be found, or if it has just changed. */
  #settledStamp(): string | null {
    try {
      const { ino, size, mtimeMs, mtimeNs } = statSync(manifestPath(this.root), { bigint: true });
      return Date.now() - Number(mtimeMs) < SETTLED_MS ? null : `${ino} ${size} ${mtimeNs}`;
    } catch {
      // Reading the file reports why.
      return null;
    }
  }
}
