import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { isSwjobError, type SwjobError, usageError } from '../errors.ts';
import { makeFolder } from '../files/make-folder.ts';
import { failedWrite, writeFailure } from '../files/write-failure.ts';
import { type JobSource, RESULTS_TABLE } from '../job/instance.ts';
import { counted } from '../text/counted.ts';
import { show } from '../text/show.ts';
import { expandJobArguments, findJob } from './jobs.ts';
import { endingOf, hasEnding, isFolder } from './out-file.ts';
import { checkOptions, printTable, type RowsOptions } from './print-table.ts';
import type { Run } from './run.ts';

/** Names the job in each row, for programs that read the whole folder. */
const JOB_COLUMN = '_job';
const FORMAT_HINT = 'Choose one, such as -o parquet.';
/** Maximum of names in a message. */
const MAX_NAMES = 3;

/** A job whose rows go into a file, with the URI as given. */
interface ListedJob {
  readonly uri: string;
  readonly source: JobSource;
}

/**
 * Writes the rows of a table of several jobs, one file per job, with a column that names the job. Each file appears once
 * it is complete. A job that cannot be read does not stop the others; its error is the exit status.
 */
export async function rowsIntoFolder(
  args: readonly string[],
  options: RowsOptions,
  run: Run,
): Promise<number | undefined> {
  const { folder, ending } = placeOf(options, run);
  checkOptions(options, run);
  const words = args.length === 1 ? args : args.slice(0, -1);
  const table = args.length === 1 ? RESULTS_TABLE : (args.at(-1) ?? RESULTS_TABLE);
  const jobs = await distinctJobs(run, words);
  createFolder(folder);
  const written = new Set<string>();
  let failure: SwjobError | undefined;
  for (const { uri, source } of jobs) {
    const file = `${source.uuid}${ending}`;
    try {
      const output = { ...run.output, out: join(folder, file) };
      await printTable({ ...run, output }, { uri, source, name: table, jobColumn: JOB_COLUMN }, options);
      written.add(file);
    } catch (error) {
      if (!isSwjobError(error) || !isOfOneJob(error)) throw error;
      failure ??= error;
      run.warn(`${source.id}: ${error.message}`);
    }
  }
  run.note(`${counted(written.size, 'file')} written to ${folder}`);
  warnOfOthers(run, folder, ending, written);
  return failure?.exitCode;
}

function placeOf(options: RowsOptions, { output }: Run): { readonly folder: string; readonly ending: string } {
  const { out, saveArtifacts } = options;
  if (out === undefined || out === '') {
    throw usageError('the rows of several jobs go into a folder, one file per job', 'Name it: --out FOLDER -o parquet');
  }
  if (hasEnding(out) && !isFolder(out)) {
    throw usageError(
      `--out ${show(out)} is one file, but each of several jobs gets its own`,
      'Name a folder for them: --out FOLDER -o parquet',
    );
  }
  if (output.quiet) throw usageError('--quiet and a folder of files cannot be used together');
  if (saveArtifacts !== undefined) {
    throw usageError('--save-artifacts is for one job at a time', 'File names are unique only within a job.');
  }
  const ending = endingOf(output.format);
  if (ending === null) throw usageError(`the files in ${show(out)} need a format`, FORMAT_HINT);
  return { folder: out, ending };
}

/** Finds all jobs before anything is written, so that a typo is an error; a job named twice is returned once. */
async function distinctJobs(run: Run, words: readonly string[]): Promise<readonly ListedJob[]> {
  const byUuid = new Map<string, ListedJob>();
  for (const uri of await expandJobArguments(run, words)) {
    const { source } = await findJob(run, uri);
    const known = byUuid.get(source.uuid);
    if (known !== undefined && known.source.uri !== source.uri) {
      throw usageError(
        `${known.source.uri} and ${source.uri} are the same job`,
        'Name only one of them: both would write the same file.',
      );
    }
    byUuid.set(source.uuid, { uri, source });
  }
  return [...byUuid.values()];
}

function createFolder(folder: string): void {
  try {
    makeFolder(folder);
  } catch (error) {
    throw failedWrite(`cannot create the folder ${folder}`, error);
  }
}

/** Whether an error concerns one job only, unlike a full disk or a bad option. */
function isOfOneJob({ code }: SwjobError): boolean {
  return code === 'damaged' || code === 'not-found' || code === 'not-allowed';
}

/** Warns of other files, which programs that read the whole folder would read too. */
function warnOfOthers(run: Run, folder: string, ending: string, written: ReadonlySet<string>): void {
  let names: readonly string[];
  try {
    names = readdirSync(folder);
  } catch (error) {
    run.warn(`${folder} cannot be listed: ${writeFailure(error).reason}`);
    return;
  }
  const others = names.filter((name) => name.endsWith(ending) && !name.startsWith('.') && !written.has(name));
  if (others.length === 0) return;
  const named = others.slice(0, MAX_NAMES).join(', ');
  const more = others.length > MAX_NAMES ? ` and ${others.length - MAX_NAMES} more` : '';
  run.warn(`${folder} also has ${counted(others.length, 'file')} that this run did not write: ${named}${more}`);
}
