import type { Command, Help } from 'commander';
import { examplesOf } from '../cli/syntax/examples.ts';
import {
  item,
  paragraph,
  references,
  roffText,
  section,
  subsection,
  titleLine,
  verbatim,
  wideVerbatim,
} from './roff.ts';

/** A topic of `swjob help`. */
export interface ManTopic {
  readonly name: string;
  readonly summary: string;
  readonly text: string;
}

/** The manual's section for conventions and the like. */
const TOPIC_SECTION = 7;

/** The pages by file name: the program's own, one per command, and in section 7 one per help topic. */
export function manPagesOf(program: Command, topics: readonly ManTopic[]): ReadonlyMap<string, string> {
  const pages = new Map<string, string>();
  const commands = commandsBelow(program);
  pages.set(`${pageName(program)}.1`, programPage(program, topics));
  for (const command of commands) pages.set(`${pageName(command)}.1`, commandPage(command, program, topics));
  for (const topic of topics) pages.set(`${topicName(program, topic)}.${TOPIC_SECTION}`, topicPage(program, topic));
  return pages;
}

function commandsBelow(parent: Command): readonly Command[] {
  const visible = parent.createHelp().visibleCommands(parent);
  return visible.flatMap((command) => [command, ...commandsBelow(command)]);
}

function programPage(program: Command, topics: readonly ManTopic[]): string {
  const help = program.createHelp();
  const listed = topics.map((topic) => item(topic.name, `${topic.summary}: ${topicName(program, topic)}(7)`));
  return [
    heading(program),
    synopsis(program, help),
    section('DESCRIPTION', paragraph(program.description())),
    section('COMMANDS', commandList(program, help)),
    section('OPTIONS', `${paragraph('They may be given before or after the command.')}${optionList(program, help)}`),
    section('TOPICS', `${paragraph(`${program.name()} help TOPIC prints the text of a topic.`)}${listed.join('')}`),
    ...endings(program),
    examples(program),
    seeAlso(
      commandsBelow(program),
      topics.map((topic) => topicName(program, topic)),
    ),
  ].join('');
}

function commandPage(command: Command, program: Command, topics: readonly ManTopic[]): string {
  const help = command.createHelp();
  const args = help.visibleArguments(command).filter(({ description }) => description !== '');
  const argumentList = args.map((argument) => item(help.argumentTerm(argument), help.argumentDescription(argument)));
  const more = paragraph(`${program.name()}(1) lists the options of all commands.`);
  return [
    heading(command),
    synopsis(command, help),
    section('DESCRIPTION', description(command)),
    argumentList.length > 0 ? section('ARGUMENTS', argumentList.join('')) : '',
    command.commands.length > 0 ? section('COMMANDS', commandList(command, help)) : '',
    section('OPTIONS', `${optionList(command, help)}${more}`),
    ...endings(program),
    examples(command),
    seeAlso(
      [program, ...(command.parent && command.parent !== program ? [command.parent] : []), ...commandsBelow(command)],
      topics.map((topic) => topicName(program, topic)),
    ),
  ].join('');
}

function topicPage(program: Command, topic: ManTopic): string {
  const name = topicName(program, topic);
  const lines = topic.text.trimEnd().split('\n');
  // The title repeats the name of the page, except for the forms of URIs, which have a title per kind.
  const text = lines[1] === '' ? lines.slice(2) : lines;
  return [
    titleLine(name, TOPIC_SECTION),
    section('NAME', `${roffText(name)} \\- ${roffText(topic.summary)}\n`),
    section('DESCRIPTION', wideVerbatim(text.join('\n'))),
    seeAlso([program], []),
  ].join('');
}

/** The sections about exit statuses and environment variables. */
function endings(program: Command): readonly string[] {
  const name = program.name();
  return [
    section('EXIT STATUS', paragraph(`0 for success. ${name}-exit-codes(7) lists the others.`)),
    section('ENVIRONMENT', paragraph(`${name}-environment(7) lists the variables that ${name} reads.`)),
  ];
}

/** `swjob-instance-list`. */
function pageName(command: Command): string {
  return pathOf(command).join('-');
}

function pathOf(command: Command): readonly string[] {
  return command.parent ? [...pathOf(command.parent), command.name()] : [command.name()];
}

function topicName(program: Command, { name }: Pick<ManTopic, 'name'>): string {
  return `${program.name()}-${name}`;
}

function heading(command: Command): string {
  const name = pageName(command);
  const summary = command.summary() || command.description();
  const purpose = `${summary.charAt(0).toLowerCase()}${summary.slice(1).replace(/\.$/, '')}`;
  return `${titleLine(name, 1)}${section('NAME', `${roffText(name)} \\- ${roffText(purpose)}\n`)}`;
}

function synopsis(command: Command, help: Help): string {
  const usage = help.commandUsage(command);
  const aliases = command.aliases().map((alias) => usage.replace(` ${command.name()} `, ` ${alias} `));
  return section('SYNOPSIS', verbatim([usage, ...aliases].join('\n')));
}

/** The description in paragraphs; those with line breaks are printed as they are. */
function description(command: Command): string {
  const parts = command.description().split('\n\n');
  return parts.map((part) => (part.includes('\n') ? verbatim(part) : paragraph(part))).join('');
}

/** By group, if there are groups. */
function commandList(parent: Command, help: Help): string {
  const visible = help.visibleCommands(parent);
  const groups = help.groupItems(visible, visible, (command) => command.helpGroup());
  return Array.from(groups, ([title, commands]) => {
    const list = commands.map((command) => item(help.subcommandTerm(command), help.subcommandDescription(command)));
    return `${title === '' ? '' : subsection(title.replace(/:$/, ''))}${list.join('')}`;
  }).join('');
}

function optionList(command: Command, help: Help): string {
  const visible = help.visibleOptions(command);
  return visible.map((option) => item(help.optionTerm(option), help.optionDescription(option))).join('');
}

function examples(command: Command): string {
  const list = examplesOf(command).map(([line, purpose]) => `${paragraph(`${purpose}:`)}${verbatim(line, 4)}`);
  return list.length > 0 ? section('EXAMPLES', list.join('')) : '';
}

function seeAlso(commands: readonly Command[], topics: readonly string[]): string {
  const pages = [
    ...commands.map((command) => ({ name: pageName(command), number: 1 })),
    ...topics.map((name) => ({ name, number: TOPIC_SECTION })),
  ];
  return section('SEE ALSO', references(pages));
}
