import { rowFromPlain, type TypedRow, type TypedValue } from '../../datastore/typed-value.ts';
import type { Column } from '../../render/column.ts';
import { durationText, relativeTime } from '../../render/time.ts';
import type { TaskRecord } from '../../server/server-jobs.ts';
import { checkFields } from '../fields.ts';
import { paintStatus } from '../looks.ts';
import { printRows } from '../present.ts';
import type { Command } from '../run.ts';
import { findServerJob } from '../server-job.ts';

/** The keys of a task, in the order in which they are printed. They are a promise to scripts. */
const TASK_FIELDS = [
  'id',
  'uuid',
  'step',
  'status',
  'retries',
  'started_at',
  'finished_at',
  'duration_ms',
  'resource_pool',
  'failed_reason',
];

/** The columns of a table of tasks for people. */
export const SHOWN_TASK_COLUMNS = ['id', 'step', 'status', 'retries', 'started_at', 'duration_ms', 'failed_reason'];

/** Prints the tasks of a Server's job in the order in which they were made. */
export const tasks: Command = async ([uri = ''], _options, run) => {
  const { jobs, source, target } = await findServerJob(run, uri, 'swjob tasks');
  checkFields(run, TASK_FIELDS);
  const rows = taskRows(await jobs.tasks(target.project, source.id));
  await printRows(run, {
    batches: async function* () {
      yield rows;
    },
    columns: async () => TASK_FIELDS,
    shown: SHOWN_TASK_COLUMNS,
    looks: taskColumns(run.context.now()),
    idColumn: 'id',
  });
  if (rows.length === 0) run.note('The job has no tasks.');
  return undefined;
};

/** Tasks as records, the first one made first: a server tells the newest first. */
export function taskRows(records: readonly TaskRecord[]): readonly TypedRow[] {
  const byAge = (a: TaskRecord, b: TaskRecord) => a.id.length - b.id.length || (a.id < b.id ? -1 : 1);
  return [...records].sort(byAge).map((task) => {
    const { started_at, finished_at } = task;
    const duration = started_at && finished_at ? Date.parse(finished_at) - Date.parse(started_at) : -1;
    const { id, uuid, step, status, retries, resource_pool, failed_reason } = task;
    return rowFromPlain({
      id,
      uuid,
      step,
      status,
      retries,
      started_at,
      finished_at,
      duration_ms: duration >= 0 ? duration : null,
      resource_pool,
      failed_reason,
    });
  });
}

/** How tasks look on a terminal; of those that run, the duration is the time since their start. */
export function taskColumns(now: number): readonly Column[] {
  return [
    { name: 'id', importance: 100, fixed: true },
    { name: 'step', importance: 80, minWidth: 12 },
    {
      name: 'status',
      importance: 90,
      minWidth: 10,
      paint: (shown, value, palette) => paintStatus(textOf(value), palette).replace(textOf(value), () => shown),
    },
    { name: 'retries', importance: 20, align: 'right' },
    {
      name: 'started_at',
      header: 'STARTED',
      importance: 50,
      minWidth: 14,
      format: (value) => (textOf(value) === '' ? '' : relativeTime(textOf(value), now)),
    },
    {
      name: 'duration_ms',
      header: 'DURATION',
      importance: 60,
      align: 'right',
      format: ({ value }, row) => (typeof value === 'number' ? durationText(value) : timeSinceStart(row, now)),
    },
    { name: 'failed_reason', header: 'REASON', importance: 30 },
  ];
}

function timeSinceStart(row: TypedRow, now: number): string {
  const started = Date.parse(textOf(row.get('started_at')));
  const isRunning = textOf(row.get('status')) === 'RUNNING';
  return isRunning && started <= now ? durationText(now - started) : '';
}

function textOf(value: TypedValue | undefined): string {
  return typeof value?.value === 'string' ? value.value : '';
}
