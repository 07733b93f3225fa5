import { statSync } from 'node:fs';
import type { JobStatus } from '../job/record.ts';
import type { SessionOptions } from '../session-options.ts';
import { timesOf } from '../standalone/job-facts.ts';
import { type JobFolder, jobFolders } from '../standalone/job-folders.ts';
import { type JobManifest, readJobManifest, statusOf } from '../standalone/job-manifest.ts';
import { isoText } from '../standalone/job-times.ts';
import { readHead } from '../standalone/read-head.ts';
import type { RunRecords } from '../standalone/run-records.ts';

/** A job folder with what a completion shows beside its id. */
interface FoundJob {
  readonly version: string;
  readonly status: JobStatus;
  readonly created_at: string | null;
}

/** Maximum of jobs to look at. If there are more, the newest are found by their folders' times, which is faster. */
const MAX_JOBS = 1000;
/** Jobs without a manifest that may be running: the newest ones, as looking for processes is slow. */
const MAX_RUNNING = 3;

export interface WantedJobs {
  readonly root: string;
  readonly project: string;
  readonly prefix: string;
  readonly removed: boolean;
  readonly environment: SessionOptions;
}

export interface FoundJobs {
  /** Newest first; of very many jobs, only the newest. */
  readonly jobs: readonly FoundJob[];
  /** The versions of all jobs, sorted. */
  readonly versions: readonly string[];
}

/** None if the project cannot be read. */
function foldersOf(root: string, project: string, removed: boolean, prefix: string): readonly JobFolder[] {
  try {
    return [...jobFolders(root, project, removed, prefix)];
  } catch {
    return [];
  }
}

/** The jobs of a project whose versions begin with `prefix`. */
export async function findJobs({ root, project, prefix, removed, environment }: WantedJobs): Promise<FoundJobs> {
  const folders = foldersOf(root, project, removed, prefix);
  const jobs: FoundJob[] = [];
  const withoutManifest: JobFolder[] = [];
  for (const folder of newest(folders, MAX_JOBS)) {
    const found = quickLook(folder) ?? (await closeLook(folder));
    if (found === null) withoutManifest.push(folder);
    else jobs.push(found);
  }
  const mayRun = new Set(removed ? [] : newest(withoutManifest, MAX_RUNNING));
  const isRunning = mayRun.size > 0 ? (await runsOf(root, environment)).isRunning : () => false;
  for (const folder of withoutManifest) {
    const { version } = folder;
    const status = mayRun.has(folder) && isRunning(version) ? 'RUNNING' : 'UNKNOWN';
    jobs.push({ version, status, created_at: null });
  }
  return { jobs: newestFirst(jobs), versions: folders.map(({ version }) => version).sort() };
}

/** The newest folders by their modification times, which a copy of a store may have lost. */
function newest(folders: readonly JobFolder[], most: number): readonly JobFolder[] {
  if (folders.length <= most) return folders;
  const timed = folders.map((folder) => ({
    folder,
    time: statSync(folder.path, { throwIfNoEntry: false })?.mtimeMs ?? 0,
  }));
  timed.sort((a, b) => b.time - a.time);
  return timed.slice(0, most).map(({ folder }) => folder);
}

async function runsOf(root: string, environment: SessionOptions): Promise<RunRecords> {
  const { runRecords } = await import('../engine/run-records.ts');
  return runRecords(environment, root, environment.pid);
}

/** Enough for any manifest without a very long error message. */
const HEAD = Buffer.allocUnsafe(1 << 14);

const STATUS = /\nstatus: (\w+)\n/;
const CREATED = /(?:^|\n)created_at: (\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) UTC\n/;

/**
 * The two fields that are shown, found without parsing the manifest, which for 1,000 jobs would take most of the time. In
 * a mapping, a line can only begin with a field's name. Null if they are not spelled as the client writes them.
 */
function quickLook({ path, version }: JobFolder): FoundJob | null {
  const text = readHead(`${path}/_manifest.yaml`, HEAD);
  const status = STATUS.exec(text)?.[1];
  const [, day, time] = CREATED.exec(text) ?? [];
  if (status === undefined || time === undefined) return null;
  return { version, status: statusOf({ status }), created_at: `${day}T${time}Z` };
}

/** Null without a manifest. One that cannot be read must not hide the other jobs. */
async function closeLook(folder: JobFolder): Promise<FoundJob | null> {
  const fields: JobManifest | null = await readJobManifest(folder).catch(() => ({}));
  if (fields === null) return null;
  const { created } = timesOf(fields, folder);
  return { version: folder.version, status: statusOf(fields), created_at: isoText(created) };
}

/** Sorted by time, then by version. Sorting the times as strings is faster than with a comparing function. */
function newestFirst(jobs: readonly FoundJob[]): readonly FoundJob[] {
  const byTime = new Map<string, FoundJob[]>();
  for (const job of jobs) {
    const time = timeOf(job);
    const others = byTime.get(time);
    if (others === undefined) byTime.set(time, [job]);
    else others.push(job);
  }
  const newestTimes = [...byTime.keys()].sort().reverse();
  return newestTimes.flatMap((time) => byTime.get(time)?.sort((a, b) => (a.version < b.version ? -1 : 1)) ?? []);
}

/** Running jobs are newer than those with a time; jobs without a time count as old. */
function timeOf({ status, created_at }: FoundJob): string {
  return created_at ?? (status === 'RUNNING' ? '~' : '');
}
