import { type PlainData, rowFromPlain, TypedData, type TypedRow, type TypedValue } from '../datastore/typed-value.ts';
import type { TaskRecord } from '../job/server-records.ts';
import type { Column, RowView } from '../render/column.ts';
import { durationText, isoSeconds, relativeTime } from '../render/time.ts';
import { durationOf, oldestFirst } from '../server/chosen-tasks.ts';
import { STATUS_COLUMN } from './paint-status.ts';

/** The columns of a table of tasks for people. */
export const SHOWN_TASK_COLUMNS = ['id', 'step', 'status', 'retries', 'started_at', 'duration_ms', 'failed_reason'];

/** The columns for these tasks: no reason if none failed. */
export function taskColumnsFor(tasks: readonly TypedRow[]): readonly string[] {
  const hasFailed = tasks.some((task) => textOf(task.get('failed_reason')) !== '');
  return SHOWN_TASK_COLUMNS.filter((name) => hasFailed || name !== 'failed_reason');
}

/** Tasks as rows, oldest first: a server lists the newest first. */
export function taskRows(records: readonly TaskRecord[]): readonly TypedRow[] {
  return oldestFirst(records).map((task) => {
    const { started_at, finished_at } = task;
    const { id, uuid, step, status, retries, resource_pool, failed_reason } = task;
    return rowFromPlain({
      id,
      uuid,
      step,
      status,
      retries,
      started_at,
      finished_at,
      duration_ms: durationOf(task),
      resource_pool,
      failed_reason,
    });
  });
}

/** The columns of tasks on a terminal; the duration of a running task is the time since its start. */
export function taskColumns(now: number): readonly Column[] {
  return [
    { name: 'id', importance: 100, fixed: true },
    { name: 'step', importance: 80, minWidth: 12 },
    STATUS_COLUMN,
    { name: 'retries', importance: 20, align: 'right' },
    {
      name: 'started_at',
      header: 'started',
      importance: 50,
      minWidth: 14,
      format: (value) => (textOf(value) === '' ? '' : relativeTime(textOf(value), now)),
    },
    {
      name: 'duration_ms',
      header: 'duration',
      importance: 60,
      align: 'right',
      format: ({ value }, row) => (typeof value === 'number' ? durationText(value) : timeSinceStart(row, now)),
    },
    { name: 'failed_reason', header: 'reason', importance: 75, minWidth: 16 },
  ];
}

function timeSinceStart(row: RowView, now: number): string {
  const started = Date.parse(textOf(row.get('started_at')));
  const isRunning = textOf(row.get('status')) === 'RUNNING';
  return isRunning && started <= now ? durationText(now - started) : '';
}

function textOf(value: TypedValue | undefined): string {
  return typeof value?.value === 'string' ? value.value : '';
}

/** The tasks in a job's details, which have the server's own keys; anything that is not an object is skipped. */
export function tasksOfDetails(tasks: PlainData): readonly TaskRecord[] {
  if (!Array.isArray(tasks)) return [];
  return tasks.flatMap((task: PlainData) => (isObject(task) ? [taskOf(task)] : []));
}

type PlainObject = { readonly [name: string]: PlainData };

function isObject(data: PlainData): data is PlainObject {
  return typeof data === 'object' && data !== null && !Array.isArray(data) && !(data instanceof TypedData);
}

function taskOf(task: PlainObject): TaskRecord {
  const text = (name: string) => (typeof task[name] === 'string' ? task[name] : null);
  const number = (name: string) => (typeof task[name] === 'number' ? task[name] : null);
  const time = (name: string) => {
    const milliseconds = number(name);
    return milliseconds === null ? null : isoSeconds(milliseconds);
  };
  return {
    id: String(text('id') ?? number('id') ?? ''),
    uuid: text('uuid'),
    step: text('step_name'),
    status: text('task_status'),
    started_at: time('started_time'),
    finished_at: time('finished_time'),
    retries: number('retry_num'),
    resource_pool: text('resource_pool'),
    failed_reason: text('failed_reason'),
  };
}
