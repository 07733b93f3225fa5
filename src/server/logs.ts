import { SwjobError } from '../errors.ts';
import { patient } from '../job/patience.ts';
import { isFinal } from '../job/record.ts';
import { apiPath } from './api-path.ts';
import { getJob, getLogFile, getLogFiles, getTask } from './endpoints.ts';
import type { HttpClient } from './http.ts';
import { jobStatus } from './jobs.ts';
import { socketLines } from './socket.ts';

export interface LogOptions {
  /** Whether to wait for more lines while the task runs. */
  readonly follow?: boolean | undefined;
  /** Only the log of the last run of a finished task; a task that was retried has several. */
  readonly lastRun?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

interface SavedLogOptions {
  /** The last line already seen that is not empty. */
  readonly seen: string | null;
  /** Which run was followed last, from 1; 0 if that is unknown. */
  readonly followed: number;
  readonly lastRun?: boolean | undefined;
}

/** How often to check whether a silent task has ended: the server then leaves its socket open. */
const LOOK_INTERVAL_MS = 3_000;
const ENDED: ReadonlySet<string> = new Set(['SUCCESS', 'FAIL', 'CANCELED', 'PAUSED']);
/** It is valid for weeks, and acts for the user who created the job: logs end up in those of continuous integration. */
const TOKEN = /\b(Bearer )[\w-]+\.[\w-]+\.[\w-]+/g;
const STREAM = /^STD(?:OUT|ERR): ?/;

/**
 * The lines of a task's log, without the token that the client's entrypoint prints there. With `follow`, those of the running
 * task as they are printed, then any further lines of the log files. Without it, the log files of a finished task, or nothing.
 */
export async function* taskLog(
  http: HttpClient,
  project: string,
  job: string,
  task: string,
  options: LogOptions = {},
): AsyncGenerator<string> {
  for await (const line of wholeLog(http, project, job, task, options)) yield line.replace(TOKEN, '$1***');
}

async function* wholeLog(
  http: HttpClient,
  project: string,
  job: string,
  task: string,
  options: LogOptions,
): AsyncGenerator<string> {
  const { follow = false, lastRun, signal } = options;
  let last: string | null = null;
  let followed = 0;
  let shown = 0;
  if (follow) {
    const look = patient(
      async () => {
        const { taskStatus, runs } = await getTask(http, project, job, task);
        const isOver = isLogKept(taskStatus) || (taskStatus !== 'RUNNING' && (await hasEnded(http, project, job)));
        return { isOver, runs };
      },
      () => {},
    );
    // A task that is retried has another run: the server leaves the socket of the one before open, and silent.
    const ended = async (): Promise<boolean> => {
      const seen = await look();
      return seen !== null && (seen.isOver || seen.runs.length > followed);
    };
    const path = apiPath`log/online/${task}`;
    for (;;) {
      const seen = await look();
      if (seen?.isOver) break;
      const runs = seen?.runs.length ?? followed;
      // A server that was restarted sends the log of the same run from its beginning.
      if (runs !== followed || runs === 0) shown = 0;
      followed = runs;
      let index = 0;
      for await (const line of socketLines(http, path, { ended, intervalMs: LOOK_INTERVAL_MS, signal })) {
        if (index++ < shown) continue;
        shown = index;
        // The last message from Docker is empty, though the log's last line is not.
        if (line !== '') last = line;
        yield line;
      }
      await http.sleep(LOOK_INTERVAL_MS, signal);
      if (signal?.aborted) throw new SwjobError('interrupted', `GET ${path}: interrupted`);
    }
  }
  yield* savedLog(http, task, { seen: last, followed, lastRun });
}

/** Whether a job has ended: a task of it that does not run then never will, such as one after a step that failed. */
async function hasEnded(http: HttpClient, project: string, job: string): Promise<boolean> {
  return isFinal(jobStatus((await getJob(http, project, job)).reply.jobStatus));
}

/** Whether the server keeps the log of a task with this status, as it does when a run ends. */
export function isLogKept(status: string | null): boolean {
  return status !== null && ENDED.has(status);
}

/**
 * The log files of a finished task, one for each of its runs, or only that of the last one. If some lines were already seen,
 * what follows the last of them: in the log of the run that was followed, which is all shown if it lacks the line, and later ones.
 */
async function* savedLog(http: HttpClient, task: string, saved: SavedLogOptions): AsyncGenerator<string> {
  const { seen, followed, lastRun = false } = saved;
  const files = byRun(await getLogFiles(http, task));
  const known = followed > 0 ? Math.min(followed, files.length) : files.length;
  const first = seen === null && !lastRun ? 0 : Math.max(0, known - 1);
  for (const [index, file] of files.slice(first).entries()) {
    const lines = printedLines(await getLogFile(http, task, file));
    // The server trims each line that it sends from Docker.
    const begin = seen === null || index > 0 ? 0 : lines.findLastIndex((line) => line.trim() === seen.trim()) + 1;
    yield* lines.slice(begin);
  }
}

/** The files in the order of the runs, whose numbers are in their names: servers list them as text, or in no order. */
function byRun(files: readonly string[]): readonly string[] {
  return [...files].sort(new Intl.Collator('en', { numeric: true }).compare);
}

/** A server that runs tasks in Docker keeps each line behind the name of its stream, but sends it without. */
function printedLines(text: string): readonly string[] {
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  return STREAM.test(lines[0] ?? '') ? lines.map((line) => line.replace(STREAM, '')) : lines;
}
