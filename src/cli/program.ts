import { type Command, CommanderError, Option } from 'commander';
import { VERSION } from '../version.ts';
import type { Context } from './context.ts';
import type { RawGlobalOptions } from './global-options.ts';
import { OUTPUT_FORMATS } from './output-format.ts';
import type { Command as RunCommand } from './run.ts';
import { screenWidth } from './screen.ts';
import { addActingCommands } from './syntax/acting.ts';
import { collect, type Lazy, SwjobCommand } from './syntax/command.ts';
import { addCompletionCommands } from './syntax/completion.ts';
import { addConfigCommands } from './syntax/config.ts';
import { examples } from './syntax/examples.ts';
import { addHelpCommands } from './syntax/help.ts';
import { addReadingCommands } from './syntax/reading.ts';
import { addRunningCommands } from './syntax/running.ts';
import { addServerCommands } from './syntax/server.ts';
import { addShowingCommands } from './syntax/showing.ts';

/** The command tree. It holds only the syntax: the code of a command is loaded when it is called. */
export function buildProgram(context: Context, finish: (exitStatus: number) => void): Command {
  const program = new SwjobCommand('swjob');
  program
    .description('Look at, compare and run Starwhale jobs on Standalone and Server/Cloud instances.')
    .version(VERSION, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help for a command')
    .helpCommand(false)
    .usage('<command> [options]')
    .showSuggestionAfterError(false)
    .configureOutput({
      writeOut: (text) => void context.stdout.write(text),
      // `main` catches errors and prints them.
      writeErr: () => undefined,
      getOutHelpWidth: () => screenWidth(context.stdout, context.env),
      getErrHelpWidth: () => screenWidth(context.stderr, context.env),
    })
    .exitOverride();
  addGlobalOptions(program);
  examples(program, [
    ['swjob list', 'The newest jobs of the current project'],
    ['swjob info @latest', 'Everything about the newest one'],
    ['swjob summary @latest', 'Its metrics'],
    ['swjob rows @latest results --limit 10 --json', 'The first rows of one of its tables, as JSON'],
    ['swjob list -p srv/project/1', 'The jobs of a Server'],
  ]);

  const lazy: Lazy =
    <Options>(load: () => Promise<RunCommand<Options>>) =>
    async (...args: unknown[]) => {
      const command = args.at(-1) as Command;
      const { startRun } = await import('./run.ts');
      const run = startRun(command.optsWithGlobals<RawGlobalOptions>(), context);
      try {
        // Not at the same time as run.ts: either import opens dozens of files, and file descriptors may be few.
        const execute = await load();
        finish((await execute(command.args, command.opts() as Options, run)) ?? 0);
      } finally {
        await run.session.close();
      }
    };
  addReadingCommands(program, lazy);
  addShowingCommands(program, lazy);
  addRunningCommands(program, lazy);
  addActingCommands(program, lazy);
  addServerCommands(program, lazy);
  addConfigCommands(program, lazy);
  addCompletionCommands(program, context);
  addHelpCommands(program, context);
  return program;
}

function addGlobalOptions(program: Command): void {
  const output = new Option('-o, --output <format>', 'table, json, jsonl, csv, tsv, md or parquet');
  // For completions only: the command itself checks the value, and suggests a similar one.
  output.argChoices = [...OUTPUT_FORMATS];
  program
    .addOption(output)
    .option('--json', 'the same as --output json')
    .option('--fields <names>', 'only these fields, separated by commas', collect)
    .option('--typed', 'print every value with its datastore type')
    .option('--header', 'print column names in piped tables too')
    .option('--no-header', 'omit the header in CSV and TSV')
    .option('--precision <number>', 'at most this many decimals in tables')
    .option('--no-truncate', 'never cut cells to fit the terminal')
    .option('--no-pager', 'do not send long tables through $PAGER')
    .option('--color <when>', 'auto, always or never')
    .option('--safe-csv', 'stop spreadsheets from running cells as formulas')
    .option('--bom', 'start CSV with a byte order mark, for Excel')
    .option('--excel', 'CSV that Excel opens correctly: -o csv --bom --safe-csv')
    .option('--utc', 'show times in UTC instead of the local time zone')
    .option('--skip-damaged', 'skip damaged data and report it')
    .option('--follow-links', 'let --save-artifacts read from web addresses in the data')
    .option('-q, --quiet', 'print ids only (URIs for another project), and no notes')
    .option('-v, --verbose', 'show requests and stack traces')
    .option('--config <file>', "use this config file instead of swcli's")
    .option('--request-timeout <duration>', 'time limit for each request, such as 30s')
    .option('--insecure', 'do not verify server certificates (dangerous)');
  // If neither --header nor --no-header is given, the format decides.
  program.setOptionValue('header', undefined);
}

export { CommanderError };
