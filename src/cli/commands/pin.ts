import type { Command } from '../run.ts';
import { serverJobsOf } from '../server-job.ts';
import { actOnJobs } from './act.ts';

export interface PinOptions {
  readonly unpin?: boolean;
}

/** Pins jobs of a Server, which its console then shows first, or unpins them. */
export const pin: Command<PinOptions> = (args, { unpin = false }, run) =>
  actOnJobs(run, args, {
    among: 'active',
    done: unpin ? 'unpinned' : 'pinned',
    act: ({ instance, source, target }) => serverJobsOf(instance, 'swjob pin').pin(target.project, source.id, !unpin),
  });
