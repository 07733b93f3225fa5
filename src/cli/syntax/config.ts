import { type Command, Option } from 'commander';
import { type Lazy, OtherFlag } from './command.ts';
import { examples } from './examples.ts';
import { GROUPS } from './groups.ts';

/** The commands that read and write the config file, which swcli uses too. */
export function addConfigCommands(program: Command, lazy: Lazy): void {
  program.commandsGroup(GROUPS.setUp);
  const instance = group(program, 'instance', 'list instances, log in and out, choose the current one');
  addInstanceCommands(instance, lazy);
  examples(instance, [
    ['swjob instance list', 'The instances; the current one is marked'],
    [
      'swjob instance login https://starwhale.example.com --alias srv',
      'Log in to a Server: asks for the user name and password',
    ],
    ['swjob instance select srv', 'Make it the current one'],
  ]);
  const project = group(program, 'project', 'list projects, choose the current one');
  addProjectCommands(project, lazy);
  examples(project, [
    ['swjob project list', 'The projects of the current instance'],
    ['swjob project select self', 'Choose the project that is used when none is named'],
  ]);
}

function addInstanceCommands(instance: Command, lazy: Lazy): void {
  const list = instance
    .command('list')
    .alias('ls')
    .summary('list the instances of the config')
    .description('List the instances in the config. The current one is marked; tokens are never shown.')
    .action(lazy(async () => (await import('../commands/instance-list.ts')).instanceList));
  examples(list, [
    ['swjob instance list', 'The instances; the current one is marked'],
    ["swjob instance list --json | jq '.[] | select(.current)'", 'The current one, for a script'],
  ]);

  const login = instance
    .command('login')
    .argument('[address]', 'address or alias of a Server (default: the current instance)')
    .summary('log in to a Server and keep its token')
    .description(
      'Log in to a Server or the Cloud. The token is stored in the config, which only you can read; the password is not stored.',
    )
    .option('--alias <name>', 'name of the instance in URIs (default: its host name)')
    .option('--username <name>', 'user name (default: ask)')
    .option('--password-stdin', 'read the password from standard input')
    .option('--token-stdin', 'read a token from standard input and check it')
    .addOption(new Option('--password <password>').hideHelp())
    .addOption(new Option('--token <token>').hideHelp())
    .action(lazy(async () => (await import('../commands/instance-login.ts')).instanceLogin));
  examples(login, [
    ['swjob instance login https://starwhale.example.com --alias srv', 'Log in: asks for the user name and password'],
    ['swjob instance login https://starwhale.example.com --alias srv --token-stdin < token.txt', 'In a script'],
    ['swjob instance login srv', 'Log in again after the token has expired'],
  ]);

  const logout = instance
    .command('logout')
    .argument('[instance]', 'alias or address (default: the current instance)')
    .summary('remove an instance and its token from the config')
    .description(
      'Remove an instance and its token from the config. If it was the current instance, local becomes current.',
    )
    .action(lazy(async () => (await import('../commands/instance-logout.ts')).instanceLogout));
  examples(logout, [
    ['swjob instance logout srv', 'An instance by its alias'],
    ['swjob instance logout', 'The current one'],
  ]);

  const select = instance
    .command('select')
    .alias('use')
    .argument('<instance>', 'an alias or an address')
    .summary('make an instance the current one')
    .description('Make an instance the current one: URIs without an instance refer to it.')
    .action(lazy(async () => (await import('../commands/instance-select.ts')).instanceSelect));
  examples(select, [
    ['swjob instance select local', 'The Standalone instance'],
    ['swjob instance select srv', 'A Server that you are logged in to'],
  ]);
}

function addProjectCommands(project: Command, lazy: Lazy): void {
  const list = project
    .command('list')
    .alias('ls')
    .argument('[instance]', 'alias or address (default: the current instance)')
    .summary('list the projects of an instance')
    .description('List the projects of an instance. The current one is marked.')
    .option('--page <number>', 'with --size: page number, starting at 1')
    .option('-n, --size <number>', 'projects per page (default: all)')
    .addOption(new OtherFlag('--limit <number>', 'size'))
    .addOption(new OtherFlag('-i, --instance <instance>', 'instance'))
    .action(lazy(async () => (await import('../commands/project-list.ts')).projectList));
  examples(list, [
    ['swjob project list', 'The projects of the current instance'],
    ['swjob project list srv --json', 'The projects of another instance, for a script'],
  ]);

  const select = project
    .command('select')
    .alias('use')
    .argument('<project>', 'a project URI')
    .summary('make a project the current one')
    .description('Make a project the current one of its instance, and that instance the current one.')
    .action(lazy(async () => (await import('../commands/project-select.ts')).projectSelect));
  examples(select, [
    ['swjob project select self', 'A project of the current instance'],
    ['swjob project select srv/project/1', 'A project of another instance'],
  ]);
}

/** A command that only holds other commands; alone, or followed by `help`, it lists them. */
function group(program: Command, name: string, summary: string): Command {
  const command = program
    .command(name)
    .usage('<command> [options]')
    .argument('[command...]')
    .summary(summary)
    .description(`${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`);
  return command.action(([word, ...more]: readonly string[]) => {
    const asked = word === 'help' ? command.commands.find((known) => known.name() === more[0]) : undefined;
    if (word === undefined || word === 'help') return (asked ?? command).outputHelp();
    return command.error(`unknown command '${word}'`, { code: 'commander.unknownCommand' });
  });
}
