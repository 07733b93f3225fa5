import { existsSync } from 'node:fs';
import type { Environment } from '../config/environment.ts';
import { notFound, type SwjobError } from '../errors.ts';
import { jobFolder } from '../standalone/job-folders.ts';
import { linesOf } from '../text/lines.ts';
import { engineLogPath, olderLogPath } from './engine-log.ts';
import { type FollowOptions, readLog, runLogFiles, tailStart } from './read-logs.ts';
import { runRecords } from './run-records.ts';
import { stateFolder } from './state-folder.ts';

/** One of a job's logs. */
interface JobLog {
  readonly name: string;
  lines(): AsyncIterable<string>;
}

export interface StandaloneLogsOptions {
  /** If given, follows the log of a running job, pausing with this between looks. */
  readonly sleep?: FollowOptions['sleep'];
  /** Starts this many lines before the end of the engine's log. */
  readonly tail?: number;
}

interface StandaloneLogs {
  /** What the engine printed; null if nothing was kept. */
  readonly engine: JobLog | null;
  /** The logs that tasks left in the job's folder. */
  readonly runlogs: () => readonly JobLog[];
  /** The error if there are neither. */
  readonly none: () => SwjobError;
}

/** The logs of a job in the store at `root`. */
export function standaloneLogs(
  environment: Environment & { readonly pid: number },
  root: string,
  { project, id }: { readonly project: string; readonly id: string },
  removed: boolean,
  { sleep, tail }: StandaloneLogsOptions = {},
): StandaloneLogs {
  const state = stateFolder(environment, root);
  const path = engineLogPath(state, id);
  const { isRunning } = runRecords(environment, root, environment.pid);
  const following = sleep && { isGrowing: () => isRunning(id), sleep };
  const isThere = existsSync(path) || (following?.isGrowing() ?? false);
  const engine: JobLog = {
    name: 'engine',
    async *lines() {
      const start = tail === undefined ? null : tailStart(path, tail);
      if (start === null) yield* linesOf(readLog(olderLogPath(state, id)));
      yield* linesOf(readLog(path, following, start ?? 0));
    },
  };
  return {
    engine: isThere ? engine : null,
    runlogs: () =>
      runLogFiles(jobFolder(root, project, id, removed)).map(({ name, path: file }) => ({
        name,
        lines: () => linesOf(readLog(file)),
      })),
    none: () =>
      notFound(
        `no log of the job ${id}`,
        'swjob keeps logs only of jobs that this user started with swjob create on this machine.',
      ),
  };
}
