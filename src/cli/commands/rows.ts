import { type JobSource, RESULTS_TABLE } from '../../job/instance.ts';
import { unknownTable } from '../../job/unknown-table.ts';
import { shellWord } from '../../text/shell-word.ts';
import { findJob } from '../jobs.ts';
import { isFolder, withOutFile } from '../out-file.ts';
import { checkOptions, printTable, type RowsOptions } from '../print-table.ts';
import type { Command, Run } from '../run.ts';
import { endsAtDamage } from '../skip-hint.ts';

/** Prints the records of a table as they are read; those of several jobs go into a folder of files. */
export const rows: Command<RowsOptions> = endsAtDamage(async (args, options, given) => {
  if (isForFolder(args, options)) {
    return (await import('../rows-folder.ts')).rowsIntoFolder(args, options, given);
  }
  const run = withOutFile(given, options.out);
  checkOptions(options, run);
  const [uri = '', named] = args;
  const { source } = await findJob(run, uri);
  const name = named ?? (await usualTable(source));
  if (name === null) return listTables(uri, run, source);
  return printTable(run, { uri, source, name }, options);
});

/** Several jobs, or those on standard input; one job where a folder is named for its file. */
function isForFolder(args: readonly string[], { out }: RowsOptions): boolean {
  return args.length > 2 || args[0] === '-' || (out !== undefined && isFolder(out));
}

/** The table that is meant where none is named; null where the job does not have it. */
async function usualTable(source: JobSource): Promise<string | null> {
  return (await source.tables()).includes(RESULTS_TABLE) ? RESULTS_TABLE : null;
}

/** For people the tables to choose from; programs that ask for a format get no other data than they meant. */
async function listTables(uri: string, run: Run, source: JobSource): Promise<number | undefined> {
  if (run.output.isFormatGiven && run.output.format !== 'table')
    throw unknownTable(RESULTS_TABLE, await source.tables());
  const status = await (await import('./tables.ts')).tables([uri], {}, run);
  if ((await source.tables()).length > 0) run.note(`Name one of them: swjob rows ${shellWord(uri)} TABLE`);
  return status;
}
