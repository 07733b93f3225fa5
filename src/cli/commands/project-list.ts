import { rowFromPlain } from '../../datastore/typed-value.ts';
import { usageError } from '../../errors.ts';
import { onPage } from '../../job/list.ts';
import type { ProjectRecord } from '../../job/project-record.ts';
import { projectsOf } from '../../session-projects.ts';
import { parseCount } from '../../text/number.ts';
import { checkFields } from '../fields.ts';
import { loadConfig } from '../jobs.ts';
import { printRows } from '../present.ts';
import type { Command } from '../run.ts';

/** The keys of a project, in printing order. Scripts rely on them. */
const PROJECT_FIELDS = [
  'uri',
  'instance',
  'id',
  'name',
  'owner',
  'current',
] as const satisfies readonly (keyof ProjectRecord)[];

const NONE_ON_CURRENT = 'There are no projects on the current instance: swjob instance list shows which one that is.';

export interface ProjectListOptions {
  readonly page?: string;
  readonly size?: string;
  readonly instance?: string;
}

/** Prints the projects of an instance (default: the current one). */
export const projectList: Command<ProjectListOptions> = async ([name], options, run) => {
  const named = name ?? options.instance ?? '';
  const size = options.size === undefined ? undefined : parseCount(options.size, '--size');
  if (options.page !== undefined && size === undefined) throw usageError('--page needs --size');
  const page = options.page === undefined ? 1 : parseCount(options.page, '--page');
  checkFields(run, PROJECT_FIELDS);
  await loadConfig(run);
  const all = await projectsOf(run.session, named);
  const records = onPage(all, { page, size });
  await printRows(run, {
    batches: () => [records.map((record) => rowFromPlain({ ...record }))],
    columns: () => PROJECT_FIELDS,
    shown: ['current', 'id', 'name', 'owner'],
    columnStyles: [
      { name: 'current', header: '', importance: 80, minWidth: 1, format: ({ value }) => (value === true ? '*' : '') },
      { name: 'id', importance: 100, fixed: true },
      { name: 'name', importance: 90 },
      { name: 'owner', importance: 50 },
    ],
    page: true,
    idColumn: 'id',
  });
  if (all.length === 0) run.note(named === '' ? NONE_ON_CURRENT : `There are no projects on ${named}.`);
  else if (records.length < all.length) run.note(`${records.length} of ${all.length} projects`);
};
