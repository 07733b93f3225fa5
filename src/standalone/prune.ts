import { randomBytes } from 'node:crypto';
import { existsSync, lstatSync, readdirSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import { join, normalize, sep } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isObject, own } from '../datastore/schema.ts';
import { SwjobError } from '../errors.ts';
import { replaceFile } from '../files/replace-file.ts';
import { writeFailure } from '../files/write-failure.ts';
import { readTableDirs, tableFolder } from './datastore-manifest.ts';
import { type JobTable, orphanTables } from './orphan-tables.ts';
import { readTextFile } from './regular-file.ts';
import type { RunRecords } from './run-records.ts';
import { withStoreLock } from './store-lock.ts';

/** The prefix of folders that are being deleted. */
const DELETED = '.deleted-';
const MAX_MANIFEST_BYTES = 1 << 28;

export interface Pruned {
  readonly table: JobTable;
  /** Why the table was kept; null if it was deleted. */
  readonly error: string | null;
}

/**
 * Deletes those of the given tables that still belong to no job. Each is first moved away atomically, then the datastore's
 * manifest is rewritten without all of them. After an interruption, the next call finishes the work.
 */
export async function pruneTables(
  root: string,
  tables: readonly JobTable[],
  runs: RunRecords,
): Promise<readonly Pruned[]> {
  const wanted = new Set(tables.map(identity));
  const datastore = join(root, '.datastore');
  const done = await withStoreLock(root, async () => {
    const orphans = (await orphanTables(root, runs)).filter((table) => wanted.has(identity(table)));
    const kept = await dirsOfOthers(root, orphans);
    const pruned: Pruned[] = orphans.map((table) => ({ table, error: whyKept(datastore, table, kept) }));
    const doomed = pruned.flatMap(({ table, error }) => (error === null ? [table] : []));
    for (const table of doomed) moveAway(datastore, table);
    const names = new Set(doomed.flatMap(({ isOld, name }) => (isOld ? [] : [name])));
    try {
      unregister(datastore, names);
    } catch {
      // On a full disk, the deleted tables make room for the new manifest.
      deleteLeftovers(datastore);
      unregister(datastore, names);
    }
    deleteLeftovers(datastore);
    return { pruned, names };
  });
  await unregisterAgain(root, done.names);
  return done.pruned;
}

/**
 * A client reads the manifest before it takes the lock. One that was about to write at that moment brings deleted tables
 * back into the manifest once, without their folders.
 */
async function unregisterAgain(root: string, names: ReadonlySet<string>): Promise<void> {
  if (names.size === 0) return;
  for (const pause of [20, 80, 200]) {
    await sleep(pause);
    const back = [...(await readTableDirs(root))].filter(([name]) => names.has(name));
    if (back.length === 0) continue;
    await withStoreLock(root, async () => {
      const dirs = await readTableDirs(root);
      const isGone = (name: string) => !existsSync(tableFolder(root, name, dirs.get(name) ?? '.'));
      unregister(
        join(root, '.datastore'),
        new Set(back.flatMap(([name]) => (dirs.has(name) && isGone(name) ? [name] : []))),
      );
    });
  }
}

function identity({ name, isOld }: JobTable): string {
  return `${isOld} ${name}`;
}

/** The `dir`s of the tables that stay. */
async function dirsOfOthers(root: string, orphans: readonly JobTable[]): Promise<readonly string[]> {
  const going = new Set(orphans.filter(({ isOld }) => !isOld).map(({ name }) => name));
  return [...(await readTableDirs(root))].flatMap(([name, dir]) => (going.has(name) ? [] : [plainDir(dir)]));
}

function plainDir(dir: string): string {
  return normalize(`${dir}/`);
}

/** Why a table must be kept, null if it need not: a manifest may name any folder, even one that other tables use. */
function whyKept(datastore: string, { dir, isOld }: JobTable, kept: readonly string[]): string | null {
  const mine = plainDir(dir);
  if (!isOld && mine.startsWith(`project${sep}`)) return 'its folder lies among the tables of old clients';
  if (!isOld && kept.some((other) => other.startsWith(mine) || mine.startsWith(other))) {
    return 'its folder holds another table as well';
  }
  const parts = (isOld ? join(dir, '..') : dir).split(sep).filter((part) => part !== '' && part !== '.');
  for (let length = 1; length <= parts.length; length++) {
    const stats = lstatSync(join(datastore, ...parts.slice(0, length)), { throwIfNoEntry: false });
    if (stats && !stats.isDirectory()) return 'its folder is a link, or a file';
  }
  return null;
}

/** Rewrites the manifest without these tables; everything else in it is kept. */
function unregister(datastore: string, names: ReadonlySet<string>): void {
  const path = join(datastore, 'manifest.json');
  const text = names.size === 0 ? null : readTextFile(path, MAX_MANIFEST_BYTES);
  if (text === null) return;
  const manifest: unknown = JSON.parse(text);
  const tables = isObject(manifest) ? own(manifest, 'tables') : undefined;
  if (!isObject(manifest) || !Array.isArray(tables)) return;
  const left = tables.filter((table: unknown) => !(isObject(table) && names.has(String(own(table, 'name')))));
  const mode = lstatSync(path).mode & 0o777;
  try {
    replaceFile(path, asciiJson({ ...manifest, tables: left }), mode);
  } catch (error) {
    throw cannot('change', path, error);
  }
}

/** JSON in ASCII, as Python writes it: clients read the file in the encoding of their locale. */
function asciiJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\u0080-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function moveAway(datastore: string, { dir, isOld }: JobTable): void {
  const doomed = join(datastore, `${DELETED}${randomBytes(8).toString('hex')}`);
  const files = isOld ? [`${dir}.zip`, `${dir}.json`, dir] : [dir];
  for (const [index, file] of files.entries()) {
    const path = join(datastore, file);
    if (lstatSync(path, { throwIfNoEntry: false }) === undefined) continue;
    try {
      renameSync(path, `${doomed}-${index}`);
    } catch (error) {
      throw cannot('delete', path, error);
    }
  }
  removeEmptied(datastore, dir);
}

function deleteLeftovers(datastore: string): void {
  for (const name of readdirSync(datastore)) {
    if (!name.startsWith(DELETED)) continue;
    const path = join(datastore, name);
    try {
      rmSync(path, { recursive: true, force: true });
    } catch (error) {
      throw cannot('delete', path, error);
    }
  }
}

/** Removes the parent folders that are empty now. */
function removeEmptied(datastore: string, dir: string): void {
  const parts = dir.split('/').slice(0, -1);
  for (let length = parts.length; length > 0; length--) {
    try {
      // Fails if the folder is not empty.
      rmdirSync(join(datastore, ...parts.slice(0, length)));
    } catch {
      return;
    }
  }
}

function cannot(action: 'change' | 'delete', path: string, error: unknown): SwjobError {
  const { reason } = writeFailure(error);
  return new SwjobError('operation-failed', `cannot ${action} ${path}: ${reason}`, {
    hint: 'Fix the cause, then run the command again to delete the rest.',
    cause: error,
  });
}
