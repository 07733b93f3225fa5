import { rowFromPlain } from '../../datastore/typed-value.ts';
import { usageError } from '../../errors.ts';
import type { JobSource } from '../../job/instance.ts';
import { type Look, lookAt } from '../../job/patience.ts';
import { isCutShort } from '../../render/byte-sink.ts';
import type { Column } from '../../render/column.ts';
import { expandJobArguments, findJob } from '../jobs.ts';
import { paintStatus, STATUS_COLUMN } from '../paint-status.ts';
import { printRows } from '../present.ts';
import { printDocument } from '../print-document.ts';
import { AWAY, progressOf } from '../progress.ts';
import type { Command, Run } from '../run.ts';
import { shortIds } from '../short-ids.ts';
import { exitStatusOf, hasEnded, patientLook, Waiting } from '../waiting.ts';

export interface StatusOptions {
  readonly wait?: boolean;
  readonly any?: boolean;
  readonly timeout?: string;
  readonly interval?: string;
  readonly exitStatus?: boolean;
}

/** A job as it was last seen. */
interface Seen extends Look {
  readonly source: JobSource;
}

/** Prints the status of one or several jobs; with `--wait`, once they have finished. */
export const status: Command<StatusOptions> = async (args, options, run) => {
  const idle = options.wait
    ? undefined
    : (['timeout', 'interval', 'any'] as const).find((name) => options[name] !== undefined);
  if (idle !== undefined) throw usageError(`--${idle} needs --wait`, `Add --wait, or omit --${idle}.`);
  const sources: JobSource[] = [];
  for (const uri of await expandJobArguments(run, args)) sources.push((await findJob(run, uri)).source);
  const seen = options.wait ? await waitFor(run, sources, options) : await lookAtAll(sources);
  await isCutShort(print(run, seen));
  if (options.wait) for (const { source, lost } of seen) if (lost !== null) run.note(`${source.uri}: ${lost}`);
  if (!options.exitStatus) return undefined;
  const asked = options.any ? seen.filter(hasEnded) : seen;
  const exitStatuses = asked.map((job) => exitStatusOf(job.status));
  return Math.max(0, ...exitStatuses);
};

/** Waits until all jobs, or with `--any` one of them, have finished or are lost. */
async function waitFor(run: Run, sources: readonly JobSource[], options: StatusOptions): Promise<readonly Seen[]> {
  const waiting = new Waiting(run.context, options);
  const progress = progressOf(run, 'waiting');
  let isAway = false;
  const again = sources.map((source) =>
    patientLook(
      () => lookAt(source),
      run,
      () => {
        isAway = true;
      },
    ),
  );
  let seen: readonly Seen[] = await lookAtAll(sources);
  try {
    for (;;) {
      const open = seen.filter((job) => !hasEnded(job));
      if (open.length === 0 || (options.any && open.length < seen.length)) return seen;
      for (const { source } of open) waiting.warnOfEndless(source, run.warn);
      const [only] = open;
      const which =
        sources.length === 1
          ? 'the job is'
          : `${open.length} of ${sources.length} jobs ${open.length === 1 ? 'is' : 'are'}`;
      const words = sources.length === 1 ? only?.status : [...new Set(open.map((job) => job.status))].join(', ');
      progress.update(isAway ? AWAY : `waiting: ${which} ${words}`);
      isAway = false;
      const still = () => `${which} still ${words}`;
      await waiting.pause(still);
      const next: Seen[] = [];
      for (const [index, job] of seen.entries()) {
        next.push(await waiting.look(() => lookAgain(job, again[index]), still));
      }
      seen = next;
    }
  } finally {
    progress.stop();
  }
}

/** One at a time: there may be many. */
async function lookAtAll(sources: readonly JobSource[]): Promise<readonly Seen[]> {
  const seen: Seen[] = [];
  for (const source of sources) seen.push({ source, ...(await lookAt(source)) });
  return seen;
}

/** Looks again at a job that has not ended; returns what was last seen if its server fails. */
async function lookAgain(job: Seen, look: (() => Promise<Look | null>) | undefined): Promise<Seen> {
  return hasEnded(job) ? job : { ...job, ...(await look?.()) };
}

async function print(run: Run, seen: readonly Seen[]): Promise<void> {
  const rows = seen.map(({ source, status }) => rowFromPlain({ uri: source.uri, status }));
  const [only, another] = seen;
  const [row] = rows;
  if (only !== undefined && row !== undefined && another === undefined) {
    await printDocument(run, {
      record: row,
      lines: (palette) => [paintStatus(only.status, palette)],
    });
    return;
  }
  await printRows(run, {
    batches: () => [rows],
    columns: () => ['uri', 'status'],
    columnStyles: [
      jobColumn(
        seen.map(({ source }) => source),
        run.output.truncate,
      ),
      STATUS_COLUMN,
    ],
    idColumn: 'uri',
  });
}

/** On a terminal, short ids leave room for the status; jobs of several projects need their URIs. */
function jobColumn(sources: readonly JobSource[], isShort: boolean): Column {
  const projects = new Set(sources.map(({ uri, id }) => uri.slice(0, -id.length)));
  if (projects.size > 1 || !isShort) return { name: 'uri', importance: 80 };
  const short = shortIds(sources.map(({ id }) => id));
  const idOf = new Map(sources.map(({ uri, id }) => [uri, short(id)]));
  return {
    name: 'uri',
    header: 'job',
    importance: 100,
    fixed: true,
    format: ({ value }) => idOf.get(String(value)) ?? String(value),
  };
}
