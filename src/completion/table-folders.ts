import { isObject, own } from '../datastore/schema.ts';
import { oldTableDirs } from '../standalone/old-tables.ts';
import { readTextFile } from '../standalone/regular-file.ts';

/** A datastore of a hundred thousand tables needs a tenth of it. */
const MAX_BYTES = 1 << 28;
/** What leads out of the datastore, or into a hidden folder, is no table's. */
const FOLDER = /^[\w-][\w.-]*(?:\/[\w-][\w.-]*)*$/;

/**
 * The folders of the store's tables whose full names begin so, by the rest of their names. The datastore's manifest
 * lists the tables of all jobs, so nothing is done for those of others.
 */
export function tableFolders(root: string, prefix: string): ReadonlyMap<string, string> {
  const manifest: unknown = JSON.parse(readTextFile(`${root}/.datastore/manifest.json`, MAX_BYTES) ?? '{}');
  const tables = isObject(manifest) ? own(manifest, 'tables') : undefined;
  const folders = new Map<string, string>();
  for (const table of Array.isArray(tables) ? (tables as readonly unknown[]) : []) {
    if (!isObject(table)) continue;
    const { name, dir } = table;
    if (typeof name !== 'string' || typeof dir !== 'string' || !name.startsWith(prefix)) continue;
    const rest = name.slice(prefix.length);
    // Of a table registered twice the client reads the first.
    if (!folders.has(rest) && FOLDER.test(dir)) folders.set(rest, `${root}/.datastore/${dir}`);
  }
  for (const [name, dir] of prefix.endsWith('/') ? oldTableDirs(root, prefix) : []) {
    const rest = name.slice(prefix.length);
    if (!folders.has(rest)) folders.set(rest, `${root}/.datastore/${dir}`);
  }
  return folders;
}
