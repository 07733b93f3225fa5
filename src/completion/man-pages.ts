import type { Command, Help } from 'commander';
import { paragraph, roffText, verbatim } from './roff.ts';

/** What a page is made of beside the tree: the text of a command's `--help`, and the topics that stand at the end. */
type HelpOf = (command: Command) => string;

/** The pages of section 1 by file name: the program's own with the help topics, and one for each command. */
export function manPagesOf(program: Command, helpOf: HelpOf, topics: readonly string[]): ReadonlyMap<string, string> {
  const pages = new Map<string, string>();
  const commands = commandsBelow(program);
  pages.set(`${pageName(program)}.1`, programPage(program, topics));
  for (const command of commands) pages.set(`${pageName(command)}.1`, commandPage(command, program, helpOf));
  return pages;
}

function commandsBelow(parent: Command): readonly Command[] {
  const visible = parent.createHelp().visibleCommands(parent);
  return visible.flatMap((command) => [command, ...commandsBelow(command)]);
}

function programPage(program: Command, topics: readonly string[]): string {
  const help = program.createHelp();
  return [
    heading(program),
    synopsis(program, help),
    section('DESCRIPTION', paragraph(program.description())),
    section('COMMANDS', commandList(program)),
    section('OPTIONS', optionList(program, help)),
    ...topics.map(topicSection),
    seeAlso(commandsBelow(program)),
  ].join('');
}

function commandPage(command: Command, program: Command, helpOf: HelpOf): string {
  const help = command.createHelp();
  const args = help.visibleArguments(command).filter(({ description }) => description !== '');
  const argumentList = args.map((argument) => item(help.argumentTerm(argument), help.argumentDescription(argument)));
  const subcommands = help.visibleCommands(command).length > 0 ? section('COMMANDS', commandList(command)) : '';
  return [
    heading(command),
    synopsis(command, help),
    section('DESCRIPTION', description(command)),
    argumentList.length > 0 ? section('ARGUMENTS', argumentList.join('')) : '',
    subcommands,
    section(
      'OPTIONS',
      `${optionList(command, help)}${paragraph(`${program.name()}(1) lists the options of all commands.`)}`,
    ),
    examplesOf(helpOf(command)),
    seeAlso([program, ...commandsBelow(command)]),
  ].join('');
}

/** `swjob-instance-list`. */
function pageName(command: Command): string {
  return pathOf(command).join('-');
}

function pathOf(command: Command): readonly string[] {
  return command.parent ? [...pathOf(command.parent), command.name()] : [command.name()];
}

function heading(command: Command): string {
  const name = pageName(command);
  const summary = command.summary() || command.description();
  const purpose = `${summary.charAt(0).toLowerCase()}${summary.slice(1).replace(/\.$/, '')}`;
  return `.TH ${roffText(name.toUpperCase())} 1 "" "swjob" "swjob manual"\n.SH NAME\n${roffText(name)} \\- ${roffText(purpose)}\n`;
}

function synopsis(command: Command, help: Help): string {
  return section('SYNOPSIS', `${paragraph(help.commandUsage(command).replace(/\|\w+/g, ''))}`);
}

/** Paragraphs, of which those that are laid out in columns stay so. */
function description(command: Command): string {
  const text = command.description() || `${command.summary().charAt(0).toUpperCase()}${command.summary().slice(1)}.`;
  const parts = text.split('\n\n');
  return parts.map((part) => (part.includes('\n') ? verbatim(part) : paragraph(part))).join('');
}

function commandList(parent: Command): string {
  const commands = parent.createHelp().visibleCommands(parent);
  return commands
    .map((command) =>
      item([command.name(), ...command.aliases()].join(', '), command.summary() || command.description()),
    )
    .join('');
}

function optionList(command: Command, help: Help): string {
  return help
    .visibleOptions(command)
    .map((option) => item(help.optionTerm(option), help.optionDescription(option)))
    .join('');
}

function item(term: string, text: string): string {
  return `.TP\n.B ${roffText(term)}\n${roffText(text)}\n`;
}

/** The examples as `--help` prints them: a purpose behind `#`, and below it the line behind `$`. */
function examplesOf(help: string): string {
  const examples = Array.from(help.matchAll(/^ {2}# (.*)\n {2}\$ (.*)$/gm), ([, purpose = '', line = '']) => {
    return `${paragraph(`${purpose.charAt(0).toUpperCase()}${purpose.slice(1)}:`)}${verbatim(line)}`;
  });
  return examples.length > 0 ? section('EXAMPLES', examples.join('')) : '';
}

/** A topic's first line is its title. */
function topicSection(text: string): string {
  const [title = '', ...lines] = text.trimEnd().split('\n');
  // The forms of URIs have a title for each kind.
  if (lines[0] !== '') return section('URIS', verbatim(text.trimEnd()));
  return section(title.toUpperCase(), verbatim(lines.slice(1).join('\n')));
}

function seeAlso(commands: readonly Command[]): string {
  const names = commands.map((command) => `.BR ${roffText(pageName(command))} (1)`);
  return section('SEE ALSO', `${names.join(' ,\n')}\n`);
}

function section(title: string, content: string): string {
  return `.SH ${roffText(title)}\n${content}`;
}
