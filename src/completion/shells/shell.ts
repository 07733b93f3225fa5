import type { Reply } from '../candidate.ts';
import type { CompletionLine } from '../context.ts';
import type { ShellName } from './names.ts';

/** How one shell asks, and which answer it expects. */
export interface Shell {
  /** The script that the user's shell loads, for a program of this name. */
  script(program: string): string;
  /** The line that the script's arguments describe. */
  line(args: readonly string[]): CompletionLine;
  /** The text that the script reads: the kind of the reply on the first line, a candidate on each further one. */
  text(reply: Reply, args: readonly string[]): string;
}

/** The file below completions/ that holds a shell's script. */
export const SCRIPT_FILES: Readonly<Record<ShellName, string>> = {
  bash: 'swjob.bash',
  zsh: 'swjob.zsh',
  fish: 'swjob.fish',
  powershell: 'swjob.ps1',
};

/** Value and description of each candidate, separated by a tab. */
export function plainText({ kind, candidates }: Reply): string {
  const lines = candidates.map(({ value, description }) => (description ? `${value}\t${description}` : value));
  return [kind, ...lines, ''].join('\n');
}

/** The words before the last one, and that one. */
export function wordsLine(args: readonly string[]): CompletionLine {
  return { before: args.slice(0, -1), current: args.at(-1) ?? '' };
}
