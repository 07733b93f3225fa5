import { rowFromPlain, TypedData, type TypedRow, type TypedValue } from '../../datastore/typed-value.ts';
import type { JobRecord } from '../../job/record.ts';
import { typedJsonText } from '../../render/typed-json.ts';
import type { FoundJob } from '../jobs.ts';
import { isServerInstance } from '../server-job.ts';
import { isServerField } from '../summary-fields.ts';
import { taskRows } from '../task-table.ts';

/** A job as it was at one moment. */
export interface Snapshot {
  readonly record: JobRecord;
  /** Empty on Standalone. */
  readonly tasks: readonly TypedRow[];
  /** The summary without the fields that a Server adds. */
  readonly metrics: TypedRow;
}

/** The keys of a printed change. Scripts rely on them. */
export const CHANGE_FIELDS = ['time', 'kind', 'task', 'name', 'value'];

export async function takeSnapshot({ instance, source, target }: FoundJob): Promise<Snapshot> {
  const [record, tasks, summary] = await Promise.all([
    source.record(),
    isServerInstance(instance) ? instance.jobs.tasks(target.project, source.id) : [],
    source.summary(),
  ]);
  const metrics = Array.from(summary ?? []).filter(([name]) => name !== 'id' && !isServerField(name));
  return { record, tasks: taskRows(tasks), metrics: new Map(metrics) };
}

/**
 * The changes since the snapshot before, or everything if it is null. The kinds are `task` (the value is its status),
 * `metric`, `error` (why the job failed) and, last, `status`.
 */
export function changesSince(before: Snapshot | null, { record, tasks, metrics }: Snapshot, time: string): TypedRow[] {
  const changes: TypedRow[] = [];
  const known = new Map(before?.tasks.map((task) => [task.get('id')?.value, task]));
  for (const task of tasks) {
    const status = task.get('status');
    if (isSame(known.get(task.get('id')?.value)?.get('status'), status)) continue;
    changes.push(
      rowFromPlain({
        time,
        kind: 'task',
        task: data(task.get('id')),
        name: data(task.get('step')),
        value: data(status),
      }),
    );
  }
  for (const [name, value] of metrics) {
    if (isSame(before?.metrics.get(name), value)) continue;
    changes.push(rowFromPlain({ time, kind: 'metric', task: null, name, value: data(value) }));
  }
  const { error_message } = record;
  if (error_message !== null && before?.record.error_message !== error_message) {
    changes.push(rowFromPlain({ time, kind: 'error', task: null, name: null, value: error_message }));
  }
  if (before?.record.status !== record.status) {
    changes.push(rowFromPlain({ time, kind: 'status', task: null, name: null, value: record.status }));
  }
  return changes;
}

function data(typed: TypedValue | undefined): TypedData | null {
  return typed === undefined ? null : new TypedData(typed);
}

function isSame(a: TypedValue | undefined, b: TypedValue | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && typedJsonText(a) === typedJsonText(b));
}
