import type { Candidate } from './candidate.ts';
import type { CommandSyntax } from './command-syntax.ts';
import type { Position } from './position.ts';

/** The commands of the program or of a group; an alias only if its command's name does not begin with what is typed. */
export function commandCandidates({ commands }: CommandSyntax, typed: string): readonly Candidate[] {
  return commands.flatMap(({ name, aliases, summary }) => {
    const value = [name, ...aliases].find((known) => known.startsWith(typed));
    return value === undefined ? [] : [{ value, description: summary }];
  });
}

/** The flags that may still be given: the command's own, then the global ones. */
export function flagCandidates({ command, given, current }: Position, program: CommandSyntax): readonly Candidate[] {
  const options = command === program ? program.options : [...command.options, ...program.options];
  const seen = new Set<string>();
  return options.flatMap((option) => {
    const { flags, hidden, repeatable, description } = option;
    if (hidden || (given.has(option) && !repeatable)) return [];
    return flags.flatMap((flag) => {
      // Short flags are offered only if nothing else was typed.
      const isMeant = flag.startsWith('--') || current === flag || current === '-';
      if (!isMeant || !flag.startsWith(current) || seen.has(flag)) return [];
      if (flag === '--version' && command !== program) return [];
      seen.add(flag);
      return [{ value: flag, description }];
    });
  });
}
