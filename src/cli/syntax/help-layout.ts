import { type Command, Help, type Option } from 'commander';
import { examplesOf } from './examples.ts';
import { GROUPS } from './groups.ts';
import { type HelpPage, type HelpPart, type HelpSection, helpText } from './help-text.ts';
import { TOPICS } from './topics.ts';

/**
 * The layout of `--help`: usage, description, arguments, commands by group, options, and examples to copy. Text is
 * wrapped to the terminal, except for examples.
 */
export class HelpLayout extends Help {
  /** Sorted by group. */
  override visibleCommands(command: Command): Command[] {
    const groups: readonly string[] = Object.values(GROUPS);
    const place = (each: Command): number => groups.indexOf(each.helpGroup());
    return super.visibleCommands(command).sort((a, b) => place(a) - place(b));
  }

  /** Without the alias, which has a line of its own. */
  override commandUsage(command: Command): string {
    return super.commandUsage(command).replace(/\|\w+/, '');
  }

  override subcommandTerm(command: Command): string {
    return [command.name(), ...command.aliases()].join(', ');
  }

  /** Only the description: it names the values that an option takes. */
  override optionDescription({ description }: Option): string {
    return description;
  }

  override formatHelp(command: Command): string {
    return helpText(this.page(command), this.helpWidth ?? 80);
  }

  page(command: Command): HelpPage {
    const isProgram = command.parent === null;
    const parts: readonly HelpPart[] = [
      { lines: usageLines(command, this.commandUsage(command)) },
      { prose: command.description() },
      sectionsPart([this.argumentSection(command)]),
      sectionsPart(this.commandSections(command)),
      sectionsPart([this.optionSection(command, isProgram)]),
      isProgram ? sectionsPart([TOPIC_SECTION]) : { prose: GLOBAL_OPTIONS },
      { lines: exampleLines(command) },
    ];
    return parts.filter((part) => !isEmpty(part));
  }

  private argumentSection(command: Command): HelpSection {
    const described = this.visibleArguments(command).filter(({ description }) => description !== '');
    return { title: 'Arguments:', items: described.map((argument) => [argument.name(), argument.description]) };
  }

  private commandSections(command: Command): readonly HelpSection[] {
    const visible = this.visibleCommands(command);
    const groups = this.groupItems(visible, visible, (each) => each.helpGroup() || 'Commands:');
    return Array.from(groups, ([title, commands]) => ({
      title,
      items: commands.map((each) => [this.subcommandTerm(each), this.subcommandDescription(each)]),
    }));
  }

  private optionSection(command: Command, isProgram: boolean): HelpSection {
    return {
      title: isProgram ? 'Options, before or after the command:' : 'Options:',
      items: this.visibleOptions(command).map((option) => [option.flags, option.description]),
    };
  }
}

const GLOBAL_OPTIONS = 'Global options such as --output, --fields and --quiet: swjob --help';

const TOPIC_SECTION: HelpSection = {
  title: 'Topics of swjob help:',
  items: Object.entries(TOPICS).map(([name, { summary }]) => [name, summary]),
};

function sectionsPart(sections: readonly HelpSection[]): HelpPart {
  return { sections: sections.filter(({ items }) => items.length > 0) };
}

function isEmpty(part: HelpPart): boolean {
  if ('prose' in part) return part.prose === '';
  return 'lines' in part ? part.lines.length === 0 : part.sections.length === 0;
}

function usageLines(command: Command, usage: string): readonly string[] {
  const aliases = command.aliases().map((alias) => usage.replace(` ${command.name()} `, ` ${alias} `));
  return [usage, ...aliases].map((line, index) => `${index === 0 ? 'Usage:' : '   or:'} ${line}`);
}

function exampleLines(command: Command): readonly string[] {
  const list = examplesOf(command);
  if (list.length === 0) return [];
  return ['Examples:', ...list.flatMap(([line, purpose]) => [`  # ${purpose}`, `  $ ${line}`])];
}
