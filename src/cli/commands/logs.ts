import { existsSync } from 'node:fs';
import { notFound, usageError } from '../../errors.ts';
import { ByteSink } from '../../render/byte-sink.ts';
import { visible } from '../../render/control-characters.ts';
import { lastState } from '../../text/last-state.ts';
import { linesOf } from '../../text/lines.ts';
import { parseCount } from '../../text/number.ts';
import { show } from '../../text/show.ts';
import { meantAndKnown } from '../../text/suggest.ts';
import type { StandaloneTarget } from '../../uri/target.ts';
import { type FoundJob, findJob } from '../jobs.ts';
import type { Command, Run } from '../run.ts';
import { serverJobsOf } from '../server-job.ts';

export interface LogsOptions {
  readonly task?: string;
  readonly follow?: boolean;
  readonly failed?: boolean;
  readonly tail?: string;
}

/** A log of several that a job has. */
interface Part {
  readonly name: string;
  lines(): AsyncIterable<string>;
}

/** Prints what a job printed, line by line; several logs each below its name. */
export const logs: Command<LogsOptions> = async ([uri = ''], options, run) => {
  const { failed = false, follow = false } = options;
  const tail = options.tail === undefined ? null : parseCount(options.tail, '--tail', 0);
  if (failed && follow) throw usageError('--failed and --follow exclude each other');
  const found = await findJob(run, uri);
  const { instance } = found.target;
  const parts =
    instance.kind === 'standalone'
      ? await engineParts(run, found, instance, options)
      : await taskParts(run, found, options);
  if (follow && tail !== null && instance.kind === 'server') {
    throw usageError('--tail and --follow exclude each other on a Server');
  }
  if (parts.length === 0) return undefined;
  const sink = new ByteSink(run.context.stdout);
  const clean = run.context.stdout.isTTY === true ? terminalLine : (line: string) => line;
  let printed = 0;
  for (const { name, lines } of parts) {
    const chosen = await chosenLines(lines(), failed, follow ? null : tail);
    if (chosen === null) continue;
    if (parts.length > 1) await sink.write(`${printed > 0 ? '\n' : ''}==> ${visible(name)} <==\n`);
    printed++;
    for await (const line of chosen) {
      await sink.write(`${clean(line)}\n`);
      // Who follows wants to see it now.
      if (options.follow) await sink.flush();
    }
  }
  await sink.flush();
  if (printed === 0) run.note('The log tells no error: see all of it without --failed.');
  return undefined;
};

/**
 * All lines of a part, or those that were asked for; null where an error was asked for and it tells none. A log that is
 * followed is cut where it is read.
 */
async function chosenLines(
  lines: AsyncIterable<string>,
  failed: boolean,
  tail: number | null,
): Promise<AsyncIterable<string> | Iterable<string> | null> {
  if (!failed && tail === null) return lines;
  const { fromError, lastLines } = await import('../log-lines.ts');
  if (!failed) return tail === 0 ? [] : lastLines(lines, tail ?? 0);
  const shown = await fromError(lines);
  if (shown === null || tail === null) return shown;
  return shown.slice(Math.max(0, shown.length - tail));
}

async function engineParts(
  run: Run,
  { source }: FoundJob,
  { root }: StandaloneTarget,
  { task, follow = false, failed = false, tail }: LogsOptions,
): Promise<readonly Part[]> {
  if (task !== undefined) throw usageError('--task works on a Server only', 'A Standalone job has one log.');
  const { status, removed, error_message } = await source.record();
  if (failed && status !== 'FAIL' && status !== 'UNKNOWN') {
    run.note(`The job ${source.id} has not failed: it is ${status}.`);
    return [];
  }
  const { engineLogPath, olderLogPath } = await import('../../engine/engine-log.ts');
  const { readLog, runLogFiles, tailStart } = await import('../../engine/read-logs.ts');
  const { runRecords } = await import('../../engine/run-records.ts');
  const { stateFolder } = await import('../../engine/state-folder.ts');
  const { jobFolder } = await import('../../standalone/job-folders.ts');
  const state = stateFolder(run.context, root);
  const path = engineLogPath(state, source.id);
  const { isRunning } = runRecords(run.context, root, run.context.pid);
  const following = {
    isGrowing: () => isRunning(source.id),
    sleep: (milliseconds: number) => run.context.sleep(milliseconds),
  };
  const parts: Part[] = [];
  if (existsSync(path) || (follow && isRunning(source.id))) {
    parts.push({
      name: 'engine',
      async *lines() {
        const start = follow && tail !== undefined ? tailStart(path, Number(tail)) : null;
        if (start === null) yield* linesOf(readLog(olderLogPath(state, source.id)));
        yield* linesOf(readLog(path, follow ? following : undefined, start ?? 0));
      },
    });
    if (failed) return parts;
  }
  if (failed && error_message !== null) {
    return [
      {
        name: 'reason',
        lines: async function* () {
          yield error_message;
        },
      },
    ];
  }
  for (const file of runLogFiles(jobFolder(root, source.project, source.id, removed))) {
    parts.push({ name: file.name, lines: () => linesOf(readLog(file.path)) });
  }
  if (parts.length > 0) return parts;
  throw notFound(
    `there is no log of the job ${source.id}`,
    'swjob keeps what the engine prints for jobs that swjob create ran, by this user on this machine.',
  );
}

async function taskParts(
  run: Run,
  { instance, source, target }: FoundJob,
  options: LogsOptions,
): Promise<readonly Part[]> {
  const jobs = serverJobsOf(instance, 'logs');
  const { task, follow, failed = false } = options;
  const named = (id: string, name: string): Part => ({
    name,
    lines: () => jobs.logs(target.project, source.id, id, { follow }),
  });
  const tasks = [...(await jobs.tasks(target.project, source.id))].sort((a, b) => Number(a.id) - Number(b.id));
  const asked = task === undefined ? tasks : tasks.filter(({ id, uuid }) => id === task || uuid === task);
  if (task !== undefined && asked.length === 0) {
    const ids = tasks.map(({ id }) => id);
    const hint = ids.length > 0 ? meantAndKnown(task, 'Its tasks', ids) : 'It has no tasks yet.';
    throw notFound(`the job ${source.id} has no task ${show(task)}`, hint);
  }
  const shown = failed ? asked.filter(({ status }) => status === 'FAIL') : asked;
  if (failed && shown.length === 0) run.note(`No task of the job ${source.id} has failed.`);
  return shown.map(({ id, step }) => named(id, `task ${id}${step === null ? '' : ` (${step})`}`));
}

/** A line as a terminal may have it: of a progress bar its last state, without colours, the rest written out. */
function terminalLine(line: string): string {
  return lastState(line)
    .replace(/\u001b\[[\d;]*m/g, '')
    .split('\t')
    .map(visible)
    .join('\t');
}
