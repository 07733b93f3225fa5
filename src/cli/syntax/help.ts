import type { Command } from 'commander';
import { usageError } from '../../errors.ts';
import type { Context } from '../context.ts';

/** The topics of `swjob help`, each loaded when it is asked for. */
export const TOPICS: Readonly<Record<string, () => Promise<string>>> = {
  formatting: async () => (await import('../help-topics.ts')).FORMATTING_HELP,
  'exit-codes': async () => (await import('../help-topics.ts')).EXIT_CODES_HELP,
  environment: async () => (await import('../help-topics.ts')).ENVIRONMENT_HELP,
  filter: async () => (await import('../../expression/help.ts')).EXPRESSION_HELP,
  uris: async () => (await import('../../uri/forms.ts')).LIST_OF_FORMS,
};

/** `swjob help`, `swjob help COMMAND` and `swjob help TOPIC`. */
export function addHelpCommands(program: Command, context: Context): void {
  program
    .command('help')
    .argument('[topic...]', `a command, or one of: ${Object.keys(TOPICS).join(', ')}`)
    .summary('print help for a command or a topic')
    .action(async (words: readonly string[]) => {
      const command = commandOf(program, words);
      if (command) return void command.outputHelp();
      const topic = words.join(' ');
      const load = Object.hasOwn(TOPICS, topic) ? TOPICS[topic] : undefined;
      if (load === undefined) {
        throw usageError(`there is no help on ${JSON.stringify(topic)}`, `Topics: ${Object.keys(TOPICS).join(', ')}`);
      }
      context.stdout.write(`${(await load()).trimEnd()}\n`);
    });
}

/** The command that these words lead to, `instance login` say; without words the program itself. */
function commandOf(program: Command, words: readonly string[]): Command | undefined {
  let command: Command | undefined = program;
  for (const word of words) {
    command = command?.commands.find((known) => known.name() === word || known.aliases().includes(word));
  }
  return command;
}
