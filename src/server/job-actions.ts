import { isFinal, type JobStatus } from '../job/record.ts';
import { deleteJob, getJob, postAction } from './endpoints.ts';
import { isServerError, ServerError } from './errors.ts';
import type { HttpClient } from './http.ts';
import { jobStatus } from './jobs.ts';

interface StateRule {
  /** Whether the server does it in this state. */
  readonly allows: (status: JobStatus) => boolean;
  readonly hint: string;
}

/** The server's own checks. It removes jobs in any state. */
const RULES: Readonly<Record<'cancel' | 'pause' | 'resume', StateRule>> = {
  cancel: {
    allows: (status) => status === 'RUNNING' || status === 'PAUSED',
    hint: 'Only running and paused jobs can be cancelled.',
  },
  pause: {
    allows: (status) => !isFinal(status),
    hint: 'Only jobs that have not finished can be paused.',
  },
  resume: {
    allows: (status) => status === 'PAUSED' || status === 'FAIL' || status === 'CANCELED',
    hint: 'Only paused, failed and cancelled jobs can be resumed.',
  },
};

/** Acts on a job. If its state does not allow that, the error says which state that is. */
export async function actOnServerJob(
  http: HttpClient,
  project: string,
  id: string,
  action: 'remove' | 'cancel' | 'pause' | 'resume',
): Promise<void> {
  if (action === 'remove') return deleteJob(http, project, id);
  try {
    await postAction(http, project, id, action);
  } catch (error) {
    throw isServerError(error, 400) ? await refusal(http, project, id, RULES[action], error) : error;
  }
}

/** The server refuses without saying which state the job is in. */
async function refusal(
  http: HttpClient,
  project: string,
  id: string,
  { allows, hint }: StateRule,
  reason: ServerError,
): Promise<ServerError> {
  try {
    const status = jobStatus((await getJob(http, project, id)).reply.jobStatus);
    if (allows(status) || status === 'UNKNOWN') return reason;
    const what = isFinal(status) ? `has finished (${status})` : `is ${status}`;
    return new ServerError(reason.status, reason.code, `the job ${id} ${what}`, { hint, cause: reason });
  } catch {
    return reason;
  }
}
