import type { Command } from 'commander';
import { JOB_FIELDS } from '../cli/job-row.ts';
import { TOPICS } from '../cli/syntax/topics.ts';
import type { JobTarget } from '../uri/target.ts';
import type { Candidate } from './candidate.ts';
import type { LiveValues } from './live-values.ts';
import type { Position } from './position.ts';
import { commandCandidates } from './syntax-candidates.ts';
import { type JobWish, texts, UriCandidates } from './uri-candidates.ts';
import type { ValueKind } from './value-kinds.ts';

const SERVER_ONLY: ReadonlySet<string> = new Set(['tasks', 'events', 'open', 'pin', 'comment']);
const OF_UNFINISHED: ReadonlySet<string> = new Set(['pause', 'cancel', 'watch']);

export interface WantedValues {
  readonly kind: ValueKind;
  /** The part of the word that stands before the cursor. */
  readonly typed: string;
  readonly position: Position;
  readonly program: Command;
  readonly live: LiveValues;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** The values of a kind, of which not all need to begin with what is typed. */
export async function valueCandidates(wanted: WantedValues): Promise<readonly Candidate[]> {
  const { kind, typed, position, program, live, now } = wanted;
  const uris = new UriCandidates(live, now);
  const chosen = (flag: string) => position.values.get(flag)?.at(-1) ?? '';
  const project = chosen('--project');
  switch (kind.of) {
    case 'words':
      return texts(kind.words);
    case 'topic':
      return [...commandCandidates(program, typed), ...texts(Object.keys(TOPICS))];
    case 'instance':
      return uris.instances();
    case 'project':
      return uris.projects(typed);
    case 'job':
      return without(await uris.jobs(typed, wishOf(position.command)), position.args);
    case 'table':
      return texts(await tablesOf(position, live));
    case 'column':
      return texts(await columnsOf(position, live));
    case 'field':
      return texts(await fieldsOf(position, live));
    case 'metric':
      return texts(await metricsOf(project, live));
    case 'sort-key': {
      const minus = typed.startsWith('-') ? '-' : '';
      const metrics = await metricsOf(project, live).catch(() => []);
      return texts([...metrics, ...JOB_FIELDS], minus);
    }
    case 'model':
    case 'dataset':
    case 'runtime':
      return uris.packages(typed, kind.of, project);
    case 'handler': {
      const target = await live.project(project);
      return texts(await (await live.source(target.instance)).handlers(target.project, chosen('--model')));
    }
    default:
      return [];
  }
}

function wishOf(command: Command): JobWish {
  const name = command.name();
  return { removed: name === 'recover', unfinished: OF_UNFINISHED.has(name), serverOnly: SERVER_ONLY.has(name) };
}

/** Jobs that the command line has already are not offered again. */
function without(candidates: readonly Candidate[], args: readonly string[]): readonly Candidate[] {
  return candidates.filter(({ value }) => !args.includes(value));
}

async function tablesOf({ args: [job = ''] }: Position, live: LiveValues): Promise<readonly string[]> {
  const target = await live.job(job);
  return (await live.source(target.instance)).tables(target.project, target.job);
}

async function columnsOf({ args: [job = '', table] }: Position, live: LiveValues): Promise<readonly string[]> {
  if (table === undefined) return [];
  const target: JobTarget = await live.job(job);
  return (await live.source(target.instance)).columns(target.project, target.job, table);
}

/** What `--fields` cuts down: of rows the columns, of jobs their keys. */
async function fieldsOf(position: Position, live: LiveValues): Promise<readonly string[]> {
  switch (position.command.name()) {
    case 'rows':
      return columnsOf(position, live);
    case 'list':
      return position.command.parent?.parent ? [] : JOB_FIELDS;
    case 'info':
      return JOB_FIELDS;
    case 'summary': {
      const { instance, project } = await live.job(position.args[0] ?? '');
      return (await live.source(instance)).metrics(project);
    }
    default:
      return [];
  }
}

async function metricsOf(project: string, live: LiveValues): Promise<readonly string[]> {
  const target = await live.project(project);
  return (await live.source(target.instance)).metrics(target.project);
}
