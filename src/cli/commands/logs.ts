import { usageError } from '../../errors.ts';
import { isFinal } from '../../job/record.ts';
import { ByteSink } from '../../render/byte-sink.ts';
import { visible } from '../../render/control-characters.ts';
import { lastState } from '../../text/last-state.ts';
import { parseCount } from '../../text/number.ts';
import type { StandaloneTarget } from '../../uri/target.ts';
import { type FoundJob, findJob } from '../jobs.ts';
import type { Command, Run } from '../run.ts';
import { serverJobsOf } from '../server-job.ts';

/** A log to print. */
interface Part {
  readonly name: string;
  lines(): AsyncIterable<string> | Iterable<string>;
  /** What to say if there are no lines. */
  readonly none?: string | undefined;
}

export interface LogsOptions {
  readonly task?: string;
  readonly follow?: boolean;
  readonly failed?: boolean;
  readonly tail?: string;
}

/** Prints the logs of a job line by line; several logs each below its name. */
export const logs: Command<LogsOptions> = async ([uri = ''], options, run) => {
  const { failed = false, follow = false } = options;
  const tail = options.tail === undefined ? null : parseCount(options.tail, '--tail', 0);
  if (run.output.isFormatGiven && run.output.format !== 'table') {
    throw usageError(`logs has no ${run.output.format} output`, 'It prints the lines of the log as they are.');
  }
  if (failed && follow) throw usageError('--failed and --follow cannot be used together');
  const found = await findJob(run, uri);
  const { instance } = found.target;
  const parts =
    instance.kind === 'standalone'
      ? await engineParts(run, found, instance, options)
      : await taskParts(run, found, options);
  if (follow && tail !== null && instance.kind === 'server') {
    throw usageError('--tail and --follow cannot be used together on a Server');
  }
  if (parts.length === 0) return undefined;
  const sink = new ByteSink(run.context.stdout);
  const clean = run.context.stdout.isTTY === true ? terminalLine : (line: string) => line;
  let printed = 0;
  let missing: string | undefined;
  for (const { name, lines, none } of parts) {
    const chosen = await chosenLines(lines(), failed, follow ? null : tail);
    if (chosen === null) continue;
    if (parts.length > 1) await sink.write(`${printed > 0 ? '\n' : ''}==> ${visible(name)} <==\n`);
    printed++;
    let isEmpty = tail !== 0;
    for await (const line of chosen) {
      isEmpty = false;
      await sink.write(`${clean(line)}\n`);
      // With --follow, each line has to appear at once.
      if (options.follow) await sink.flush();
    }
    if (isEmpty) missing ??= none;
  }
  await sink.flush();
  if (printed === 0) run.note('The log shows no error: omit --failed to see all of it.');
  if (missing !== undefined) run.note(missing);
};

/**
 * The lines to print; null if `failed` finds no error among them. The log's reader applies `--tail` to a log that is
 * followed.
 */
async function chosenLines(
  lines: ReturnType<Part['lines']>,
  failed: boolean,
  tail: number | null,
): Promise<ReturnType<Part['lines']> | null> {
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
  const { standaloneLogs } = await import('../../engine/standalone-logs.ts');
  const { engine, runlogs, none } = standaloneLogs(run.context, root, source, removed, {
    ...(follow && { sleep: (milliseconds: number) => run.context.sleep(milliseconds) }),
    ...(follow && tail !== undefined && { tail: Number(tail) }),
  });
  if (engine !== null && failed) return [engine];
  if (failed && error_message !== null) {
    return [{ name: 'reason', lines: () => [error_message] }];
  }
  const parts = [...(engine === null ? [] : [engine]), ...runlogs()];
  if (parts.length > 0) return parts;
  throw none();
}

async function taskParts(
  run: Run,
  { instance, source, target }: FoundJob,
  options: LogsOptions,
): Promise<readonly Part[]> {
  const jobs = serverJobsOf(instance, 'logs');
  const { chosenTasks } = await import('../../server/chosen-tasks.ts');
  const { isLogKept } = await import('../../server/logs.ts');
  const { task, follow, failed = false } = options;
  const asked = await chosenTasks(jobs, target.project, source.id, task);
  const shown = failed ? asked.filter(({ status }) => status === 'FAIL') : asked;
  const isOver = isFinal(await source.status());
  if (failed && shown.length === 0) run.note(`No task of the job ${source.id} has failed.`);
  return shown.map(({ id, step, status }) => ({
    name: `task ${id}${step === null ? '' : ` (${step})`}`,
    lines: () => jobs.logs(target.project, source.id, id, { follow, lastRun: failed }),
    none:
      follow || isLogKept(status) || isOver
        ? undefined
        : `Task ${id} is ${status ?? 'UNKNOWN'}: swjob logs ${source.id} --task ${id} --follow prints its log.`,
  }));
}

/** A line that is safe on a terminal: the last state of a progress bar, no colours, control characters escaped. */
function terminalLine(line: string): string {
  return lastState(line)
    .replace(/\u001b\[[\d;]*m/g, '')
    .split('\t')
    .map(visible)
    .join('\t');
}
