import { JOB_STATUSES } from '../job/record.ts';
import type { ArgumentSyntax, CommandSyntax, OptionSyntax } from './command-syntax.ts';

/** What kind of values an option or an argument has. */
export type ValueKind =
  | { readonly of: 'words' | 'topic'; readonly words: readonly string[] }
  /** `text-or-file`: text, or the path of a file after an `@`. */
  | { readonly of: 'files' | 'folders' | 'text-or-file' | 'nothing' }
  | { readonly of: 'instance' | 'project' | 'job' | 'handler' }
  | { readonly of: 'table' | 'column' | 'field' | 'metric' | 'sort-key' | 'condition' }
  | { readonly of: 'model' | 'dataset' | 'runtime' };

export const NO_VALUES: ValueKind = { of: 'nothing' };

/** Options that take several values, separated by commas. */
const LISTS: ReadonlySet<string> = new Set([
  '--fields',
  '--status',
  '--metric',
  '--columns',
  '--sort',
  '--y',
  '--lower-is-better',
  '--higher-is-better',
  '--only',
  '--ignore',
  '--on',
]);

/** By long flag: a flag means the same in every command. */
const OF_OPTIONS: Readonly<Record<string, ValueKind>> = {
  '--fields': { of: 'field' },
  '--color': { of: 'words', words: ['auto', 'always', 'never'] },
  '--config': { of: 'files' },
  '--request-timeout': NO_VALUES,
  '--precision': NO_VALUES,
  '--project': { of: 'project' },
  '--instance': { of: 'instance' },
  '--page': NO_VALUES,
  '--since': NO_VALUES,
  '--until': NO_VALUES,
  '--artifact-name': NO_VALUES,
  '--size': NO_VALUES,
  '--status': { of: 'words', words: JOB_STATUSES },
  '--metric': { of: 'metric' },
  '--sort': { of: 'sort-key' },
  '--filter': { of: 'condition' },
  '--max-report-cols': NO_VALUES,
  '--assert': { of: 'condition' },
  '--start': NO_VALUES,
  '--end': NO_VALUES,
  '--key-type': { of: 'words', words: ['auto', 'int', 'str', 'float', 'bool', 'bytes'] },
  '--limit': NO_VALUES,
  '--tail': NO_VALUES,
  '--columns': { of: 'column' },
  '--where': { of: 'condition' },
  '--revision': NO_VALUES,
  '--save-artifacts': { of: 'folders' },
  '--out': { of: 'files' },
  '--timeout': NO_VALUES,
  '--interval': NO_VALUES,
  '--alias': NO_VALUES,
  '--username': NO_VALUES,
  '--password': NO_VALUES,
  '--token': NO_VALUES,
  '--model': { of: 'model' },
  '--handler': { of: 'handler' },
  '--dataset': { of: 'dataset' },
  '--finetune-validation-dataset': { of: 'dataset' },
  '--runtime': { of: 'runtime' },
  '--python': { of: 'files' },
  '--dataset-head': NO_VALUES,
  '--resource-pool': NO_VALUES,
  '--ttl': NO_VALUES,
  '--dev-mode-password': NO_VALUES,
  '--overwrite-specs': { of: 'text-or-file' },
  '--task': NO_VALUES,
  '--kind': { of: 'words', words: ['line', 'scatter', 'bar', 'hist', 'roc', 'matrix'] },
  '--x': { of: 'column' },
  '--y': { of: 'column' },
  '--smooth': NO_VALUES,
  '--baseline': { of: 'job' },
  '--max-drop': NO_VALUES,
  '--max-rise': NO_VALUES,
  '--lower-is-better': { of: 'metric' },
  '--higher-is-better': { of: 'metric' },
  '--max-bytes': NO_VALUES,
  '--only': { of: 'words', words: ['changed', 'added', 'removed', 'fixed', 'broken', 'wrong'] },
  '--right': { of: 'condition' },
  '--ignore': { of: 'column' },
  '--tolerance': NO_VALUES,
  '--on': { of: 'column' },
};

/** By the argument's name. */
const OF_ARGUMENTS: Readonly<Record<string, ValueKind>> = {
  job: { of: 'job' },
  base: { of: 'job' },
  table: { of: 'table' },
  project: { of: 'project' },
  instance: { of: 'instance' },
  address: { of: 'instance' },
  text: NO_VALUES,
  args: NO_VALUES,
  command: NO_VALUES,
};

/** The kind of an option's values; undefined for an option that this table lacks. */
export function kindOfOption({ flags: [flag = ''], choices }: OptionSyntax): ValueKind | undefined {
  if (choices !== undefined) return { of: 'words', words: choices };
  return Object.hasOwn(OF_OPTIONS, flag) ? OF_OPTIONS[flag] : undefined;
}

export function isList({ flags: [flag = ''] }: OptionSyntax): boolean {
  return LISTS.has(flag);
}

/** The kind of an argument's values; undefined for an argument that this table lacks. */
export function kindOfArgument({ name, choices }: ArgumentSyntax): ValueKind | undefined {
  if (name === 'topic') return { of: 'topic', words: choices ?? [] };
  if (choices !== undefined) return { of: 'words', words: choices };
  return Object.hasOwn(OF_ARGUMENTS, name) ? OF_ARGUMENTS[name] : undefined;
}

/** The command's argument after this many others; undefined if it takes no more. */
export function argumentAfter({ arguments: known }: CommandSyntax, count: number): ArgumentSyntax | undefined {
  const last = known.at(-1);
  return known[count] ?? (last?.variadic ? last : undefined);
}
