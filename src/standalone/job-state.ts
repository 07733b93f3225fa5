import type { JobRecord, JobStatus } from '../job/record.ts';
import { type JobIdentity, type JobManifest, recordOf, statusOf } from './job-manifest.ts';
import type { RunRecords, StartedRun } from './run-records.ts';

/**
 * A job as it is now: what its manifest says, and before there is one, what is known of its run. A job whose process is
 * gone without a result is UNKNOWN.
 */
export async function currentRecord(
  identity: JobIdentity,
  manifest: JobManifest | null,
  runs: RunRecords,
): Promise<JobRecord> {
  const { folder } = identity;
  const status = currentStatus(identity, manifest, runs);
  if (manifest === null) {
    const started = runs.started(folder.version);
    const record = recordOf(identity, started && fieldsOf(started));
    return { ...record, status, error_message: status === 'RUNNING' ? null : lostReason(started) };
  }
  const record = recordOf(identity, manifest);
  if (record.error_message !== null) return { ...record, status };
  if (status === 'FAIL') {
    return { ...record, status, error_message: await causeOf(identity, runs) };
  }
  const isLost = status === 'UNKNOWN' && statusOf(manifest) !== 'UNKNOWN';
  return { ...record, status, error_message: isLost ? lostReason(runs.started(folder.version)) : null };
}

export function currentStatus({ folder }: JobIdentity, manifest: JobManifest | null, runs: RunRecords): JobStatus {
  const isRunning = (): boolean => !folder.removed && runs.isRunning(folder.version);
  if (manifest === null) return isRunning() ? 'RUNNING' : 'UNKNOWN';
  const status = statusOf(manifest);
  // The engine writes a manifest when it ends: with this word where it was interrupted.
  return status === 'READY' && hasEnd(manifest) && !isRunning() ? 'UNKNOWN' : status;
}

function hasEnd({ finished_at }: JobManifest): boolean {
  return typeof finished_at === 'string' && finished_at !== '';
}

async function causeOf({ folder }: JobIdentity, runs: RunRecords): Promise<string | null> {
  const { causeInRunLog } = await import('./runlog-cause.ts');
  return (await runs.cause(folder.version)) ?? causeInRunLog(folder.path);
}

function lostReason(started: StartedRun | null): string {
  return started?.failure ?? 'the job has no result, and no process works on it any more';
}

/** A note in the form of a manifest. */
function fieldsOf({ startedAt, handler, model, datasets }: StartedRun): JobManifest {
  return { created_at: startedAt, handler_name: handler, model, datasets };
}
