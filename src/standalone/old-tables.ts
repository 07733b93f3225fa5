import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { errorCode } from '../errors.ts';
import { isMissing, unreadable } from './file-errors.ts';

/**
 * Clients 0.4.4 to 0.5.12 kept a table in one file, `<root>/.datastore/<table name>.sw-datastore.zip` (early ones
 * `.sw-datastore.json`, uncompressed). Its first line is
 * `{"key_column": {"name": "id", "type": {"type": "STRING"}}, "version": "0.1"}`. Lines of records follow, as in a block, but
 * unsorted. Such a file is read as a table with one block, whose lines are sorted first.
 */
export const OLD_TABLE = '.sw-datastore';

/**
 * The tables of old clients below a folder: for each full name, the `dir` that it would have in the datastore's manifest.
 * `folder` is a prefix of full names that ends in a slash, such as `project/self/eval/`.
 */
export function oldTableDirs(root: string, folder: string): ReadonlyMap<string, string> {
  const dirs = new Map<string, string>();
  const walk = (name: string) => {
    for (const entry of entriesOf(join(root, '.datastore', name))) {
      const inner = `${name}${entry.name}`;
      if (entry.isDirectory()) walk(`${inner}/`);
      // Even older: the table is listed, so that reading it explains why it cannot be read.
      else if (isParquet(entry.name)) dirs.set(name.slice(0, -1), name.slice(0, -1));
      else {
        const end = inner.lastIndexOf(OLD_TABLE);
        if (end > name.length) dirs.set(inner.slice(0, end), inner.slice(0, end) + OLD_TABLE);
      }
    }
  };
  walk(folder);
  return dirs;
}

/** The `dir` of the old table with exactly this name; undefined if there is none. */
export function oldTableDir(root: string, name: string): string | undefined {
  const parent = name.slice(0, name.lastIndexOf('/') + 1);
  const rest = name.slice(parent.length);
  for (const entry of entriesOf(join(root, '.datastore', parent))) {
    if (!entry.isDirectory() && entry.name.startsWith(rest + OLD_TABLE)) return name + OLD_TABLE;
  }
  return isParquetTable(join(root, '.datastore', name)) ? name : undefined;
}

/** Clients before 0.4.4 kept a table as Parquet files in a folder with its name. */
export function isParquetTable(folder: string): boolean {
  return entriesOf(folder).some((entry) => entry.isFile() && isParquet(entry.name));
}

function isParquet(file: string): boolean {
  return file.endsWith('.parquet');
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    if (isMissing(error) || errorCode(error) === 'ENOTDIR') return [];
    throw unreadable(folder, error);
  }
}
