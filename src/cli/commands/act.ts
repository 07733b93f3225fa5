import { rowFromPlain } from '../../datastore/typed-value.ts';
import { isSwjobError, type SwjobError } from '../../errors.ts';
import type { JobAction, JobScope, JobSource, LeftBehind } from '../../job/instance.ts';
import { isCutShort } from '../../render/byte-sink.ts';
import { visible } from '../../render/control-characters.ts';
import { humanSize } from '../../render/human-size.ts';
import { zonedTime } from '../../render/time.ts';
import { counted } from '../../text/counted.ts';
import { resolveJob } from '../../uri/resolve.ts';
import { confirm } from '../confirm.ts';
import { expandJobArguments, type FoundJob, findJob, loadConfig } from '../jobs.ts';
import { printRows } from '../present.ts';
import type { Command, Run } from '../run.ts';

export interface ActOptions {
  readonly yes?: boolean;
  readonly force?: boolean;
}

const DONE: Readonly<Record<JobAction, string>> = {
  remove: 'removed',
  recover: 'recovered',
  pause: 'paused',
  resume: 'resumed',
  cancel: 'cancelled',
};

/** Actions that are hard to undo ask for confirmation. */
const NEEDS_CONFIRMATION: ReadonlySet<JobAction> = new Set(['remove', 'pause', 'cancel']);

interface Outcome {
  readonly uri: string;
  readonly error: SwjobError | null;
}

/** A command that acts on each job by itself: a failure does not stop the others. */
export function actCommand(action: JobAction): Command<ActOptions> {
  return async (args, { yes = false, force = false }, run) => {
    const left: LeftBehind[] = [];
    const status = await actOnJobs(run, args, {
      among: action === 'recover' ? 'removed' : 'active',
      done: force && action === 'remove' ? 'deleted' : DONE[action],
      confirm: async (jobs) => {
        if (NEEDS_CONFIRMATION.has(action))
          await confirm(run, await questionOf(action, jobs, force, run.output.utc), yes);
      },
      act: async ({ instance, source, target }) => {
        const behind = await instance.act(action, target.project, source.id, { force });
        if (behind !== null) left.push(behind);
      },
      ...(((action === 'remove' && force) || action === 'recover') && {
        missing: (uri: string) => actUnseen(run, uri, action, force),
      }),
    });
    noteLeft(run, left);
    return status;
  };
}

/** Notes what deleted jobs left in the store, and how to delete that too. */
function noteLeft(run: Run, left: readonly LeftBehind[]): void {
  const tables = left.reduce((sum, one) => sum + one.tables, 0);
  const bytes = left.reduce((sum, one) => sum + one.bytes, 0);
  const summaries = left.filter(({ summary }) => summary).length;
  const parts = [
    ...(tables > 0 ? [`${counted(tables, 'table')} (${humanSize(bytes)})`] : []),
    ...(summaries > 0 ? [counted(summaries, 'summary row')] : []),
  ];
  if (parts.length === 0) return;
  const how = tables > 0 ? ' swjob doctor --store --prune deletes tables without a job.' : '';
  run.note(`Still in the store: ${parts.join(' and ')}.${how}`);
}

/**
 * Acts on a job that was not found: a store finishes an interrupted deletion, and reports an active job that needs no
 * recovery. Returns false on a Server.
 */
async function actUnseen(run: Run, uri: string, action: JobAction, force: boolean): Promise<boolean> {
  const { instance, project, job } = resolveJob(uri, { config: await loadConfig(run) });
  if (instance.kind !== 'standalone' || job.kind !== 'id') return false;
  await (await run.session.instance(instance)).act(action, project, job.id, { force });
  return true;
}

/** An action on several jobs. */
export interface Acting {
  readonly among: JobScope;
  /** Printed in front of each job that was acted on, such as `removed`. */
  readonly done: string;
  /** Asks whether to go on, once all jobs were found. */
  readonly confirm?: (jobs: readonly FoundJob[]) => Promise<void>;
  act(job: FoundJob): Promise<void>;
  /** Called for a job that was not found; false if there is nothing to do. */
  missing?(uri: string): Promise<boolean>;
}

