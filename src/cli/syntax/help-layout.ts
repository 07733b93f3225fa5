import { type Command, Help, type Option } from 'commander';
import { examplesOf } from './examples.ts';
import { GROUPS } from './groups.ts';
import { TOPICS } from './topics.ts';

/** Longer lines are hard to read, however wide the terminal is. */
const WIDEST = 100;
/** A description with less room than that beside its term stands below it. */
const NARROWEST_COLUMN = 28;

interface Section {
  readonly title: string;
  readonly items: readonly (readonly [term: string, description: string])[];
}

/**
 * How `--help` is laid out: usage, description, arguments, commands by groups, options, and at the end examples to
 * copy. Text is wrapped to the terminal, examples never.
 */
export class HelpLayout extends Help {
  override minWidthToWrap = 20;

  override prepareContext({ helpWidth = 80 }: { readonly helpWidth?: number }): void {
    this.helpWidth = Math.min(helpWidth, WIDEST);
  }

  /** In the order of their groups. */
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

  /** The values that an option takes stand in its description. */
  override optionDescription({ description }: Option): string {
    return description;
  }

  override formatHelp(command: Command): string {
    const isProgram = command.parent === null;
    const parts = [
      usageText(command, this.commandUsage(command)),
      this.boxWrap(command.description(), this.helpWidth ?? 80),
      this.sections([this.argumentSection(command)]),
      this.sections(this.commandSections(command)),
      this.sections([this.optionSection(command, isProgram)]),
      isProgram ? this.sections([TOPIC_SECTION]) : this.boxWrap(GLOBAL_OPTIONS, this.helpWidth ?? 80),
      exampleText(command),
    ];
    return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
  }

  private argumentSection(command: Command): Section {
    const described = this.visibleArguments(command).filter(({ description }) => description !== '');
    return { title: 'Arguments:', items: described.map((argument) => [argument.name(), argument.description]) };
  }

  private commandSections(command: Command): readonly Section[] {
    const visible = this.visibleCommands(command);
    const groups = this.groupItems(visible, visible, (each) => each.helpGroup() || 'Commands:');
    return Array.from(groups, ([title, commands]) => ({
      title,
      items: commands.map((each) => [this.subcommandTerm(each), this.subcommandDescription(each)]),
    }));
  }

  private optionSection(command: Command, isProgram: boolean): Section {
    return {
      title: isProgram ? 'Options, before or after the command:' : 'Options:',
      items: this.visibleOptions(command).map((option) => [option.flags, option.description]),
    };
  }

  /** Lists below their titles, the descriptions in one column. */
  private sections(sections: readonly Section[]): string {
    const width = this.helpWidth ?? 80;
    const terms = sections.flatMap(({ items }) => items.map(([term]) => term.length));
    const column = Math.max(0, ...terms) + 4;
    const isNarrow = width - column < NARROWEST_COLUMN;
    const itemText = ([term, description]: readonly [string, string]): string => {
      const indent = ' '.repeat(isNarrow ? 6 : column);
      const text = this.boxWrap(description, width - indent.length).replaceAll('\n', `\n${indent}`);
      return isNarrow ? `  ${term}\n${indent}${text}` : `  ${term.padEnd(column - 2)}${text}`;
    };
    return sections
      .filter(({ items }) => items.length > 0)
      .map(({ title, items }) => [title, ...items.map(itemText)].join('\n'))
      .join('\n\n');
  }
}

const GLOBAL_OPTIONS = 'Global options such as --output, --fields and --quiet: swjob --help';

const TOPIC_SECTION: Section = {
  title: 'Topics of swjob help:',
  items: Object.entries(TOPICS).map(([name, { summary }]) => [name, summary]),
};

function usageText(command: Command, usage: string): string {
  const aliases = command.aliases().map((alias) => usage.replace(` ${command.name()} `, ` ${alias} `));
  return [usage, ...aliases].map((line, index) => `${index === 0 ? 'Usage:' : '   or:'} ${line}`).join('\n');
}

function exampleText(command: Command): string {
  const list = examplesOf(command);
  if (list.length === 0) return '';
  return ['Examples:', ...list.flatMap(([line, purpose]) => [`  # ${purpose}`, `  $ ${line}`])].join('\n');
}
