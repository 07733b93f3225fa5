import { type HelpPage, helpText } from './syntax/help-text.ts';

/** Help pages by the name or alias of a command, such as `instance login`; '' stands for the program itself. */
export type HelpPages = Readonly<Record<string, HelpPage>>;

/**
 * The output of `swjob --help`, `swjob COMMAND --help` or `swjob help COMMAND` on a terminal of this many columns, without
 * building the command tree; null for any other words.
 */
export function quickHelp(words: readonly string[], pages: HelpPages, columns: number): string | null {
  const command = commandOf(words);
  if (command === null || !command.every((word) => /^[a-z]+$/.test(word))) return null;
  const name = command.join(' ');
  const page = Object.hasOwn(pages, name) ? pages[name] : undefined;
  return page === undefined ? null : helpText(page, columns);
}

/** The command whose help is asked for, as words; null if these words do not ask for help. */
function commandOf(words: readonly string[]): readonly string[] | null {
  const last = words.at(-1);
  if (last === undefined || last === '--help' || last === '-h') return words.slice(0, -1);
  return words[0] === 'help' ? words.slice(1) : null;
}
