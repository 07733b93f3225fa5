import { type HelpPage, helpText } from './syntax/help-text.ts';

/** The pages of all commands, `instance login` say, by their names and aliases; of the program itself by an empty one. */
export type HelpPages = Readonly<Record<string, HelpPage>>;

/**
 * What `swjob --help`, `swjob COMMAND --help` and `swjob help COMMAND` print on a terminal of this many columns, without the
 * command tree; null where these words are anything else.
 */
export function quickHelp(words: readonly string[], pages: HelpPages, columns: number): string | null {
  const command = commandOf(words);
  if (command === null || !command.every((word) => /^[a-z]+$/.test(word))) return null;
  const name = command.join(' ');
  const page = Object.hasOwn(pages, name) ? pages[name] : undefined;
  return page === undefined ? null : helpText(page, columns);
}

/** The words of the command whose help is asked for. */
function commandOf(words: readonly string[]): readonly string[] | null {
  const last = words.at(-1);
  if (last === undefined || last === '--help' || last === '-h') return words.slice(0, -1);
  return words[0] === 'help' ? words.slice(1) : null;
}
