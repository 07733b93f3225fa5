import { mapFromRow, NONE, TypedData, type TypedRow, typedFromPlain } from '../../datastore/typed-value.ts';
import { isSwjobError, usageError } from '../../errors.ts';
import type { ListedJob } from '../../job/choose-jobs.ts';
import type { Instance, Summaries } from '../../job/instance.ts';
import { FIELD_PATHS, JOB_FIELDS, jobRow, metricField, tableRecord } from '../../job/job-row.ts';
import { parseSelection, type SelectionOptions } from '../../job/job-selection.ts';
import type { List } from '../../job/list.ts';
import { paginationOf } from '../../job/pagination.ts';
import { type SelectedJobs, selectJobs } from '../../job/select-jobs.ts';
import { counted } from '../../text/counted.ts';
import { type ListedName, listedNames } from '../../text/name-list.ts';
import { parseCount } from '../../text/number.ts';
import { show } from '../../text/show.ts';
import type { ChosenMetrics } from '../chosen-metrics.ts';
import { checkFields, pick } from '../fields.ts';
import { jobColumns, metricColumns, SHOWN_COLUMNS } from '../job-columns.ts';
import { findProject, nameField, withInstanceHint } from '../jobs.ts';
import { withOutFile } from '../out-file.ts';
import { printRows } from '../present.ts';
import { printValue } from '../print-document.ts';
import type { Command, Run } from '../run.ts';
import { isForPeople } from '../screen.ts';

export interface ListOptions extends SelectionOptions {
  readonly project?: string;
  readonly page?: string;
  readonly size?: string;
  readonly all?: boolean;
  readonly metric?: string[];
  readonly removed?: boolean;
  readonly fullname?: boolean;
  readonly meta?: boolean;
  readonly out?: string;
}

const DEFAULT_SIZE = 20;
/** Rows of a long list that are made and printed at a time: few enough to be gone before their memory counts as old. */
const ROWS_AT_ONCE = 100;

/** Prints the jobs of a project. Filters and sorting apply to all jobs, before paging. */
export const list: Command<ListOptions> = async (_args, options, given) => {
  const run = withOutFile(given, options.out);
  if (options.all && (options.page ?? options.size) !== undefined) {
    throw usageError(`--all and --${options.page === undefined ? 'size' : 'page'} cannot be used together`);
  }
  if (options.meta && run.output.format !== 'json') run.warn('--meta has no effect without --output json');
  const page = options.page === undefined ? 1 : parseCount(options.page, '--page');
  const size = options.all ? undefined : options.size === undefined ? DEFAULT_SIZE : parseCount(options.size, '--size');
  const asked = options.metric ? listedNames(options.metric, '--metric') : [];
  const { instance, target } = await findProject(run, options.project);
  const selection = await parseSelection(options, run.context.now());
  const { project } = target;
  const selected = await selectJobs(run, instance, project, selection, {
    page,
    size,
    removed: options.removed ?? false,
    // A pattern may stand for any of them.
    metrics: asked.some(({ name, isQuoted }) => !isQuoted && name.includes('*'))
      ? 'all'
      : asked.map(({ name }) => name),
  }).catch(async (error) => {
    throw await withInstanceHint(run, options.project, error);
  });
  const metrics = await chosenMetrics(asked, selected, instance, project);
  if (metrics) warnOfEmptyMetrics(run, metrics, selected.jobs);
  const idColumn = run.output.quiet ? await nameField(run, target) : 'id';
  const at = target.instance.kind === 'server' ? target.instance.address : target.instance.alias;
  await printJobs(run, selected.jobs, { ...selected, project, instance: at, page, size, metrics, options, idColumn });
};

/** A metric that no job on the page has may exist in other jobs: then all summaries are read. */
async function chosenMetrics(
  asked: readonly ListedName[],
  { jobs, summaries }: SelectedJobs,
  instance: Instance,
  project: string,
): Promise<ChosenMetrics | undefined> {
  if (asked.length === 0) return undefined;
  const { ChosenMetrics } = await import('../chosen-metrics.ts');
  const shown = {
    *values() {
      for (const { summary } of jobs) if (summary !== undefined) yield summary;
    },
  };
  const from = (read: Summaries) => ChosenMetrics.from(asked, read, '--metric', shown);
  try {
    return from(summaries);
  } catch (error) {
    if (!isSwjobError(error, 'not-found') || jobs.length === 0) throw error;
    return from(await instance.summaries(project));
  }
}

/** Warns of metrics that no job on the page has: their columns are empty. */
function warnOfEmptyMetrics(run: Run, metrics: ChosenMetrics, jobs: List<ListedJob>): void {
  if (jobs.length === 0) return;
  for (const name of metrics.names) {
    if (!jobs.some(({ summary }) => metrics.value(name, summary) !== undefined)) {
      run.warn(`no listed job has the metric ${show(name)}`);
    }
  }
}

