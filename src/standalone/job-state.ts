import type { JobStatus } from '../job/record.ts';
import { factsOf, type JobFacts } from './job-facts.ts';
import type { JobFolder } from './job-folders.ts';
import { type JobManifest, statusOf } from './job-manifest.ts';
import type { RunRecords, StartedRun } from './run-records.ts';

/**
 * A job's current facts: from its manifest, and before there is one, from what is known about its run. A job whose process
 * ended without a result is UNKNOWN.
 */
export async function currentFacts(
  folder: JobFolder,
  manifest: JobManifest | null,
  runs: RunRecords,
): Promise<JobFacts> {
  const status = currentStatus(folder, manifest, runs);
  if (manifest === null) {
    const started = runs.started(folder.version);
    const facts = factsOf(started === null ? {} : fieldsOf(started), folder);
    return { ...facts, status, error: status === 'RUNNING' ? null : lostReason(started) };
  }
  const facts = factsOf(manifest, folder);
  if (facts.error !== null) return facts;
  if (status === 'FAIL') return { ...facts, error: await causeOf(folder, runs) };
  const isLost = wasInterrupted(folder, manifest, runs);
  return isLost ? { ...facts, error: lostReason(runs.started(folder.version)) } : facts;
}

export function currentStatus(folder: JobFolder, manifest: JobManifest | null, runs: RunRecords): JobStatus {
  if (manifest !== null) return statusOf(manifest);
  return isRunning(folder, runs) ? 'RUNNING' : 'UNKNOWN';
}

function isRunning({ removed, version }: JobFolder, runs: RunRecords): boolean {
  return !removed && runs.isRunning(version);
}

/**
 * Whether a job was interrupted. The engine writes the manifest when it ends; if it was interrupted, the status in it is
 * still that of a job that is starting.
 */
function wasInterrupted(folder: JobFolder, manifest: JobManifest, runs: RunRecords): boolean {
  return statusOf(manifest) === 'READY' && hasEnd(manifest) && !isRunning(folder, runs);
}

function hasEnd({ finished_at }: JobManifest): boolean {
  return typeof finished_at === 'string' && finished_at !== '';
}

async function causeOf(folder: JobFolder, runs: RunRecords): Promise<string | null> {
  const { causeInRunLog } = await import('./runlog-cause.ts');
  return (await runs.cause(folder.version)) ?? causeInRunLog(folder.path);
}

function lostReason(started: StartedRun | null): string {
  return started?.failure ?? 'the job has no result, and no process works on it any more';
}

/** The note about a started run, in the form of a manifest. */
function fieldsOf({ startedAt, handler, model, datasets }: StartedRun): JobManifest {
  return { created_at: startedAt, handler_name: handler, model, datasets };
}
