import type { Command } from 'commander';
import { usageError } from '../../errors.ts';
import type { Context } from '../context.ts';

/** The topics of `swjob help`, each loaded when it is asked for. */
const TOPICS: Readonly<Record<string, () => Promise<string>>> = {
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
    .argument('[topic]', `a command, or one of: ${Object.keys(TOPICS).join(', ')}`)
    .summary('print help for a command or a topic')
    .action(async (topic: string | undefined) => {
      if (topic === undefined) return void program.outputHelp();
      const command = program.commands.find((known) => known.name() === topic || known.aliases().includes(topic));
      if (command) return void command.outputHelp();
      const load = Object.hasOwn(TOPICS, topic) ? TOPICS[topic] : undefined;
      if (load === undefined) {
        throw usageError(`there is no help on ${JSON.stringify(topic)}`, `Topics: ${Object.keys(TOPICS).join(', ')}`);
      }
      context.stdout.write(`${(await load()).trimEnd()}\n`);
    });
}
