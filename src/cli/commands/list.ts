import { mapFromRow, TypedData, type TypedRow, type TypedValue, typedFromPlain } from '../../datastore/typed-value.ts';
import { usageError } from '../../errors.ts';
import { compareTyped, compareTypedDescending } from '../../expression/compare.ts';
import type { Expression } from '../../expression/expression.ts';
import type { Instance } from '../../job/instance.ts';
import { paginationOf } from '../../job/pagination.ts';
import type { JobRecord, JobStatus } from '../../job/record.ts';
import { splitList } from '../../text/list.ts';
import { parseCount } from '../../text/number.ts';
import { show } from '../../text/show.ts';
import { didYouMean } from '../../text/suggest.ts';
import { parseStatusWord } from '../../uri/job-selector.ts';
import { checkFields, pick } from '../fields.ts';
import { jobColumns, metricColumns, SHOWN_COLUMNS } from '../job-columns.ts';
import { JOB_FIELDS, jobRow, metricField, tableRecord } from '../job-row.ts';
import { findProject, nameField } from '../jobs.ts';
import { withOutFile } from '../out-file.ts';
import { printRows, printValue } from '../present.ts';
import type { Command, Run } from '../run.ts';
import { isForPeople } from '../screen.ts';

export interface ListOptions {
  readonly project?: string;
  readonly page?: string;
  readonly size?: string;
  readonly all?: boolean;
  readonly status?: string[];
  readonly metric?: string[];
  readonly sort?: string;
  readonly filter?: string;
  readonly removed?: boolean;
  readonly fullname?: boolean;
  readonly meta?: boolean;
  readonly out?: string;
}

const USUAL_SIZE = 20;

/** Prints the jobs of a project. Filters and sorting see all jobs, then comes paging. */
export const list: Command<ListOptions> = async (_args, options, given) => {
  const run = withOutFile(given, options.out);
  if (options.all && (options.page ?? options.size) !== undefined) {
    throw usageError(`--all and --${options.page === undefined ? 'size' : 'page'} exclude each other`);
  }
  const page = options.page === undefined ? 1 : parseCount(options.page, '--page');
  const size = options.all ? undefined : options.size === undefined ? USUAL_SIZE : parseCount(options.size, '--size');
  const metrics = options.metric ? splitList(options.metric, '--metric') : [];
  const { instance, target } = await findProject(run, options.project);
  const selection = await selectionOf(options);
  const { project } = target;
  const { jobs, total, all } = await selectJobs(run, instance, project, selection, { page, size, metrics }, options);
  checkFields(run, [...JOB_FIELDS, ...metrics.map(metricField)]);
  const idColumn = run.output.quiet ? await nameField(run, target) : 'id';
  await printJobs(run, jobs, { project, total, all, page, size, metrics, options, idColumn });
  return undefined;
};

/** What narrows or orders the jobs beyond the page: with any of it, all jobs have to be seen. */
interface Selection {
  readonly statuses: ReadonlySet<JobStatus> | undefined;
  readonly filter: Expression | undefined;
  readonly sort: { readonly key: string; readonly descending: boolean } | undefined;
}

interface Selected {
  readonly jobs: readonly ListedJob[];
  /** How many jobs there are on all pages together. */
  readonly total: number;
  /** How many there would be without a condition. */
  readonly all: number;
}

interface ListedJob {
  readonly record: JobRecord;
  readonly summary: TypedRow | undefined;
}

async function selectionOf({ status, filter, sort }: ListOptions): Promise<Selection> {
  return {
    statuses: status && (await statusesOf(status)),
    filter: filter === undefined ? undefined : await parseCondition(filter),
    sort: sort === undefined ? undefined : { key: sort.replace(/^[-+]/, ''), descending: sort.startsWith('-') },
  };
}

async function statusesOf(words: readonly string[]): Promise<ReadonlySet<JobStatus>> {
  return new Set(splitList(words, '--status').map(parseStatusWord));
}

async function parseCondition(text: string): Promise<Expression> {
  const { parseExpression } = await import('../../expression/expression.ts');
  return parseExpression(text, '--filter');
}

