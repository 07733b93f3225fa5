import type { Argument, Command, Option } from 'commander';
import { collect } from '../cli/syntax/command.ts';
import { TOPICS } from '../cli/syntax/topics.ts';
import type { ArgumentSyntax, CommandSyntax, OptionSyntax } from './command-syntax.ts';

/** The syntax of a command and its subcommands, without commands that the help does not show. */
export function syntaxOf(command: Command): CommandSyntax {
  const help = command.createHelp();
  const shown = new Set(help.visibleOptions(command));
  const options = [...shown, ...command.options.filter((option) => !shown.has(option))];
  return {
    name: command.name(),
    aliases: command.aliases(),
    summary: command.summary() || command.description(),
    options: options.map((option) => optionSyntax(option, !shown.has(option))),
    arguments: command.registeredArguments.map(argumentSyntax),
    commands: help.visibleCommands(command).map(syntaxOf),
  };
}

function optionSyntax(option: Option, hidden: boolean): OptionSyntax {
  return {
    flags: [option.long, option.short].filter((flag) => flag !== undefined),
    description: option.description,
    takesValue: option.required || option.optional,
    repeatable: option.parseArg === collect,
    hidden,
    choices: option.argChoices,
  };
}

function argumentSyntax(argument: Argument): ArgumentSyntax {
  const name = argument.name();
  const choices = name === 'topic' ? Object.keys(TOPICS) : argument.argChoices;
  return { name, variadic: argument.variadic, choices };
}

/** The syntax as JSON, without what is false: it is read at each TAB, and every part of the package counts. */
export function syntaxText(syntax: CommandSyntax): string {
  return JSON.stringify(syntax, (_, value) => (value === false ? undefined : value));
}
