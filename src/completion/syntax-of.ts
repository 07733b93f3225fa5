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
    choices: option.argChoices ?? null,
  };
}

function argumentSyntax(argument: Argument): ArgumentSyntax {
  const name = argument.name();
  const choices = name === 'topic' ? Object.keys(TOPICS) : argument.argChoices;
  return { name, variadic: argument.variadic, choices: choices ?? null };
}

/** The syntax as JSON, with one line per option and argument, which keeps diffs readable. */
export function syntaxText(syntax: CommandSyntax): string {
  return `${commandText(syntax, '')}\n`;
}

function commandText(
  { name, aliases, summary, options, arguments: args, commands }: CommandSyntax,
  indent: string,
): string {
  const field = (key: string, value: string) => `${indent}  ${JSON.stringify(key)}: ${value}`;
  const list = (items: readonly string[]) =>
    items.length === 0 ? '[]' : `[\n${items.map((item) => `${indent}    ${item}`).join(',\n')}\n${indent}  ]`;
  const fields = [
    field('name', JSON.stringify(name)),
    field('aliases', JSON.stringify(aliases)),
    field('summary', JSON.stringify(summary)),
    field('options', list(options.map((option) => JSON.stringify(option)))),
    field('arguments', list(args.map((argument) => JSON.stringify(argument)))),
    field('commands', list(commands.map((command) => commandText(command, `${indent}    `)))),
  ];
  return `{\n${fields.join(',\n')}\n${indent}}`;
}
