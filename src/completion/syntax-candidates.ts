import type { Command, Option } from 'commander';
import type { Candidate } from './candidate.ts';
import type { Position } from './position.ts';

/** The commands of the program or of a group; an alias only where no name begins like it. */
export function commandCandidates(command: Command, typed: string): readonly Candidate[] {
  const visible = command.createHelp().visibleCommands(command);
  return visible.flatMap((each) => {
    const description = each.summary() || each.description();
    if (each.name().startsWith(typed)) return [{ value: each.name(), description }];
    return each.aliases().flatMap((alias) => (alias.startsWith(typed) ? [{ value: alias, description }] : []));
  });
}

/** The flags that may still be given: the command's own, then those of every command. */
export function flagCandidates({ command, given, current }: Position, program: Command): readonly Candidate[] {
  const help = command.createHelp();
  const options = [...help.visibleOptions(command), ...(command === program ? [] : help.visibleOptions(program))];
  const seen = new Set<string>();
  return options.flatMap((option) => {
    if (given.has(option) && !isRepeatable(option)) return [];
    return [option.long, option.short].flatMap((flag) => {
      // Short ones only where one may be meant.
      if (
        flag === undefined ||
        !flag.startsWith(current) ||
        (flag === option.short && current !== flag && current !== '-')
      )
        return [];
      if (seen.has(flag) || (flag === '--version' && command !== program)) return [];
      seen.add(flag);
      return [{ value: flag, description: option.description }];
    });
  });
}

/** Options that collect their values may be given again. */
function isRepeatable(option: Option): boolean {
  return option.parseArg !== undefined;
}
