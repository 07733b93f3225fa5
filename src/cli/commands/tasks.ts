import { shellWord } from '../../text/shell-word.ts';
import { checkFields } from '../fields.ts';
import { printRows } from '../present.ts';
import type { Command } from '../run.ts';
import { isForPeople } from '../screen.ts';
import { findServerJob } from '../server-job.ts';
import { SHOWN_TASK_COLUMNS, taskColumns, taskColumnsFor, taskRows } from '../task-table.ts';

/** The keys of a task, in printing order. Scripts rely on them. */
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

/** Prints the tasks of a Server's job, oldest first. */
export const tasks: Command = async ([uri = ''], _options, run) => {
  const { jobs, source, target } = await findServerJob(run, uri, 'swjob tasks');
  checkFields(run, TASK_FIELDS);
  const rows = taskRows(await jobs.tasks(target.project, source.id));
  await printRows(run, {
    batches: () => [rows],
    columns: () => TASK_FIELDS,
    shown: isForPeople(run) ? taskColumnsFor(rows) : SHOWN_TASK_COLUMNS,
    columnStyles: taskColumns(run.context.now()),
    idColumn: 'id',
  });
  if (rows.length === 0)
    run.note(`The job has no tasks: swjob events ${shellWord(uri)} lists what the Server recorded for it.`);
};
