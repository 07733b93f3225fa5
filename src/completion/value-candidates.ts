import { RESULTS_TABLE } from '../job/instance.ts';
import { JOB_FIELDS } from '../job/job-row.ts';
import type { Candidate } from './candidate.ts';
import type { CommandSyntax } from './command-syntax.ts';
import type { CompletionSources } from './completion-sources.ts';
import { nameCandidates } from './expression-names.ts';
import { fieldNames } from './field-names.ts';
import { jobFilterOf } from './job-filter.ts';
import type { Position } from './position.ts';
import { commandCandidates } from './syntax-candidates.ts';
import { texts, UriCandidates } from './uri-candidates.ts';
import type { ValueKind } from './value-kinds.ts';

export interface WantedValues {
  readonly kind: ValueKind;
  /** The part of the word before the cursor. */
  readonly typed: string;
  readonly position: Position;
  readonly program: CommandSyntax;
  readonly sources: CompletionSources;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** The values of a kind; the caller drops those that do not begin with what is typed. */
export async function valueCandidates(wanted: WantedValues): Promise<readonly Candidate[]> {
  const { kind, typed, position, program, sources, now } = wanted;
  const uris = new UriCandidates(sources, now);
  const chosen = (flag: string) => position.values.get(flag)?.at(-1) ?? '';
  const project = chosen('--project');
  switch (kind.of) {
    case 'words':
      return texts(kind.words);
    case 'topic':
      return [...commandCandidates(program, typed), ...texts(kind.words)];
    case 'instance':
      return uris.instances();
    case 'project':
      return uris.projects(typed);
    case 'job':
      return without(await uris.jobs(typed, jobFilterOf(position.path)), position.args);
    case 'table':
      return texts(await tablesOf(position, sources));
    case 'column':
      return texts(await columnsOf(position, sources, typed));
    case 'field':
      return texts(await fieldsOf(position, sources, typed));
    case 'metric':
      return texts(await metricsOf(project, sources));
    case 'sort-key': {
      const minus = typed.startsWith('-') ? '-' : '';
      const names = TABLE_COMMANDS.has(position.path)
        ? columnsOf(position, sources, typed.slice(minus.length))
        : jobNames(project, sources);
      return texts(await names, minus);
    }
    case 'condition':
      return nameCandidates(typed, await namesOfCondition(position, sources, typed));
    case 'model':
    case 'dataset':
    case 'runtime':
      return uris.packages(typed, kind.of, project);
    case 'handler': {
      const target = await sources.project(project);
      return texts(await (await sources.source(target.instance)).handlers(target.project, chosen('--model')));
    }
    default:
      return [];
  }
}

/** Without the jobs that are already on the command line, even if their ids are abbreviated. */
function without(candidates: readonly Candidate[], args: readonly string[]): readonly Candidate[] {
  if (args.length === 0) return candidates;
  return candidates.filter(({ value, goesOn }) => goesOn || !args.some((arg) => isSameJob(arg, value)));
}

/** Ids may be abbreviated, except for a Server's numbers. */
function isSameJob(arg: string, value: string): boolean {
  if (arg === value) return true;
  return !/(?:^|\/)\d+$/.test(arg) && (arg.startsWith(value) || (arg.length >= 4 && value.startsWith(arg)));
}

async function tablesOf({ args: [job = ''] }: Position, sources: CompletionSources): Promise<readonly string[]> {
  const target = await sources.job(job);
  return (await sources.source(target.instance)).tables(target.project, target.job);
}

/** The columns of a table; once a name is begun, also paths into their values: before, there are too many. */
async function columnsOf(position: Position, sources: CompletionSources, typed: string): Promise<readonly string[]> {
  const [job = ''] = position.args;
  const table = tableOf(position);
  if (table === undefined) return [];
  const target = await sources.job(job);
  const source = await sources.source(target.instance);
  const columns = await source.columns(target.project, target.job, table);
  const [begun = ''] = /[^\s()[\],=<>!~'"`]*$/.exec(typed) ?? [];
  if (begun === '' || !columns.some((column) => column.startsWith(begun) || begun.startsWith(column))) return columns;
  const inner = await source.innerNames(target.project, target.job, table);
  return [...columns, ...(SLASH_OR_DOT.exec(begun)?.[0] === '.' ? inner.map(dotted) : inner)];
}

/** The commands whose conditions and sort keys are about the rows of a table. */
const TABLE_COMMANDS: ReadonlySet<string> = new Set(['rows', 'diff', 'plot', 'report']);

/** The table on the command line, or the default. */
function tableOf({ path, args }: Position): string | undefined {
  switch (path) {
    case 'diff':
      return args[2] ?? RESULTS_TABLE;
    case 'report':
      return RESULTS_TABLE;
    case 'rows':
      return args.length > 1 ? args.at(-1) : RESULTS_TABLE;
    default:
      // The table comes after the jobs, however many there are.
      return args.length > 1 ? args.at(-1) : undefined;
  }
}

const SLASH_OR_DOT = /[/.]/;

/** With dots, if the user began to write it so: `output.label`. */
function dotted(name: string): string {
  return name.replaceAll('/', '.');
}

/** What `--fields` selects: columns of rows, metrics of summaries, else the keys that a command prints. */
async function fieldsOf(position: Position, sources: CompletionSources, typed: string): Promise<readonly string[]> {
  switch (position.path) {
    case 'rows':
      return columnsOf(position, sources, typed);
    case 'summary':
      return ['id', ...(await metricsOfJob(position, sources))];
    case 'list': {
      const metrics = position.values.get('--metric')?.flatMap((names) => names.split(',')) ?? [];
      return [...fieldNames('list'), ...metrics];
    }
    default:
      return fieldNames(position.path);
  }
}

/** The names that a condition can use: `--where` of a table, `--assert` of a summary, `--filter` of jobs. */
async function namesOfCondition(
  position: Position,
  sources: CompletionSources,
  typed: string,
): Promise<readonly string[]> {
  if (TABLE_COMMANDS.has(position.path)) return columnsOf(position, sources, typed);
  if (position.path === 'summary') return metricsOfJob(position, sources);
  return jobNames(position.values.get('--project')?.at(-1) ?? '', sources);
}

/** The names to sort and filter jobs by: their metrics and their own keys. */
async function jobNames(project: string, sources: CompletionSources): Promise<readonly string[]> {
  return [...(await metricsOf(project, sources).catch(() => [])), ...JOB_FIELDS];
}

async function metricsOf(project: string, sources: CompletionSources): Promise<readonly string[]> {
  const target = await sources.project(project);
  return (await sources.source(target.instance)).metrics(target.project);
}

async function metricsOfJob({ args: [job = ''] }: Position, sources: CompletionSources): Promise<readonly string[]> {
  const { instance, project } = await sources.job(job);
  return (await sources.source(instance)).metrics(project);
}
