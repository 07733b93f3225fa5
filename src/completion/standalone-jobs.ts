import { statSync } from 'node:fs';
import type { JobStatus } from '../job/record.ts';
import type { SessionOptions } from '../session-options.ts';
import { type JobFolder, listJobFolders } from '../standalone/job-folders.ts';
import { type JobManifest, readJobManifest, statusOf, timesOf } from '../standalone/job-manifest.ts';
import { readHead } from '../standalone/read-head.ts';
import type { RunRecords } from '../standalone/run-records.ts';

/** A job folder with what a completion shows beside its id. */
interface FoundJob {
  readonly version: string;
  readonly status: JobStatus;
  readonly created_at: string | null;
}

/** Nobody reads more than that; among more jobs the newest are found by their folders' times, which takes less. */
const MOST = 1000;
/** Of the jobs without a manifest the newest may run just now; to look for their processes takes its time. */
const MAY_RUN = 3;

export interface WantedJobs {
  readonly root: string;
  readonly project: string;
  readonly prefix: string;
  readonly removed: boolean;
  readonly surroundings: SessionOptions;
}

export interface FoundJobs {
  /** Newest first; of very many jobs the newest. */
  readonly jobs: readonly FoundJob[];
  /** Those of all jobs, in the order of their text. */
  readonly versions: readonly string[];
}

/** What cannot be read has no jobs to offer. */
function foldersOf(root: string, project: string, removed: boolean, prefix: string): readonly JobFolder[] {
  try {
    return listJobFolders(root, project, removed, prefix);
  } catch {
    return [];
  }
}

/** The jobs of a project whose versions begin so. */
export async function findJobs({ root, project, prefix, removed, surroundings }: WantedJobs): Promise<FoundJobs> {
  const folders = foldersOf(root, project, removed, prefix);
  const jobs: FoundJob[] = [];
  const withoutManifest: JobFolder[] = [];
  for (const folder of newest(folders, MOST)) {
    const found = quickLook(folder) ?? (await closeLook(folder));
    if (found === null) withoutManifest.push(folder);
    else jobs.push(found);
  }
  const mayRun = new Set(removed ? [] : newest(withoutManifest, MAY_RUN));
  const isRunning = mayRun.size > 0 ? (await runsOf(root, surroundings)).isRunning : () => false;
  for (const folder of withoutManifest) {
    const { version } = folder;
    const status = mayRun.has(folder) && isRunning(version) ? 'RUNNING' : 'UNKNOWN';
    jobs.push({ version, status, created_at: null });
  }
  return { jobs: newestFirst(jobs), versions: folders.map(({ version }) => version).sort() };
}

/** By the folders' own times, which a copy of a store may have lost. */
function newest(folders: readonly JobFolder[], most: number): readonly JobFolder[] {
  if (folders.length <= most) return folders;
  const timed = folders.map((folder) => ({
    folder,
    time: statSync(folder.path, { throwIfNoEntry: false })?.mtimeMs ?? 0,
  }));
  timed.sort((a, b) => b.time - a.time);
  return timed.slice(0, most).map(({ folder }) => folder);
}

async function runsOf(root: string, surroundings: SessionOptions): Promise<RunRecords> {
  const { runRecords } = await import('../engine/run-records.ts');
  return runRecords(surroundings, root, surroundings.pid);
}

/** Enough for all of a manifest but for one with a very long error message. */
const HEAD = Buffer.allocUnsafe(1 << 14);

const STATUS = /\nstatus: (\w+)\n/;
const CREATED = /(?:^|\n)created_at: (\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) UTC\n/;

/**
 * The two fields that are shown, found without parsing the manifest: with 1,000 jobs that is most of the time. At the
 * beginning of a line, in a mapping, only a field's name can stand. Null where they are not as the client writes them.
 */
function quickLook({ path, version }: JobFolder): FoundJob | null {
  const text = readHead(`${path}/_manifest.yaml`, HEAD);
  const status = STATUS.exec(text)?.[1];
  const [, day, time] = CREATED.exec(text) ?? [];
  if (status === undefined || time === undefined) return null;
  return { version, status: statusOf({ status }), created_at: `${day}T${time}Z` };
}

/** Null without a manifest; one that cannot be read must not hide the other jobs. */
async function closeLook(folder: JobFolder): Promise<FoundJob | null> {
  const fields: JobManifest | null = await readJobManifest(folder).catch(() => ({}));
  return fields && { version: folder.version, status: statusOf(fields), created_at: timesOf(fields, folder).created };
}

/** By the times as texts, which are sorted without a call for each two of them; then by version. */
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
