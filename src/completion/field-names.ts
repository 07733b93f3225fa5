import { JOB_FIELDS } from '../job/job-row.ts';

/** The fields of commands whose output does not depend on the data. A test compares them with the commands. */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  list: JOB_FIELDS,
  info: [...JOB_FIELDS, 'manifest', 'job', 'tasks', 'report'],
  status: ['uri', 'status'],
  tables: ['name', 'rows', 'columns', 'bytes', 'revisions'],
  tasks: [
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
  ],
  events: ['id', 'time', 'type', 'source', 'resource', 'resource_id', 'message', 'data'],
  watch: ['time', 'kind', 'task', 'name', 'value'],
  doctor: ['check', 'state', 'detail', 'hint'],
  'instance list': ['alias', 'address', 'kind', 'user', 'role', 'project', 'current', 'logged_in', 'updated_at'],
  'project list': ['uri', 'instance', 'id', 'name', 'owner', 'current'],
};

/** @param path the command with its group: `project list` */
export function fieldNames(path: string): readonly string[] {
  return Object.hasOwn(FIELDS, path) ? (FIELDS[path] ?? []) : [];
}
