import { rowFromPlain } from '../../datastore/typed-value.ts';
import { relativeTime } from '../../render/time.ts';
import { shellWord } from '../../text/shell-word.ts';
import { checkFields } from '../fields.ts';
import { printRows } from '../present.ts';
import type { Command } from '../run.ts';
import { findServerJob } from '../server-job.ts';

/** The keys of an event, in printing order. Scripts rely on them. */
const EVENT_FIELDS = ['id', 'time', 'type', 'source', 'resource', 'resource_id', 'message', 'data'];

/** Prints the events that a Server recorded for a job, in the Server's order. */
export const events: Command = async ([uri = ''], _options, run) => {
  const { jobs, source, target } = await findServerJob(run, uri, 'swjob events');
  checkFields(run, EVENT_FIELDS);
  const records = await jobs.events(target.project, source.id);
  const rows = records.map(({ id, time, type, source: from, resource, resource_id, message, data }) =>
    rowFromPlain({ id, time, type, source: from, resource, resource_id, message, data }),
  );
  const now = run.context.now();
  await printRows(run, {
    batches: () => [rows],
    columns: () => EVENT_FIELDS,
    shown: ['time', 'type', 'source', 'resource', 'resource_id', 'message'],
    columnStyles: [
      {
        name: 'time',
        importance: 80,
        minWidth: 14,
        format: ({ value }) => (typeof value === 'string' ? relativeTime(value, now) : ''),
      },
      {
        name: 'type',
        importance: 90,
        paint: (shown, { value }, palette) =>
          value === 'ERROR' ? palette.bad(shown) : value === 'WARNING' ? palette.warning(shown) : shown,
      },
      { name: 'source', importance: 20 },
      { name: 'resource', importance: 50 },
      { name: 'resource_id', header: 'id', importance: 60 },
      { name: 'message', importance: 100, minWidth: 20 },
    ],
    idColumn: 'id',
  });
  if (records.length === 0) run.note(`The job has no events: swjob info ${shellWord(uri)} shows everything about it.`);
};
