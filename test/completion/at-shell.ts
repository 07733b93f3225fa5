import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { python, runProgram } from '../cli/at-terminal.ts';
import { PROGRAM } from '../support/cli.ts';
import { temporaryFolder } from '../support/stores.ts';

const DRIVER = fileURLToPath(new URL('press_tab.py', import.meta.url));
const SCRIPTS = fileURLToPath(new URL('../../completions/', import.meta.url));

/**
 * How each shell starts without user settings, and the ways to set up completions that the help of `swjob completion`
 * describes.
 */
const SHELLS = {
  bash: {
    command: ['bash', '--norc', '--noprofile', '-i'],
    setUp: `source '${SCRIPTS}swjob.bash'`,
    otherSetUps: ['eval "$(swjob completion bash)"', 'source <(swjob completion bash)'],
  },
  zsh: {
    command: ['zsh', '-f', '-i'],
    setUp: `autoload -U compinit; compinit -D -u; source '${SCRIPTS}swjob.zsh'`,
    otherSetUps: [
      'mkdir .zfunc; swjob completion zsh >.zfunc/_swjob; fpath=(~/.zfunc $fpath); autoload -U compinit; compinit -D -u',
      'autoload -U compinit; compinit -D -u; source <(swjob completion zsh)',
    ],
  },
  fish: {
    command: ['fish', '--no-config', '-i'],
    setUp: `source '${SCRIPTS}swjob.fish'`,
    otherSetUps: [
      'mkdir own; swjob completion fish >own/swjob.fish; set fish_complete_path ~/own',
      'swjob completion fish | source',
    ],
  },
} as const;

export type TestedShell = keyof typeof SHELLS;
export const TESTED_SHELLS = Object.keys(SHELLS) as readonly TestedShell[];

export function otherSetUps(shell: TestedShell): readonly string[] {
  return SHELLS[shell].otherSetUps;
}

/** Why this shell cannot be tested here, which is a failure in CI. */
export function missingShell(shell: TestedShell): boolean {
  const isThere = (process.env['PATH'] ?? '').split(delimiter).some((folder) => existsSync(join(folder, shell)));
  if (isThere && python !== undefined) return false;
  const message = `the completions of ${shell} are not tested: ${isThere ? 'there is no Python' : `there is no ${shell}`}`;
  if (process.env['CI'] === 'true') throw new Error(message);
  process.stderr.write(`\nSKIPPED: ${message}\n\n`);
  return true;
}

export interface Typed {
  /** For each line, the words that the shell passed to the program. */
  readonly words: readonly (readonly string[])[];
  /** Everything that the terminal showed, without colours and cursor movements. */
  readonly shown: string;
  /** The names of everything in the folder afterwards. */
  readonly files: readonly string[];
}

/**
 * Types lines that begin with `swjob` into a real shell, in a folder with a file `my rows.csv` and a folder `my out`. TABs
 * ask for completions, which the real program answers. Each line is then run, which only records its words.
 */
export async function typeInto(
  shell: TestedShell,
  lines: readonly string[],
  env: Readonly<Record<string, string>>,
  setUp: string = SHELLS[shell].setUp,
): Promise<Typed> {
  const folder = mkdtempSync(join(await temporaryFolder(), 'shell-'));
  const answered = join(folder, 'answered');
  const run = join(folder, 'run');
  writeFileSync(join(folder, 'my rows.csv'), '');
  mkdirSync(join(folder, 'my out'));
  writeFileSync(join(folder, 'swjob'), programThatNotes(answered, run));
  chmodSync(join(folder, 'swjob'), 0o755);
  const { command } = SHELLS[shell];
  const steps = ['cd\r', `${setUp}\r`, ...lines.flatMap((line) => [...line.split(/(?<=\t)/), '\r'])];
  const path = `${folder}${delimiter}${process.env['PATH']}`;
  const own = { HOME: folder, XDG_CACHE_HOME: join(folder, 'cache'), PATH: path, TERM: 'xterm', LANG: 'C.UTF-8' };
  const args = [DRIVER, answered, run, JSON.stringify(steps), ...command];
  const { stdout, stderr } = await runProgram(python ?? '', args, { ...own, ...env });
  const noted = existsSync(run) ? readFileSync(run, 'utf8').split('\n\0').slice(0, -1) : [];
  if (noted.length !== lines.length) throw new Error(`not all lines were run: ${stderr}\n${stdout}`);
  const shown = stdout.replace(/\u001b(?:\[[?>=\d;]*[ -/]*[@-~]|\][^\u0007]*\u0007|[()][A-Z0-9]|[=>78M])/g, '');
  return { words: noted.map((words) => words.split('\0').slice(0, -1)), shown, files: readdirSync(folder) };
}

function programThatNotes(answered: string, run: string): string {
  return `#!/bin/sh
if [ "$1" = __complete ]; then
  '${process.execPath}' '${PROGRAM}' "$@"
  printf x >>'${answered}'
elif [ "$1" = completion ]; then
  '${process.execPath}' '${PROGRAM}' "$@"
else
  { printf '%s\\0' "$@"; printf '\\n\\0'; } >>'${run}'
fi
`;
}
