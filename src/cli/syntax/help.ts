import type { Command } from 'commander';
import { usageError } from '../../errors.ts';
import type { Context } from '../context.ts';
import { screenWidth } from '../screen.ts';
import { examples } from './examples.ts';
import { TOPICS } from './topics.ts';

/** `swjob help`, `swjob help COMMAND` and `swjob help TOPIC`. */
export function addHelpCommands(program: Command, context: Context): void {
  const help = program
    .command('help')
    .argument('[topic...]', `a command, or one of: ${Object.keys(TOPICS).join(', ')}`)
    .summary('print help for a command or a topic')
    .description('Print help for a command or a topic.')
    .action(async (given: readonly string[]) => {
      // As in `swjob job list`.
      const words = given[0] === 'job' ? given.slice(1) : given;
      const command = commandOf(program, words);
      if (command) return void command.outputHelp();
      const topic = words.join(' ');
      const load = Object.hasOwn(TOPICS, topic) ? TOPICS[topic]?.load : undefined;
      if (load === undefined) throw await noHelpOn(program, words);
      const text = (await load()).trimEnd();
      const { stdout, env } = context;
      stdout.write(`${stdout.isTTY === true ? await narrowed(text, screenWidth(stdout, env)) : text}\n`);
    });
  examples(help, [
    ['swjob help rows', 'The options of a command, with examples'],
    ['swjob help instance login', 'The same for a command in a group'],
    ['swjob help filter', 'How to write conditions'],
  ]);
}

async function narrowed(text: string, width: number): Promise<string> {
  const { narrowTopic } = await import('../narrow-topic.ts');
  return narrowTopic(text, width);
}

/** The command that these words name, such as `instance login`; the program itself if there are none. */
function commandOf(program: Command, words: readonly string[]): Command | undefined {
  let command: Command | undefined = program;
  for (const word of words) {
    command = command?.commands.find((known) => known.name() === word || known.aliases().includes(word));
  }
  return command;
}

async function noHelpOn(program: Command, words: readonly string[]): Promise<Error> {
  const { meant, closest } = await import('../../text/suggest.ts');
  const { show } = await import('../../text/show.ts');
  const [first = '', ...rest] = words;
  const group = rest.length > 0 ? program.commands.find((known) => known.name() === first) : undefined;
  const near = group
    ? closest(rest.join(' '), namesBelow(group)).map((name) => `${group.name()} ${name}`)
    : closest(words.join(' '), [...namesBelow(program), ...Object.keys(TOPICS)]);
  const listed = `Topics: ${Object.keys(TOPICS).join(', ')}. Run \`swjob --help\` for a list of commands.`;
  return usageError(`no help for ${show(words.join(' '))}`, [meant(near), listed].filter(Boolean).join(' '));
}

function namesBelow(parent: Command): readonly string[] {
  return parent
    .createHelp()
    .visibleCommands(parent)
    .map((each) => each.name());
}
