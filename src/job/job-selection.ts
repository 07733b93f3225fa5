import { usageError } from '../errors.ts';
import type { Expression } from '../expression/expression.ts';
import { splitList } from '../text/list.ts';
import { MOMENT_ADVICE, type Moment, parseMoment } from '../text/moment.ts';
import { show } from '../text/show.ts';
import { parseStatusWord } from '../uri/job-selector.ts';
import type { JobStatus } from './record.ts';
import type { SortKey } from './sort-batches.ts';

/** The options that select or sort jobs. Any of them needs a look at all jobs. */
export interface SelectionOptions {
  readonly status?: readonly string[] | undefined;
  readonly filter?: string | undefined;
  readonly sort?: readonly string[] | undefined;
  readonly since?: string | undefined;
  readonly until?: string | undefined;
}

/** The name of an option in messages. */
type OptionName = (name: keyof SelectionOptions) => string;

export interface JobSelection {
  readonly optionName: OptionName;
  readonly statuses: ReadonlySet<JobStatus> | undefined;
  readonly filter: Expression | undefined;
  readonly sort: readonly SortKey[];
  readonly since: Moment | undefined;
  readonly until: Moment | undefined;
}

const FLAGS: OptionName = (name) => `--${name}`;

/** Reads the options; `now` in epoch milliseconds. */
export async function parseSelection(
  { status, filter, sort, since, until }: SelectionOptions,
  now: number,
  optionName = FLAGS,
): Promise<JobSelection> {
  return {
    optionName,
    statuses: status && new Set(splitList(status, optionName('status')).map(parseStatusWord)),
    filter: filter === undefined ? undefined : await parseFilter(filter, optionName('filter'), now),
    sort: sort === undefined ? [] : (await import('./sort-keys.ts')).parseSortKeys(sort, optionName('sort')),
    since: since === undefined ? undefined : momentOf(since, optionName('since'), now),
    until: until === undefined ? undefined : momentOf(until, optionName('until'), now),
  };
}

async function parseFilter(text: string, option: string, now: number): Promise<Expression> {
  const { parseExpression } = await import('../expression/expression.ts');
  const { jobMeanings } = await import('./job-meanings.ts');
  return parseExpression(text, option, jobMeanings(now));
}

function momentOf(text: string, option: string, now: number): Moment {
  const moment = parseMoment(text, now);
  if (moment === undefined) throw usageError(`${option} ${show(text)} is not a time`, MOMENT_ADVICE);
  return moment;
}
