import { statSync } from 'node:fs';
import { basename, extname } from 'node:path';
import { usageError } from '../errors.ts';
import { show } from '../text/show.ts';
import type { OutputFormat } from './output-format.ts';
import type { Run } from './run.ts';

/** The format for each ending of a file's name. */
const FORMAT_OF: ReadonlyMap<string, OutputFormat> = new Map([
  ['.json', 'json'],
  ['.jsonl', 'jsonl'],
  ['.ndjson', 'jsonl'],
  ['.csv', 'csv'],
  ['.tsv', 'tsv'],
  ['.md', 'md'],
  ['.parquet', 'parquet'],
]);

const STANDARD_OUTPUT: ReadonlySet<string> = new Set(['-', '/dev/stdout', '/dev/fd/1', '/proc/self/fd/1']);

/**
 * The run with its result going to the file of `--out`, in the format of its ending; `-` is standard output. Throws a
 * usage error if the ending is unknown or contradicts `--output`.
 */
export function withOutFile(run: Run, out: string | undefined): Run {
  if (out === undefined || STANDARD_OUTPUT.has(out)) return run;
  if (out === '') throw usageError('--out needs the name of a file', 'Use - for standard output.');
  const { output } = run;
  return { ...run, output: { ...output, out, format: formatOf(out, output) } };
}

/** Whether this is a folder, or is written like one. */
export function isFolder(out: string): boolean {
  try {
    return /[/\\]$/.test(out) || statSync(out, { throwIfNoEntry: false })?.isDirectory() === true;
  } catch {
    // Opening it says why.
    return false;
  }
}

/** The file ending for a format, such as `.csv`; null for `table`, which has none. */
export function endingOf(format: OutputFormat): string | null {
  return [...FORMAT_OF].find(([, each]) => each === format)?.[0] ?? null;
}

/** Whether a file of this name would have a known format. */
export function hasEnding(out: string): boolean {
  return FORMAT_OF.has(extname(basename(out)).toLowerCase());
}

function formatOf(out: string, { format, isFormatGiven }: Run['output']): OutputFormat {
  const ending = extname(basename(out)).toLowerCase();
  const own = FORMAT_OF.get(ending);
  if (own !== undefined && isFormatGiven && format !== own) {
    throw usageError(
      `--out ${show(out)} contradicts --output ${format}`,
      `${ending} means ${own}: omit --output, or use another ending.`,
    );
  }
  if (own !== undefined || ending === '' || isFormatGiven) return own ?? format;
  const known = [...FORMAT_OF.keys()].join(', ');
  throw usageError(
    `--out ${show(out)}: unknown ending ${show(ending)}`,
    `Use one of ${known}, or name the format with --output.`,
  );
}
