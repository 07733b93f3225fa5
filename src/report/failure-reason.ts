import { isObject, own } from '../datastore/schema.ts';
import type { JobDetails } from '../job/instance.ts';
import type { JobRecord } from '../job/record.ts';

/** Why a job failed: a Server says so only of its tasks. Null if it did not fail, or nothing is known. */
export function failureReason({ status, error_message }: JobRecord, { tasks }: JobDetails): string | null {
  if (error_message !== null || status !== 'FAIL' || !Array.isArray(tasks)) return error_message;
  const reasons = tasks.flatMap((task: unknown) => {
    const reason = isObject(task) ? own(task, 'failed_reason') : null;
    if (!isObject(task) || typeof reason !== 'string' || reason === '') return [];
    return [`${own(task, 'step_name') ?? `task ${own(task, 'id')}`}: ${reason}`];
  });
  return reasons.length > 0 ? [...new Set(reasons)].join('\n') : null;
}