interface Listing {
  readonly project: string;
  /** The instance's alias; for a Server, its address. */
  readonly instance: string;
  readonly total: number;
  readonly all: number;
  readonly page: number;
  readonly size: number | undefined;
  readonly metrics: ChosenMetrics | undefined;
  readonly options: ListOptions;
  /** The column that `--quiet` prints. */
  readonly idColumn: string;
}

async function printJobs(run: Run, jobs: List<ListedJob>, listing: Listing): Promise<void> {
  const { total, page, size, metrics, options, idColumn } = listing;
  const { output, context } = run;
  const isJson = output.format === 'json' || output.format === 'jsonl' || output.format === 'parquet';
  const now = isForPeople(run) ? context.now() : null;
  const pagination = paginationOf(total, page, size);
  const metricFields = metrics?.names.map(metricField) ?? [];
  const known = new Set<string>([...JOB_FIELDS, ...metricFields]);
  const paths = output.fields?.filter((name) => !known.has(name)) ?? [];
  const plainRow = ({ record, summary }: ListedJob): TypedRow => {
    const fields = isJson ? jobRow(record) : tableRecord(record, now);
    if (metrics === undefined) return fields;
    const row = new Map(fields);
    for (const metric of metrics.names) row.set(metricField(metric), metrics.value(metric, summary) ?? NONE);
    return row;
  };
  // The cells of a table are text already: paths lead into the whole record.
  const wholeRow = (job: ListedJob): TypedRow => new Map([...plainRow(job), ...jobRow(job.record)]);
  if (paths.length > 0) checkFields(run, [...known], { rows: jobs.map(wholeRow), paths: FIELD_PATHS });
  const rowOf = (job: ListedJob): TypedRow => {
    return paths.length === 0 ? plainRow(job) : new Map([...plainRow(job), ...pick(wholeRow(job), paths)]);
  };
  if (options.meta && output.format === 'json' && !output.quiet) {
    const { fields } = output;
    const list = jobs.map((job) => new TypedData(mapFromRow(fields ? pick(rowOf(job), fields) : rowOf(job))));
    await printValue(run, typedFromPlain({ jobs: list, pagination: { ...pagination } }));
    return;
  }
  const columns = [...SHOWN_COLUMNS, ...metricFields];
  // For people, all rows decide the widths.
  const batchSize = now === null ? ROWS_AT_ONCE : jobs.length;
  await printRows(run, {
    batches: async function* () {
      for (let start = 0; start < jobs.length; start += batchSize) {
        yield jobs.slice(start, start + batchSize).map(rowOf);
      }
    },
    columns: () => [...known],
    parquet: async () => {
      const { ColumnTypeSet } = await import('../../datastore/column-types.ts');
      const types = new ColumnTypeSet();
      for (const job of jobs) types.addRow(rowOf(job));
      const { project, instance } = listing;
      const metadata = { project, instance };
      return { columns: output.fields ?? [...known], types: types.byName, keyColumn: 'id', metadata };
    },
    shown: options.fullname ? ['project', ...columns] : columns,
    columnStyles: isJson
      ? []
      : [
          ...jobColumns(
            jobs.map(({ record }) => record.id),
            { fullname: options.fullname ?? false, now: context.now() },
          ),
          ...metricColumns(metrics?.names ?? []),
        ],
    idColumn,
    unbounded: true,
  });
  if (isForPeople(run)) run.note(total === 0 ? emptyFooter(listing) : footer(jobs.length, pagination, options));
}

function footer(
  shown: number,
  { total, page, pages }: ReturnType<typeof paginationOf>,
  { removed }: ListOptions,
): string {
  const count = counted(total, removed ? 'removed job' : 'job');
  if (shown === total) return count;
  if (shown === 0) return `${count}, but page ${page} is empty: the last one is ${pages}`;
  return `${count}, page ${page} of ${pages}${page < pages ? ` (--page ${page + 1} for the next, --all for all)` : ''}`;
}

/** Why the list is empty, and what to do about it. */
function emptyFooter({ project, all, options: { removed, status, filter, since, until } }: Listing): string {
  const what = removed ? 'removed job' : 'job';
  if (all === 0) return `No ${what}s in the project ${project}${removed ? '.' : ': swjob create runs one.'}`;
  const options = { '--status': status, '--filter': filter, '--since': since, '--until': until };
  const narrowing = Object.entries(options).flatMap(([option, value]) => (value === undefined ? [] : [option]));
  return `No ${what}s fit ${narrowing.join(' and ')}; without ${narrowing.length === 1 ? 'it' : 'them'} ${all} do.`;
}
