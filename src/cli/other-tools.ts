import { oneLine } from '../text/show.ts';
import { meant } from '../text/suggest.ts';

/** Our commands for the words of other tools. */
const COMMANDS: Readonly<Record<string, string>> = {
  delete: 'remove',
  del: 'remove',
  restore: 'recover',
  undelete: 'recover',
  stop: 'cancel',
  kill: 'cancel',
  abort: 'cancel',
  unpause: 'resume',
  show: 'info',
  view: 'info',
  describe: 'info',
  inspect: 'info',
  get: 'list',
  ps: 'list',
  search: 'list',
  run: 'create',
  rerun: 'create',
  retry: 'create',
  submit: 'create',
  start: 'create',
  evaluate: 'create',
  wait: 'status --wait',
  follow: 'watch',
  top: 'watch',
  metrics: 'summary',
  results: 'rows JOB results',
  log: 'logs',
  scan: 'rows',
  cat: 'rows',
  head: 'rows --limit 10',
  tail: 'rows --tail 10',
  export: 'rows --out',
  download: 'rows --save-artifacts',
  browse: 'open',
  ui: 'open',
  console: 'open',
  steps: 'tasks',
  login: 'instance login',
  logout: 'instance logout',
  auth: 'instance login',
  'auth login': 'instance login',
  'auth logout': 'instance logout',
  'auth status': 'instance list',
  config: 'instance list',
  use: 'project select',
  check: 'doctor',
  version: '--version',
};

/** What swcli and other tools call a job, in front of a command. */
const JOB_WORDS: ReadonlySet<string> = new Set([
  ...['jobs', 'eval', 'evals', 'evaluation', 'evaluations', 'run', 'runs', 'experiment', 'experiments'],
]);

/** swcli's command groups that are not about jobs, with their short names. */
const SWCLI_GROUPS: Readonly<Record<string, string>> = {
  model: 'model',
  mp: 'model',
  dataset: 'dataset',
  ds: 'dataset',
  runtime: 'runtime',
  rt: 'runtime',
  server: 'server',
  svr: 'server',
  board: 'board',
  gc: 'gc',
};

/** swcli's commands in groups that we have too. */
const SWCLI_COMMANDS: Readonly<Record<string, readonly string[]>> = {
  project: ['create', 'add', 'new', 'info', 'remove', 'rm', 'recover'],
};

/** A hint for the words of another tool, if they are known; `group` is our command in front of them, if there is one. */
export function commandOfOthers(
  group: string | null,
  words: readonly string[],
  names: ReadonlyMap<string, string>,
): string | undefined {
  const [word = '', next = ''] = words;
  if (group !== null) {
    if (group === 'instance' && (word === 'info' || word === 'show')) return meant(['list']);
    return SWCLI_COMMANDS[group]?.includes(word) ? `swcli does that: swcli ${group} ${word}.` : undefined;
  }
  if (JOB_WORDS.has(word) && next !== '') {
    const command = names.get(next) ?? own(COMMANDS, next);
    if (command !== undefined) return meant([command]);
  }
  const kind = own(SWCLI_GROUPS, word);
  if (kind !== undefined) {
    if (kind === 'model' && next === 'run') return meant(['create']);
    return `swjob works with jobs; for the rest use swcli ${oneLine([kind, next].join(' ').trim())}.`;
  }
  const command = own(COMMANDS, `${word} ${next}`) ?? own(COMMANDS, word) ?? (JOB_WORDS.has(word) ? 'list' : undefined);
  return command === undefined ? undefined : meant([command]);
}

/** Our options for those of other tools or commands; a sentence if no option does the same. */
const OPTIONS: Readonly<Record<string, readonly string[] | string>> = {
  '--format': ['--output'],
  '--limit': ['--size'],
  '--size': ['--limit'],
  '--max': ['--limit', '--size'],
  '--count': ['--limit', '--size'],
  '--per-page': ['--size'],
  '--where': ['--filter'],
  '--filter': ['--where'],
  '--query': ['--filter', '--where'],
  '--selector': ['--filter', '--where'],
  '--head': ['--limit', '--size'],
  '--lines': ['--tail', '--limit'],
  '--order-by': ['--sort'],
  '--orderby': ['--sort'],
  '--sort-by': ['--sort'],
  '--order': ['--sort'],
  '--state': ['--status'],
  '--metrics': ['--metric'],
  '--force': ['--yes'],
  '--select': ['--columns', '--fields'],
  '--uri': ['--project'],
  '--desc': 'A minus sorts descending: --sort=-KEY.',
  '--reverse': 'A minus sorts descending: --sort=-KEY.',
  '--jq': 'Pipe JSON into jq: --json | jq EXPRESSION.',
  '--template': 'Pipe JSON into jq: --json | jq EXPRESSION.',
  '--watch': 'swjob watch follows a job.',
};

/** A hint for an option of another tool, if the command has a matching one. */
export function optionOfOthers(flag: string, flags: readonly string[]): string | undefined {
  const meaning = own(OPTIONS, flag);
  if (typeof meaning === 'string') return flags.includes('--sort') || !meaning.includes('--sort') ? meaning : undefined;
  const known = meaning?.find((each) => flags.includes(each));
  return known === undefined ? undefined : meant([known]);
}

function own<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
