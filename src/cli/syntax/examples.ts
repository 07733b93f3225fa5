import type { Command } from 'commander';

/** A command line that works as printed, and what it is for. */
export type Example = readonly [command: string, purpose: string];

/** Ends the help of a command with examples; a test runs each of them. */
export function examples(command: Command, list: readonly Example[]): void {
  const lines = list.flatMap(([line, purpose]) => [`  # ${purpose}`, `  $ ${line}`]);
  command.addHelpText('after', `\nExamples:\n${lines.join('\n')}\n\nGlobal options: swjob --help`);
}
