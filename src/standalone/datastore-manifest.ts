import { isAbsolute, join, normalize } from 'node:path';
import { isObject, own } from '../datastore/schema.ts';
import { damaged } from '../errors.ts';
import { readJsonManifest } from './read-json.ts';

const SUPPORTED = /^0\.1(\.\d+)?$/;

/**
 * `<root>/.datastore/manifest.json`: the folder of every table by the table's full name,
 * `{"version": "0.1", "tables": [{"name", "dir", "created_at"}]}`. Empty where the store has no datastore yet.
 */
export async function readTableFolders(root: string): Promise<ReadonlyMap<string, string>> {
  const datastore = join(root, '.datastore');
  const path = join(datastore, 'manifest.json');
  const manifest = await readJsonManifest(path);
  if (manifest === null) return new Map();
  const version = own(manifest, 'version') ?? '0.1';
  if (typeof version !== 'string' || !SUPPORTED.test(version)) {
    throw damaged(`${path}: a datastore of the unknown version ${JSON.stringify(version)}`, {
      hint: 'A newer swjob may read it.',
    });
  }
  const tables = own(manifest, 'tables');
  if (!Array.isArray(tables)) throw damaged(`${path}: tables that are no list`);
  const folders = new Map<string, string>();
  for (const table of tables as readonly unknown[]) {
    const name = isObject(table) ? own(table, 'name') : undefined;
    const folder = isObject(table) ? own(table, 'dir') : undefined;
    if (typeof name !== 'string' || typeof folder !== 'string') throw damaged(`${path}: a table without name or dir`);
    // Of a table registered twice the client reads the first.
    if (!folders.has(name)) folders.set(name, isInside(folder) ? join(datastore, folder) : '');
  }
  return folders;
}

/** The folder of a table that was found in the manifest; one that leads out of the datastore is refused. */
export function checkedFolder(root: string, name: string, folder: string): string {
  if (folder !== '') return folder;
  throw damaged(
    `${join(root, '.datastore', 'manifest.json')}: the table ${JSON.stringify(name)} lies outside of the store`,
  );
}

function isInside(folder: string): boolean {
  const path = normalize(`${folder}/`);
  return !folder.includes('\0') && !isAbsolute(path) && path !== './' && !path.startsWith('../');
}
