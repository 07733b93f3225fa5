import { readdirSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { errorCode, SwjobError } from '../errors.ts';
import type { JobScope } from '../job/instance.ts';
import { nearIds, SHOWN_LETTERS } from '../job/near-ids.ts';
import { meant, meantAndKnown } from '../text/suggest.ts';
import { isMissing, unreadable } from './file-errors.ts';
import { NO_RUN_RECORDS, type RunRecords } from './run-records.ts';

/**
 * A job's folder: `<root>/<project>/job/<version[:2]>/<version>/`, or, once removed,
 * `<root>/<project>/job/.recover/<version[:2]>/<version>/`.
 */
export interface JobFolder {
  readonly version: string;
  readonly path: string;
  readonly removed: boolean;
}

export const RECOVER_FOLDER = '.recover';
export const VERSION = /^[A-Za-z0-9_-]+$/;

export function jobsFolder(root: string, project: string): string {
  return join(root, project, 'job');
}

export function jobFolder(root: string, project: string, version: string, removed: boolean): string {
  return join(jobsFolder(root, project), removed ? RECOVER_FOLDER : '', version.slice(0, 2), version);
}

/** The job folders of a project, unsorted; with `prefix`, only those whose version begins with it. */
export function* jobFolders(root: string, project: string, removed: boolean, prefix = ''): Generator<JobFolder> {
  const parent = removed ? join(jobsFolder(root, project), RECOVER_FOLDER) : jobsFolder(root, project);
  const shelf = prefix.slice(0, 2);
  for (const name of folderNames(parent)) {
    if (!name.startsWith(shelf) || !VERSION.test(name)) continue;
    // Much faster than `join`, which would take longer than reading the folder.
    const path = `${parent}${sep}${name}`;
    for (const version of folderNames(path)) {
      if (version.slice(0, 2) !== name || !version.startsWith(prefix) || !VERSION.test(version)) continue;
      yield { version, path: `${path}${sep}${version}`, removed };
    }
  }
}

/** The job folders of a project, including those of active jobs whose engine has not created one yet. */
export function* allJobFolders(
  root: string,
  project: string,
  removed: boolean,
  runs: RunRecords,
  prefix = '',
): Generator<JobFolder> {
  const started = new Map(removed ? [] : runs.startedIn(project).map((run) => [run.version, run]));
  for (const folder of jobFolders(root, project, removed, prefix)) {
    started.delete(folder.version);
    yield folder;
  }
  for (const { version, hasFolder } of started.values()) {
    if (hasFolder || !version.startsWith(prefix) || !VERSION.test(version)) continue;
    if (isFolder(jobFolder(root, project, version, true))) continue;
    yield { version, path: jobFolder(root, project, version, false), removed: false };
  }
}

/** Throws if the store does not have the project, unless its first job has just been started. */
export function checkJobProject(root: string, project: string, runs: RunRecords): void {
  if (isProjectName(project) && !isFolder(join(root, project)) && runs.startedIn(project).length > 0) checkRoot(root);
  else checkProject(root, project);
}

/**
 * The names of the folders in a folder; empty if it does not exist. Links are left out: their targets are not the
 * store's.
 */
export function folderNames(path: string): readonly string[] {
  try {
    const names: string[] = [];
    for (const entry of readdirSync(path, { withFileTypes: true })) if (entry.isDirectory()) names.push(entry.name);
    return names;
  } catch (error) {
    if (isMissing(error)) return [];
    throw unreadable(path, error);
  }
}

/**
 * The job folder that an id names: that of the exact version, or of the only version that begins with it. Active jobs take
 * precedence over removed ones.
 */
export function findJobFolder(
  root: string,
  project: string,
  id: string,
  among: JobScope,
  runs: RunRecords = NO_RUN_RECORDS,
): JobFolder {
  checkJobProject(root, project, runs);
  const places = among === 'any' ? [false, true] : [among === 'removed'];
  if (VERSION.test(id)) {
    for (const removed of places) {
      const fitting = [...allJobFolders(root, project, removed, runs, id)];
      const exact = fitting.find(({ version }) => version === id);
      const only = exact ?? fitting[0];
      if (only !== undefined && (exact || fitting.length === 1)) return only;
      if (fitting.length > 1) throw ambiguous(id, project, fitting);
    }
  }
  const where = among === 'removed' ? `removed jobs of the project ${project}` : `the project ${project}`;
  const versions = places.flatMap((removed) =>
    Array.from(allJobFolders(root, project, removed, runs), ({ version }) => version),
  );
  const suggestion = suggestJob(id, versions);
  const list = `List the jobs there are: swjob list -p ${project}${among === 'removed' ? ' --removed' : ''}`;
  throw new SwjobError('not-found', `no job ${JSON.stringify(id)} in ${where}`, {
    hint: suggestion === undefined ? list : `${suggestion} ${list}`,
  });
}

/** Suggests jobs whose versions begin similarly, shortened as in a list of jobs. */
function suggestJob(id: string, versions: readonly string[]): string | undefined {
  return meant(nearIds(id, versions).map((version) => version.slice(0, Math.max(SHOWN_LETTERS, id.length))));
}

function ambiguous(id: string, project: string, fitting: readonly JobFolder[]): SwjobError {
  const versions = fitting.map(({ version }) => version).sort();
  const shown = versions.slice(0, 10).map((version) => `  ${version}`);
  const more = versions.length > shown.length ? [`  … and ${versions.length - shown.length} more`] : [];
  return new SwjobError('ambiguous', `${JSON.stringify(id)} matches ${versions.length} jobs in project ${project}`, {
    hint: ['Give more letters of one of:', ...shown, ...more].join('\n'),
  });
}

/** Throws if there is no store at the root. */
export function checkRoot(root: string): void {
  if (isFolder(root)) return;
  throw new SwjobError('not-found', `there is no Starwhale store at ${root}`, {
    hint: 'Set SW_LOCAL_STORAGE or storage.root in the config file to the folder of the store.',
  });
}

/** Throws if the store does not have the project; the hint lists those that it has. */
export function checkProject(root: string, project: string): void {
  checkRoot(root);
  if (isProjectName(project) && isFolder(join(root, project))) return;
  const names = projectNames(root);
  throw new SwjobError('not-found', `the store ${root} has no project ${JSON.stringify(project)}`, {
    hint: names.length > 0 ? meantAndKnown(project, 'Its projects', names) : 'It has no projects yet.',
  });
}

/** The names that the client accepts for projects; a disk's `lost+found` is not one. */
const CLIENT_NAME = /^[A-Za-z_][A-Za-z0-9_.-]{0,79}$/;

/** The names of a store's projects, sorted. */
export function projectNames(root: string): readonly string[] {
  return folderNames(root)
    .filter((name) => CLIENT_NAME.test(name))
    .sort();
}

/** Whether a name is that of a visible folder directly in the store; hidden folders are the store's own. */
function isProjectName(name: string): boolean {
  return !name.startsWith('.') && !/[/\\\0]/.test(name) && name !== '';
}

export function isFolder(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
  } catch (error) {
    if (errorCode(error) === 'ENOTDIR') return false;
    throw unreadable(path, error);
  }
}
