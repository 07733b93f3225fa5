import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readTableDirs, tableFolder } from './datastore-manifest.ts';
import { isMissing, unreadable } from './file-errors.ts';
import { folderNames, jobFolders, VERSION } from './job-folders.ts';
import { isOldTable } from './old-table.ts';
import { oldTableDirs } from './old-tables.ts';
import type { RunRecords } from './run-records.ts';

/** A table of the local datastore that belongs to a job. */
export interface JobTable {
  /** The full name: `project/self/eval/27/27v6…/results`. */
  readonly name: string;
  readonly version: string;
  /** The `dir` in the datastore's manifest, or the one that an old table would have there. */
  readonly dir: string;
  readonly isOld: boolean;
  /** The size of its files. */
  readonly bytes: number;
}

const JOB_TABLE = /^project\/([^/]+)\/eval\/([^/]{1,2})\/([^/]+)\//;

/** The tables of one job, in the current and the old layout. */
export async function tablesOfJob(root: string, project: string, version: string): Promise<readonly JobTable[]> {
  return (await jobTables(root, `project/${project}/eval/${version.slice(0, 2)}/${version}/`)).map((table) =>
    withSize(root, table),
  );
}

/** The tables whose job is not in any project, neither active nor removed, and is not just being started. */
export async function orphanTables(root: string, runs: RunRecords): Promise<readonly JobTable[]> {
  const tables = await jobTables(root, 'project/');
  const known = existingVersions(root);
  const states = new Map<string, boolean>();
  const isOrphan = (version: string) => {
    const state = states.get(version) ?? !(known.has(version) || isStarted(version, runs));
    states.set(version, state);
    return state;
  };
  return tables.filter(({ version }) => isOrphan(version)).map((table) => withSize(root, table));
}

async function jobTables(root: string, prefix: string): Promise<readonly Omit<JobTable, 'bytes'>[]> {
  const tables: Omit<JobTable, 'bytes'>[] = [];
  const registered = [...(await readTableDirs(root))].map(([name, dir]) => ({ name, dir, isOld: false }));
  const old = [...oldTableDirs(root, prefix)].map(([name, dir]) => ({ name, dir, isOld: true }));
  for (const table of [...registered, ...old]) {
    if (!table.name.startsWith(prefix)) continue;
    const [, project, shelf, version] = JOB_TABLE.exec(table.name) ?? [];
    if (project === undefined || version === undefined || !VERSION.test(version)) continue;
    if (version.slice(0, 2) === shelf) tables.push({ ...table, version });
  }
  return tables;
}

/**
 * The versions of all jobs. All projects count, since a job may write its tables into another project; and all folders
 * count, whatever their names: no job's tables may be taken for orphans.
 */
function existingVersions(root: string): ReadonlySet<string> {
  const versions = new Set<string>();
  for (const project of folderNames(root)) {
    if (project.startsWith('.')) continue;
    for (const removed of [false, true]) {
      for (const { version } of jobFolders(root, project, removed)) versions.add(version);
    }
  }
  return versions;
}

function isStarted(version: string, runs: RunRecords): boolean {
  const run = runs.started(version);
  return (run !== null && !run.hasFolder && run.failure === null) || runs.isRunning(version);
}

function withSize(root: string, table: Omit<JobTable, 'bytes'>): JobTable {
  const path = tableFolder(root, table.name, table.dir);
  const files = isOldTable(path) ? [`${path}.zip`, `${path}.json`] : filesIn(path);
  const bytes = files.reduce((sum, file) => sum + (lstatSync(file, { throwIfNoEntry: false })?.size ?? 0), 0);
  return { ...table, bytes };
}

function filesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
      entry.isFile() ? [join(folder, entry.name)] : [],
    );
  } catch (error) {
    if (isMissing(error)) return [];
    throw unreadable(folder, error);
  }
}
