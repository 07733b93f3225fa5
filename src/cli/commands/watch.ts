import type { TypedRow } from '../../datastore/typed-value.ts';
import { isFinal, type JobStatus } from '../../job/record.ts';
import { colorLevel, palette } from '../../render/color.ts';
import { parseDuration } from '../../text/duration.ts';
import { checkFields } from '../fields.ts';
import { type FoundJob, findJob } from '../jobs.ts';
import { printRows } from '../present.ts';
import type { Command, Run } from '../run.ts';
import { exitStatusOf } from './status.ts';
import { WatchScreen } from './watch-screen.ts';
import { CHANGE_FIELDS, changesSince, type Snapshot, takeSnapshot } from './watch-snapshot.ts';

export interface WatchOptions {
  readonly interval?: string;
  readonly exitStatus?: boolean;
}

const USUAL_INTERVAL_MS = 2000;

/** Follows a job until it is final: in place on a terminal, else one record for each change. */
export const watch: Command<WatchOptions> = async ([uri = ''], options, run) => {
  const interval = options.interval ? parseDuration(options.interval, '--interval') : USUAL_INTERVAL_MS;
  checkFields(run, CHANGE_FIELDS);
  const job = await findJob(run, uri);
  const end = isScreen(run) ? await drawUntilFinal(run, job, interval) : await printUntilFinal(run, job, interval);
  return options.exitStatus ? exitStatusOf(end) : undefined;
};

/** Whether frames can be drawn over each other. */
function isScreen({ context, output }: Run): boolean {
  const isForPeople = output.format === 'table' && !output.quiet && output.fields === undefined;
  return isForPeople && context.stdout.isTTY === true && context.env['TERM'] !== 'dumb';
}

async function drawUntilFinal(run: Run, job: FoundJob, interval: number): Promise<JobStatus> {
  const { context, output } = run;
  const level = colorLevel({ flag: output.color, env: context.env, isTTY: true });
  const screen = new WatchScreen(context, await palette(level));
  try {
    let status: JobStatus = 'UNKNOWN';
    for await (const snapshot of snapshots(run, job, interval)) {
      status = snapshot.record.status;
      await screen.draw(snapshot, context.now());
    }
    return status;
  } finally {
    screen.close();
  }
}

async function printUntilFinal(run: Run, job: FoundJob, interval: number): Promise<JobStatus> {
  let status: JobStatus = 'UNKNOWN';
  const batches = async function* (): AsyncGenerator<readonly TypedRow[]> {
    let before: Snapshot | null = null;
    for await (const snapshot of snapshots(run, job, interval)) {
      status = snapshot.record.status;
      const changes = changesSince(before, snapshot, new Date(run.context.now()).toISOString());
      before = snapshot;
      const wanted = run.output.quiet ? changes.filter((row) => row.get('kind')?.value === 'status') : changes;
      if (wanted.length > 0) yield wanted;
    }
  };
  // With the fields named, csv and tsv need not wait for the end to learn them; a pager would hold changes back.
  const output = { ...run.output, fields: run.output.fields ?? CHANGE_FIELDS, pager: false };
  await printRows({ ...run, output }, { batches, columns: async () => CHANGE_FIELDS, idColumn: 'value' });
  return status;
}

/** The job at every interval, the last time when it is final. */
async function* snapshots(run: Run, job: FoundJob, interval: number): AsyncGenerator<Snapshot> {
  for (;;) {
    const snapshot = await takeSnapshot(job);
    yield snapshot;
    if (isFinal(snapshot.record.status)) return;
    await run.context.sleep(interval);
  }
}
