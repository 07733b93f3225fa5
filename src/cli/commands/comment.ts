import type { Command } from '../run.ts';
import { serverJobsOf } from '../server-job.ts';
import { actOnJobs } from './act.ts';

/** Replaces the comment of a Server's job. */
export const comment: Command = ([uri = '', text = ''], _options, run) =>
  actOnJobs(run, [uri], {
    among: 'active',
    done: 'commented',
    act: ({ instance, source, target }) =>
      serverJobsOf(instance, 'swjob comment').comment(target.project, source.id, text),
  });
