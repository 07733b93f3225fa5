import { type Command, Option } from 'commander';
import { type Lazy, OtherFlag } from './command.ts';
import { examples } from './examples.ts';
import { GROUPS } from './groups.ts';

/** The commands that read and write the config file that swcli uses too. */
export function addConfigCommands(program: Command, lazy: Lazy): void {
  program.commandsGroup(GROUPS.setUp);
  const instance = group(program, 'instance', 'list the instances, log in and out, choose the current one');
  addInstanceCommands(instance, lazy);
  examples(instance, [
    ['swjob instance list', 'The instances, the current one marked'],
    [
      'swjob instance login https://starwhale.example.com --alias srv',
      'Log in to a Server; asks for user and password',
    ],
    ['swjob instance select srv', 'Make it the current one'],
  ]);
  const project = group(program, 'project', 'list the projects of an instance, choose the current one');
  addProjectCommands(project, lazy);
  examples(project, [
    ['swjob project list', 'The projects of the current instance'],
    ['swjob project select self', 'Choose the one that is meant where none is named'],
  ]);
}

function addInstanceCommands(instance: Command, lazy: Lazy): void {
  const list = instance
    .command('list')
    .alias('ls')
    .summary('list the instances of the config')
    .description('List the instances of the config, the current one marked. Tokens are never shown.')
    .action(lazy(async () => (await import('../commands/instance-list.ts')).instanceList));
  examples(list, [
    ['swjob instance list', 'The instances, the current one marked'],
    ["swjob instance list --json | jq '.[] | select(.current)'", 'The current one, for a script'],
  ]);

  const login = instance
    .command('login')
    .argument('[address]', "a Server's address, or the alias of one; without it the current instance")
    .summary('log in to a Server and keep its token')
    .description(
      'Log in to a Server or the Cloud. The token is kept in the config, which only you can read; the password is not.',
    )
    .option('--alias <name>', "the name of the instance in URIs; without it the host's")
    .option('--username <name>', 'the user; without it you are asked')
    .option('--password-stdin', 'read the password from standard input')
    .option('--token-stdin', 'read a token from standard input, and check it')
    .addOption(new Option('--password <password>').hideHelp())
    .addOption(new Option('--token <token>').hideHelp())
    .action(lazy(async () => (await import('../commands/instance-login.ts')).instanceLogin));
  examples(login, [
    ['swjob instance login https://starwhale.example.com --alias srv', 'Log in; asks for user and password'],
    ['swjob instance login https://starwhale.example.com --alias srv --token-stdin < token.txt', 'In a script'],
    ['swjob instance login srv', 'Log in anew where the token has expired; asks for user and password'],
  ]);

  const logout = instance
    .command('logout')
    .argument('[instance]', 'an alias or an address; without it the current instance')
    .summary('take an instance and its token out of the config')
    .description('Take an instance and its token out of the config. If it was the current one, local becomes that.')
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
    .description('Make an instance the current one, which URIs mean that name none.')
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
    .argument('[instance]', 'an alias or an address; without it the current instance')
    .summary('list the projects of an instance')
    .description('List the projects of an instance, its current one marked.')
    .option('--page <number>', 'with --size: which page, from 1')
    .option('-n, --size <number>', 'projects a page (default: all)')
    .addOption(new OtherFlag('--limit <number>', 'size'))
    .addOption(new OtherFlag('-i, --instance <instance>', 'instance'))
    .action(lazy(async () => (await import('../commands/project-list.ts')).projectList));
  examples(list, [
    ['swjob project list', 'The projects of the current instance'],
    ['swjob project list srv --json', 'Those of another one, for a script'],
  ]);

  const select = project
    .command('select')
    .alias('use')
    .argument('<project>', 'a project URI')
    .summary('make a project the current one')
    .description('Make a project the current one of its instance, and that the current instance.')
    .action(lazy(async () => (await import('../commands/project-select.ts')).projectSelect));
  examples(select, [
    ['swjob project select self', 'A project of the current instance'],
    ['swjob project select srv/project/1', 'One of another instance'],
  ]);
}

/** A command that has only commands; alone, or with `help` behind it, it prints what they are. */
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