/** Acts on each job by itself and prints the results; returns the exit status of the first failure. */
export async function actOnJobs(run: Run, args: readonly string[], acting: Acting): Promise<number | undefined> {
  const found = await findAll(run, await expandJobArguments(run, args), acting);
  const jobs = found.flatMap(({ job }) => (job ? [job] : []));
  if (jobs.length > 0) await acting.confirm?.(jobs);
  const outcomes: Outcome[] = [];
  for (const { uri, job, error } of found) outcomes.push(job ? await actOn(job, acting) : { uri, error });
  await printOutcomes(run, outcomes, acting.done);
  return outcomes.find(({ error }) => error !== null)?.error?.exitCode;
}

interface Sought {
  readonly uri: string;
  readonly job: FoundJob | null;
  readonly error: SwjobError | null;
}

async function findAll(run: Run, uris: readonly string[], acting: Acting): Promise<readonly Sought[]> {
  const sought: Sought[] = [];
  for (const uri of uris) {
    try {
      sought.push({ uri, job: await findJob(run, uri, acting.among), error: null });
    } catch (error) {
      if (!isSwjobError(error) || error.code === 'usage') throw error;
      sought.push({ uri, job: null, error: error.code === 'not-found' ? await missingJob(uri, error, acting) : error });
    }
  }
  return sought;
}

/** The error for a job that was not found; null if the action was done all the same. */
async function missingJob(uri: string, error: SwjobError, acting: Acting): Promise<SwjobError | null> {
  try {
    return (await acting.missing?.(uri)) ? null : error;
  } catch (another) {
    if (isSwjobError(another)) return another;
    throw another;
  }
}

/** People know their jobs by handler and date, not by forty letters. */
async function questionOf(action: JobAction, jobs: readonly FoundJob[], force: boolean, utc: boolean): Promise<string> {
  const verb = `${action.charAt(0).toUpperCase()}${action.slice(1)}`;
  const named: string[] = [];
  for (const { source } of jobs.slice(0, MAX_NAMED)) named.push(await jobName(source, utc));
  const more = jobs.length > named.length ? ` and ${jobs.length - named.length} more` : '';
  const ending = force && action === 'remove' ? ' permanently, with no way to bring it back' : '';
  return `${verb} the job${jobs.length === 1 ? '' : 's'} ${named.join(', ')}${more}${ending}?`;
}

const MAX_NAMED = 5;
const SHORT_ID = 12;

/** `vision:train of 2026-11-27 09:04 (hqspnlzkoixs)`, or as much of it as can be read. */
async function jobName(source: JobSource, utc: boolean): Promise<string> {
  const short = source.id.slice(0, SHORT_ID);
  try {
    const { handler, created_at } = await source.record();
    const time = created_at === null ? null : `of ${zonedTime(created_at, utc).slice(0, 16).replace('T', ' ')}`;
    const words = [handler, time].filter((word) => word !== null).join(' ');
    return words === '' ? short : `${words} (${short})`;
  } catch (error) {
    if (!isSwjobError(error)) throw error;
    return short;
  }
}

async function actOn(job: FoundJob, { act }: Acting): Promise<Outcome> {
  const { uri } = job.source;
  try {
    await act(job);
    return { uri, error: null };
  } catch (error) {
    if (!isSwjobError(error)) throw error;
    return { uri, error };
  }
}

async function printOutcomes(run: Run, outcomes: readonly Outcome[], done: string): Promise<void> {
  const { format, quiet } = run.output;
  if (format === 'table' && !quiet) {
    for (const { uri, error } of outcomes) {
      if (error === null) run.context.stdout.write(`${done} ${visible(uri)}\n`);
    }
  } else {
    const printed = quiet ? outcomes.filter(({ error }) => error === null) : outcomes;
    const rows = printed.map(({ uri, error }) =>
      rowFromPlain({ uri, ok: error === null, error: error === null ? null : error.message }),
    );
    const printing = printRows(run, {
      batches: () => [rows],
      columns: () => ['uri', 'ok', 'error'],
      idColumn: 'uri',
    });
    await isCutShort(printing);
  }
  for (const { error } of outcomes) {
    if (error === null) continue;
    run.warn(error.message);
    for (const line of error.hint?.split('\n') ?? []) run.note(line);
  }
}
