import { SwjobError } from '../errors.ts';
import { patient } from '../job/patience.ts';
import { apiPath } from './api-path.ts';
import { getLogFile, getLogFiles, getTask } from './endpoints.ts';
import type { HttpClient } from './http.ts';
import { socketLines } from './socket.ts';

export interface LogOptions {
  /** Whether to wait for more lines while the task runs. */
  readonly follow?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** How often to check whether a silent task has ended: the server then leaves its socket open. */
const LOOK_INTERVAL_MS = 3_000;
const ENDED: ReadonlySet<string> = new Set(['SUCCESS', 'FAIL', 'CANCELED', 'PAUSED']);

/**
 * The lines of a task's log. With `follow`, those of the running task as they are printed, then any further lines of the log
 * files. Without it, the log files of a finished task, or nothing.
 */
export async function* taskLog(
  http: HttpClient,
  project: string,
  job: string,
  task: string,
  options: LogOptions = {},
): AsyncGenerator<string> {
  const { follow = false, signal } = options;
  let last: string | null = null;
  if (follow) {
    const look = patient(
      () => getTask(http, project, job, task),
      () => {},
    );
    const ended = async (): Promise<boolean> => {
      const taskStatus = (await look())?.taskStatus ?? null;
      return taskStatus !== null && ENDED.has(taskStatus);
    };
    const path = apiPath`log/online/${task}`;
    while (!(await ended())) {
      for await (const line of socketLines(http, path, { ended, intervalMs: LOOK_INTERVAL_MS, signal })) {
        last = line;
        yield line;
      }
      await http.sleep(LOOK_INTERVAL_MS, signal);
      if (signal?.aborted) throw new SwjobError('interrupted', `GET ${path}: interrupted`);
    }
  }
  yield* savedLog(http, task, last);
}

/** The log files of a finished task after the last line already seen; everything if they do not contain it. */
async function* savedLog(http: HttpClient, task: string, seen: string | null): AsyncGenerator<string> {
  const files = await getLogFiles(http, task);
  let lines: string[] = [];
  for (const file of files) {
    const text = await getLogFile(http, task, file);
    const fresh = text.split(/\r?\n/);
    if (fresh.at(-1) === '') fresh.pop();
    // A user who followed the last run does not need the logs of earlier runs.
    if (seen !== null) lines = fresh;
    else yield* fresh;
  }
  if (seen !== null) yield* lines.slice(lines.lastIndexOf(seen) + 1);
}
