import { type JobSource, RESULTS_TABLE } from '../../job/instance.ts';
import { unknownTable } from '../../job/unknown-table.ts';
import { shellWord } from '../../text/shell-word.ts';
import { findJob } from '../jobs.ts';
import { isFolder, withOutFile } from '../out-file.ts';
import { checkOptions, printTable, type RowsOptions } from '../print-table.ts';
import type { Command, Run } from '../run.ts';
import { endsAtDamage } from '../skip-hint.ts';

/** Prints the rows of a table as they are read; for several jobs, writes a file per job into a folder. */
export const rows: Command<RowsOptions> = endsAtDamage(async (args, options, given) => {
  if (isForFolder(args, options)) {
    return (await import('../rows-folder.ts')).rowsIntoFolder(args, options, given);
  }
  const run = withOutFile(given, options.out);
  checkOptions(options, run);
  const [uri = '', named] = args;
  const { source } = await findJob(run, uri);
  const name = named ?? (await defaultTable(source));
  if (name === null) return listTables(uri, run, source);
  return printTable(run, { uri, source, name }, options);
});

/** Whether there are several jobs, jobs on standard input, or a folder for the file of one job. */
function isForFolder(args: readonly string[], { out }: RowsOptions): boolean {
  return args.length > 2 || args[0] === '-' || (out !== undefined && isFolder(out));
}

/** The table to print if none is named; null if the job does not have it. */
async function defaultTable(source: JobSource): Promise<string | null> {
  return (await source.tables()).includes(RESULTS_TABLE) ? RESULTS_TABLE : null;
}

/** Lists the tables to choose from; throws if a format was asked for, as a program would take the list for rows. */
async function listTables(uri: string, run: Run, source: JobSource): Promise<number | undefined> {
  if (run.output.isFormatGiven && run.output.format !== 'table')
    throw unknownTable(RESULTS_TABLE, await source.tables());
  const status = await (await import('./tables.ts')).tables([uri], {}, run);
  if ((await source.tables()).length > 0) run.note(`Name one of them: swjob rows ${shellWord(uri)} TABLE`);
  return status;
}