async function selectJobs(
  run: Run,
  instance: Instance,
  project: string,
  { statuses, filter, sort }: Selection,
  { page, size, metrics }: { page: number; size: number | undefined; metrics: readonly string[] },
  { removed = false }: ListOptions,
): Promise<Selected> {
  const seesAll = statuses !== undefined || filter !== undefined || sort !== undefined;
  const asked = seesAll || size === undefined ? {} : { page, size };
  const listed = await instance.listJobs(project, { ...asked, removed });
  for (const problem of listed.problems) run.warn(problem.message);
  const readsMetrics = [...(filter?.references.map(({ segments }) => segments[0] ?? '') ?? []), sort?.key ?? ''];
  const needsAllSummaries = readsMetrics.some((name) => name !== '' && !isField(name));
  const needsSummaries = needsAllSummaries || metrics.length > 0;
  const summaries = needsSummaries
    ? await instance.summaries(project, seesAll ? undefined : listed.jobs.map(({ uuid }) => uuid))
    : undefined;
  let jobs = listed.jobs.map((record): ListedJob => ({ record, summary: summaries?.get(record.uuid) }));
  if (!seesAll) {
    warnOfUnknownMetrics(run, metrics, jobs);
    return { jobs, total: listed.total, all: listed.total };
  }
  const known = new Set<string>(JOB_FIELDS);
  for (const { summary } of jobs) for (const name of summary?.keys() ?? []) known.add(name);
  if (filter) {
    const { checkNames } = await import('../../expression/reference.ts');
    if (jobs.length > 0) checkNames(filter, known, '--filter');
    jobs = jobs.filter((job) => filter.test(lookupOf(job)));
  }
  if (statuses) jobs = jobs.filter(({ record }) => statuses.has(record.status));
  if (sort) {
    if (jobs.length > 0) await checkSortKey(sort.key, known);
    const order = sort.descending ? compareTypedDescending : compareTyped;
    const keyed = jobs.map((job) => ({ job, key: lookupOf(job)(sort.key) }));
    // A stable sort: jobs with equal keys stay newest first.
    jobs = keyed.sort((a, b) => order(a.key, b.key)).map(({ job }) => job);
  }
  warnOfUnknownMetrics(run, metrics, jobs);
  const shown = size === undefined ? jobs : jobs.slice((page - 1) * size, page * size);
  return { jobs: shown, total: jobs.length, all: listed.jobs.length };
}

function isField(name: string): boolean {
  return (JOB_FIELDS as readonly string[]).includes(name);
}

/** A field of the job, else a metric of its summary. */
function lookupOf({ record, summary }: ListedJob): (name: string) => TypedValue | undefined {
  let fields: TypedRow | undefined;
  return (name) => {
    if (!isField(name)) return summary?.get(name);
    fields ??= jobRow(record);
    return fields.get(name);
  };
}

async function checkSortKey(key: string, known: ReadonlySet<string>): Promise<void> {
  if (known.has(key)) return;
  const fields = `Sort by a field (${JOB_FIELDS.join(', ')}) or a metric of the jobs' summaries.`;
  throw usageError(
    `--sort: there is no ${JSON.stringify(key)}`,
    [didYouMean(key, known), fields].filter(Boolean).join(' '),
  );
}

/** A metric that no job on the page has is more likely a slip than meant. */
function warnOfUnknownMetrics(run: Run, metrics: readonly string[], jobs: readonly ListedJob[]): void {
  if (jobs.length === 0) return;
  for (const metric of metrics) {
    if (jobs.some(({ summary }) => summary?.has(metric))) continue;
    run.warn(`no listed job has the metric ${show(metric)}`);
    const suggestion = didYouMean(metric, new Set(jobs.flatMap(({ summary }) => [...(summary?.keys() ?? [])])));
    if (suggestion !== undefined) run.note(suggestion);
  }
}

interface Listing {
  readonly project: string;
  readonly total: number;
  readonly all: number;
  readonly page: number;
  readonly size: number | undefined;
  readonly metrics: readonly string[];
  readonly options: ListOptions;
  /** What `--quiet` prints of each job. */
  readonly idColumn: string;
}

async function printJobs(run: Run, jobs: readonly ListedJob[], listing: Listing): Promise<void> {
  const { total, page, size, metrics, options, idColumn } = listing;
  const { output, context } = run;
  const isJson = output.format === 'json' || output.format === 'jsonl';
  const pagination = paginationOf(total, page, size);
  const rows = jobs.map(({ record, summary }) => {
    const row = new Map(isJson ? jobRow(record) : tableRecord(record));
    for (const metric of metrics)
      row.set(metricField(metric), summary?.get(metric) ?? { type: 'UNKNOWN', value: null });
    return row;
  });
  if (options.meta && output.format === 'json' && !output.quiet) {
    const { fields } = output;
    const list = rows.map((row) => new TypedData(mapFromRow(fields ? pick(row, fields) : row)));
    await printValue(run, typedFromPlain({ jobs: list, pagination: { ...pagination } }));
    return;
  }
  const columns = [...SHOWN_COLUMNS, ...metrics.map(metricField)];
  await printRows(run, {
    batches: async function* () {
      yield rows;
    },
    columns: async () => [...JOB_FIELDS, ...metrics.map(metricField)],
    shown: options.fullname ? ['project', ...columns] : columns,
    looks: [
      ...jobColumns(
        jobs.map(({ record }) => record.id),
        { fullname: options.fullname ?? false, now: context.now() },
      ),
      ...metricColumns(metrics),
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
  const what = removed ? 'removed job' : 'job';
  const count = `${total} ${what}${total === 1 ? '' : 's'}`;
  if (shown === total) return count;
  if (shown === 0) return `${count}, page ${page} is beyond the last of ${pages} pages`;
  return `${count}, page ${page} of ${pages}${page < pages ? ` (--page ${page + 1} for the next, --all for all)` : ''}`;
}

/** Why there is nothing to see, and what to do about it. */
function emptyFooter({ project, all, options: { removed, status, filter } }: Listing): string {
  const what = removed ? 'removed job' : 'job';
  if (all === 0) return `No ${what}s in the project ${project}${removed ? '.' : ': swjob create runs one.'}`;
  const narrowing = [status && '--status', filter !== undefined && '--filter'].filter(Boolean);
  return `No ${what}s fit ${narrowing.join(' and ')}; without ${narrowing.length === 1 ? 'it' : 'them'} ${all} do.`;
}
