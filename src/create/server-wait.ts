import { SwjobError } from '../errors.ts';
import type { JobSource } from '../job/instance.ts';
import { patient } from '../job/patience.ts';
import { isFinal, type JobStatus } from '../job/record.ts';
import type { ServerInstance } from '../server/instance.ts';
import type { Session } from '../session.ts';
import type { ServerPlan } from './server-plan.ts';

const INTERVAL_MS = 2000;

export interface WaitHooks {
  readonly sleep: (milliseconds: number) => Promise<void>;
  readonly onStatus: (status: JobStatus) => void;
  /** Called at each look that the server fails to answer. */
  readonly onFailure: () => void;
}

/** Waits until a Server's job, which `find` finds, finishes; returns null if it succeeded, else the error to throw. */
export async function awaitEnd(
  session: Session,
  plan: ServerPlan,
  find: () => Promise<JobSource>,
  { sleep, onStatus, onFailure }: WaitHooks,
): Promise<SwjobError | null> {
  const look = patient(async () => {
    const source = await find();
    return { source, status: await source.status() };
  }, onFailure);
  for (; ; await sleep(INTERVAL_MS)) {
    const seen = await look();
    if (seen === null) continue;
    const { source, status } = seen;
    onStatus(status);
    if (status === 'SUCCESS') return null;
    if (isFinal(status)) {
      const reason = await reasonOf(session, plan, source.id);
      const hint = `See what its tasks printed: swjob logs ${source.uri}`;
      return new SwjobError('job-failed', `the job ended in ${status}${reason}`, { hint });
    }
  }
}

/** Why the first task with a reason failed; '' if that cannot be read. */
async function reasonOf(session: Session, { server, project }: ServerPlan, id: string): Promise<string> {
  try {
    const instance = (await session.instance(server)) as ServerInstance;
    const tasks = await instance.jobs.tasks(project, id);
    const failed = tasks.find(({ failed_reason }) => failed_reason !== null && failed_reason !== '');
    return failed === undefined ? '' : `: ${failed.step ?? failed.id}: ${failed.failed_reason}`;
  } catch {
    return '';
  }
}
