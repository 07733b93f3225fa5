import { isAbsolute, join, normalize } from 'node:path';
import { isObject, own } from '../datastore/schema.ts';
import { damaged } from '../errors.ts';
import { checkVersion, readJsonManifest } from './read-json.ts';

/**
 * Reads `<root>/.datastore/manifest.json`, `{"version": "0.1", "tables": [{"name", "dir", "created_at"}]}`: the `dir` of
 * every table by the table's full name. Empty if the store has no datastore yet. Open a `dir` only through `tableFolder`.
 */
export async function readTableDirs(root: string): Promise<ReadonlyMap<string, string>> {
  const path = manifestPath(root);
  const manifest = await readJsonManifest(path);
  if (manifest === null) return new Map();
  checkVersion(path, 'datastore', manifest);
  const tables = own(manifest, 'tables');
  if (!Array.isArray(tables)) throw damaged(`${path}: "tables" is not a list`);
  const dirs = new Map<string, string>();
  for (const table of tables as readonly unknown[]) {
    const name = isObject(table) ? own(table, 'name') : undefined;
    const dir = isObject(table) ? own(table, 'dir') : undefined;
    if (typeof name !== 'string' || typeof dir !== 'string') throw damaged(`${path}: a table without name or dir`);
    // If a table is registered twice, the client reads the first.
    if (!dirs.has(name)) dirs.set(name, dir);
  }
  return dirs;
}

/** The folder of a table, by its name and `dir`. A `dir` that leads out of the datastore is an error. */
export function tableFolder(root: string, name: string, dir: string): string {
  if (isInside(dir)) return join(root, '.datastore', dir);
  throw damaged(`${manifestPath(root)}: the table ${JSON.stringify(name)} is outside the store`);
}

/** The file with all tables of the store. */
export function manifestPath(root: string): string {
  return join(root, '.datastore', 'manifest.json');
}

function isInside(dir: string): boolean {
  const path = normalize(`${dir}/`);
  return !dir.includes('\0') && !isAbsolute(path) && path !== './' && !path.startsWith('../');
}
