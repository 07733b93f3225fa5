import { Command, CommanderError, Option } from 'commander';
import { VERSION } from '../version.ts';
import type { Context } from './context.ts';
import { OUTPUT_FORMATS, type RawGlobalOptions } from './global-options.ts';
import type { Command as RunCommand } from './run.ts';
import { addActingCommands } from './syntax/acting.ts';
import { addCompletionCommands } from './syntax/completion.ts';
import { addConfigCommands } from './syntax/config.ts';
import { addHelpCommands } from './syntax/help.ts';
import { addReadingCommands } from './syntax/reading.ts';
import { addRunningCommands } from './syntax/running.ts';
import { addServerCommands } from './syntax/server.ts';

/** Adds the action that loads a command's code when it is called. */
export type Lazy = <Options>(load: () => Promise<RunCommand<Options>>) => (...args: unknown[]) => Promise<void>;

/** The command tree: syntax only, what a command does is loaded when it is called. */
export function buildProgram(context: Context, finish: (exitStatus: number) => void): Command {
  const program = new Command('swjob');
  program
    .description('Look at, compare and run Starwhale jobs on Standalone and Server/Cloud instances.')
    .version(VERSION, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help for a command')
    .helpCommand(false)
    .showSuggestionAfterError(true)
    .configureHelp({ showGlobalOptions: false, sortSubcommands: false })
    .configureOutput({
      writeOut: (text) => void context.stdout.write(text),
      // Errors are printed by whoever catches them.
      writeErr: () => undefined,
      getOutHelpWidth: () => context.stdout.columns ?? 80,
      getErrHelpWidth: () => context.stderr.columns ?? 80,
    })
    .exitOverride();
  addGlobalOptions(program);

  const lazy: Lazy =
    <Options>(load: () => Promise<RunCommand<Options>>) =>
    async (...args: unknown[]) => {
      const command = args.at(-1) as Command;
      const { startRun } = await import('./run.ts');
      const run = startRun(command.optsWithGlobals<RawGlobalOptions>(), context);
      try {
        const execute = await load();
        finish((await execute(command.args, command.opts() as Options, run)) ?? 0);
      } finally {
        await run.session.close();
      }
    };
  addReadingCommands(program, lazy);
  addRunningCommands(program, lazy);
  addActingCommands(program, lazy);
  addServerCommands(program, lazy);
  addConfigCommands(program, lazy);
  addCompletionCommands(program, context);
  addHelpCommands(program, context);
  return program;
}

function addGlobalOptions(program: Command): void {
  program
    .addOption(new Option('-o, --output <format>', 'table for people, the others for programs').choices(OUTPUT_FORMATS))
    .option('--json', 'the same as --output json')
    .option('--fields <names>', 'only these fields, separated by commas', collect)
    .option('--typed', 'print every value with its datastore type, nothing lost')
    .option('--header', 'begin the table in a pipe with the names of its columns')
    .option('--no-header', 'leave the header of csv and tsv out')
    .option('--no-truncate', 'show every cell whole, however wide the terminal is')
    .option('--no-pager', 'do not send long tables through $PAGER')
    .option('--color <when>', 'auto, always or never')
    .option('--safe-csv', 'keep spreadsheets from running cells of csv and tsv as formulas')
    .option('--skip-damaged', 'go on past damaged data, telling what was left out')
    .option('-q, --quiet', 'print ids only, one a line, and no notes')
    .option('-v, --verbose', 'tell requests on stderr, and the stack of an error')
    .option('--config <file>', 'another config file than swcli uses')
    .option('--request-timeout <duration>', 'give up on a request after this time, such as 30s')
    .option('--insecure', 'do not verify the certificate of a server (dangerous)');
  // Declared beside --no-header, so that neither given means that the format decides.
  program.setOptionValue('header', undefined);
}

export function collect(value: string, previous: readonly string[] | undefined): string[] {
  return [...(previous ?? []), value];
}

export { CommanderError };
