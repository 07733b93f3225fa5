import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { isSwjobError, SwjobError, usageError } from '../errors.ts';
import { makeFolder } from '../files/make-folder.ts';
import { type JobSource, RESULTS_TABLE } from '../job/instance.ts';
import { counted } from '../text/counted.ts';
import { show } from '../text/show.ts';
import { expandJobArguments, findJob } from './jobs.ts';
import { endingOf, hasEnding, isFolder } from './out-file.ts';
import { checkOptions, printTable, type RowsOptions } from './print-table.ts';
import type { Run } from './run.ts';

/** Names the job in each row: readers of the whole folder see which rows are whose. */
const JOB_COLUMN = '_job';
const FORMAT_HINT = 'Choose one, such as -o parquet.';
/** The maximum of names in a message. */
const TOLD_NAMES = 3;

/** A job whose rows go into a file, by the word that named it. */
interface ListedJob {
  readonly uri: string;
  readonly source: JobSource;
}

/**
 * Writes the rows of a table of several jobs, a file for each of them, with a column that names the job. Each file appears
 * once it is whole; a job that cannot be read does not keep the others from being written, and is the exit status.
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
  madeFolder(folder);
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
  tellOthers(run, folder, ending, written);
  return failure?.exitCode;
}

function placeOf(options: RowsOptions, { output }: Run): { readonly folder: string; readonly ending: string } {
  const { out, saveArtifacts } = options;
  if (out === undefined || out === '') {
    throw usageError(
      'the rows of several jobs go into a folder, a file for each job',
      'Name it: --out FOLDER -o parquet',
    );
  }
  if (hasEnding(out) && !isFolder(out)) {
    throw usageError(
      `--out ${show(out)} is one file, but each of several jobs gets its own`,
      'Name a folder for them: --out FOLDER -o parquet',
    );
  }
  if (output.quiet) throw usageError('--quiet and a folder of files exclude each other');
  if (saveArtifacts !== undefined) {
    throw usageError('--save-artifacts is for one job at a time', 'Names of files are unique within a job only.');
  }
  const ending = endingOf(output.format);
  if (ending === null) throw usageError(`the files in ${show(out)} need a format`, FORMAT_HINT);
  return { folder: out, ending };
}

/** All jobs before anything is written: a mistyped one is an error. A job that was named twice is one. */
async function distinctJobs(run: Run, words: readonly string[]): Promise<readonly ListedJob[]> {
  const byUuid = new Map<string, ListedJob>();
  for (const uri of await expandJobArguments(run, words)) {
    const { source } = await findJob(run, uri);
    const known = byUuid.get(source.uuid);
    if (known !== undefined && known.source.uri !== source.uri) {
      throw usageError(
        `${known.source.uri} and ${source.uri} are the same job`,
        'Name one of them: both would have the same file.',
      );
    }
    byUuid.set(source.uuid, { uri, source });
  }
  return [...byUuid.values()];
}

function madeFolder(folder: string): void {
  try {
    makeFolder(folder);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new SwjobError('operation-failed', `Cannot make the folder ${folder}: ${reason}`, { cause: error });
  }
}

/** Says nothing about the other jobs: a full disk or a bad option would. */
function isOfOneJob({ code }: SwjobError): boolean {
  return code === 'damaged' || code === 'not-found' || code === 'not-allowed';
}

/** Whoever reads all files of the folder reads these, too. */
function tellOthers(run: Run, folder: string, ending: string, written: ReadonlySet<string>): void {
  const others = readdirSync(folder).filter(
    (name) => name.endsWith(ending) && !name.startsWith('.') && !written.has(name),
  );
  if (others.length === 0) return;
  const told = others.slice(0, TOLD_NAMES).join(', ');
  const more = others.length > TOLD_NAMES ? ` and ${others.length - TOLD_NAMES} more` : '';
  run.warn(`${folder} also has ${counted(others.length, 'file')} that this run did not write: ${told}${more}`);
}
