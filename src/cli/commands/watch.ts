import type { TypedRow } from '../../datastore/typed-value.ts';
import { isFinal, type JobStatus } from '../../job/record.ts';
import { colorLevel, palette } from '../../render/color.ts';
import { checkFields } from '../fields.ts';
import { FrameScreen } from '../frame-screen.ts';
import { type FoundJob, findJob } from '../jobs.ts';
import { printRows } from '../present.ts';
import { AWAY } from '../progress.ts';
import type { Command, Run } from '../run.ts';
import { screenWidth } from '../screen.ts';
import { exitStatusOf, patientLook, Waiting, type WaitOptions } from '../waiting.ts';
import { watchLines } from './watch-screen.ts';
import { CHANGE_FIELDS, changesSince, type Snapshot, takeSnapshot } from './watch-snapshot.ts';

export interface WatchOptions extends WaitOptions {
  readonly exitStatus?: boolean;
}

/** Follows a job until it finishes: redrawn in place on a terminal, else one record per change. */
export const watch: Command<WatchOptions> = async ([uri = ''], options, run) => {
  const waiting = new Waiting(run.context, options);
  checkFields(run, CHANGE_FIELDS);
  const job = await findJob(run, uri);
  const end = isScreen(run) ? await drawUntilFinal(run, job, waiting) : await printUntilFinal(run, job, waiting);
  return options.exitStatus ? exitStatusOf(end) : undefined;
};

/** Whether frames can be drawn over each other. */
function isScreen({ context, output }: Run): boolean {
  const isForPeople = output.format === 'table' && !output.quiet && output.fields === undefined;
  return isForPeople && context.stdout.isTTY === true && context.env['TERM'] !== 'dumb';
}

async function drawUntilFinal(run: Run, job: FoundJob, waiting: Waiting): Promise<JobStatus> {
  const { context, output } = run;
  const level = colorLevel({ flag: output.color, env: context.env, isTTY: true });
  const colors = await palette(level);
  const screen = new FrameScreen(context);
  try {
    let status: JobStatus = 'UNKNOWN';
    let lines: readonly string[] = [];
    for await (const snapshot of snapshots(run, job, waiting)) {
      // Some terminals wrap a line that fills them, and the next frame would begin too low.
      const width = screenWidth(context.stdout, context.env) - 1;
      if (snapshot === null) {
        const [first = '', ...others] = lines;
        screen.draw([first, colors.dim(AWAY.slice(0, width)), ...others]);
        continue;
      }
      status = snapshot.record.status;
      lines = await watchLines(snapshot, { width, palette: colors, now: context.now() });
      screen.draw(lines);
    }
    return status;
  } finally {
    screen.close();
  }
}

async function printUntilFinal(run: Run, job: FoundJob, waiting: Waiting): Promise<JobStatus> {
  let status: JobStatus = 'UNKNOWN';
  const batches = async function* (): AsyncGenerator<readonly TypedRow[]> {
    let before: Snapshot | null = null;
    for await (const snapshot of snapshots(run, job, waiting)) {
      if (snapshot === null) continue;
      status = snapshot.record.status;
      const changes = changesSince(before, snapshot, new Date(run.context.now()).toISOString());
      before = snapshot;
      const wanted = run.output.quiet ? changes.filter((row) => row.get('kind')?.value === 'status') : changes;
      if (wanted.length > 0) yield wanted;
    }
  };
  // With the fields given, csv and tsv can begin at once; a pager would hold changes back.
  const output = { ...run.output, fields: run.output.fields ?? CHANGE_FIELDS, pager: false };
  await printRows({ ...run, output }, { batches, columns: () => CHANGE_FIELDS, idColumn: 'value' });
  return status;
}

/** Yields the job at each look, null if its server does not answer, until it has finished or is lost. */
async function* snapshots(run: Run, job: FoundJob, waiting: Waiting): AsyncGenerator<Snapshot | null> {
  const again = patientLook(() => takeSnapshot(job), run);
  let status: JobStatus = 'UNKNOWN';
  const still = () => `the job is still ${status}`;
  for (let snapshot: Snapshot | null = await takeSnapshot(job); ; snapshot = await waiting.look(again, still)) {
    yield snapshot;
    if (snapshot !== null) {
      status = snapshot.record.status;
      if (isFinal(status)) return;
      const lost = (await job.source.lost?.()) ?? null;
      if (lost !== null) {
        run.note(`${job.source.uri}: ${lost}`);
        return;
      }
      waiting.warnOfEndless(job.source, run.warn);
    }
    await waiting.pause(still);
  }
}
